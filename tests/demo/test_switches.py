"""What each switch does to the sites."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from demo.state import StateError
from demo.switches import SwitchError
from tests.demo.asking import BRIDGE, MAGAZINE, ask, text
from tests.demo.conftest import TODAY

GIVEN = {"it": {"title": "Una storia appena scritta", "body": ["Capoverso."]}}


def validators(newsroom: Newsroom, host: str, target: str) -> dict[str, str]:
    """The conditional headers a client sends the next time."""
    headers = ask(newsroom, host, target).headers
    return {"if_none_match": headers["ETag"], "if_modified_since": headers["Last-Modified"]}


@pytest.mark.parametrize("name", ["if_none_match", "if_modified_since"])
@pytest.mark.parametrize(
    ("host", "target"),
    [
        ("ateneo", MAGAZINE),
        ("ateneo", BRIDGE),
        ("incubatore", "/rss.xml"),
        ("fondazione", "/feed/"),
    ],
)
def test_unchanged_pages_are_304(newsroom: Newsroom, host: str, target: str, name: str) -> None:
    """Either validator alone is enough for a 304 without a body."""
    value = validators(newsroom, host, target)[name]
    answer = ask(newsroom, host, target, **{name: value})
    assert (answer.status, answer.body) == (304, b"")


CHANGES: dict[str, Callable[[Newsroom], object]] = {
    "publish": lambda newsroom: newsroom.publish(),
    "give": lambda newsroom: newsroom.publish(story=GIVEN),
    "typo": lambda newsroom: newsroom.edit("ponte", "typo"),
    "real": lambda newsroom: newsroom.edit("ponte", "real"),
    "unpublish": lambda newsroom: newsroom.unpublish("ponte"),
    "delete": lambda newsroom: newsroom.delete("ponte"),
    "redesign": lambda newsroom: newsroom.redesign("ateneo"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_by_both_validators(newsroom: Newsroom, change: str) -> None:
    """After a change of the listing neither its ETag nor its date gives a 304."""
    before = validators(newsroom, "ateneo", MAGAZINE)
    CHANGES[change](newsroom)
    answers = [ask(newsroom, "ateneo", MAGAZINE, **{name: before[name]}) for name in before]
    assert [answer.status for answer in answers] == [200, 200]


def test_publish_takes_the_next_in_reserve(newsroom: Newsroom) -> None:
    """The reserve story appears first on the listing and under its node."""
    rows = newsroom.publish()
    assert [row["key"] for row in rows] == ["riserva"]
    assert "tenuta in serbo" in text(newsroom, "ateneo", MAGAZINE).split("views-row")[1]
    assert "30/09/2026" in text(newsroom, "ateneo", "/node/102")


def test_an_empty_reserve_is_told(newsroom: Newsroom) -> None:
    """Publishing without a story left is an error that says so."""
    newsroom.publish()
    with pytest.raises(SwitchError, match="no story left in reserve"):
        newsroom.publish()


def test_publish_a_given_story(newsroom: Newsroom) -> None:
    """A story given as a mapping gets a key, a node and an address."""
    (row,) = newsroom.publish(story=GIVEN)
    assert row["url"].endswith(f"{MAGAZINE}/una-storia-appena-scritta")
    assert "Capoverso." in text(newsroom, "ateneo", "/node/103")


def test_a_typo_is_one_letter_and_keeps_the_address(newsroom: Newsroom) -> None:
    """Mode `typo` changes one letter of the title, on page and listing."""
    before, after = newsroom.stories(), newsroom.edit("ponte", "typo")
    old = next(row for row in before if row["url"] == after[0]["url"])["title"]
    new = after[0]["title"]
    assert sum(a != b for a, b in zip(old, new, strict=True)) == 1
    assert new in text(newsroom, "ateneo", after[0]["url"].split(":8001")[1])


def test_a_page_only_edit_leaves_the_listing(newsroom: Newsroom) -> None:
    """Mode `page_only` changes the story page but not one byte of the listing."""
    page, listing = text(newsroom, "ateneo", BRIDGE), text(newsroom, "ateneo", MAGAZINE)
    newsroom.edit("ponte", "page_only")
    assert text(newsroom, "ateneo", MAGAZINE) == listing
    assert text(newsroom, "ateneo", BRIDGE) != page


def test_a_page_only_edit_leaves_the_feed(newsroom: Newsroom) -> None:
    """A feed with update dates does not betray a page-only edit."""
    feed = text(newsroom, "istituto", "/atom.xml")
    newsroom.edit("istituto-1", "page_only")
    assert text(newsroom, "istituto", "/atom.xml") == feed


def test_given_words_replace_the_old_ones(newsroom: Newsroom) -> None:
    """An edit with words changes those fields of that language only."""
    rows = newsroom.edit("ponte", words={"it": {"title": "Titolo nuovo"}})
    assert {row["language"]: row["title"] for row in rows} == {
        "it": "Titolo nuovo",
        "en": "The university’s contribution: safer bridges",
    }


@pytest.mark.parametrize(("switch", "status"), [("unpublish", 403), ("delete", 404)])
def test_removed_stories(newsroom: Newsroom, switch: str, status: int) -> None:
    """A removed story answers so on alias and node, is off the listing and nobody's twin."""
    getattr(newsroom, switch)("ponte")
    assert [ask(newsroom, "ateneo", path).status for path in (BRIDGE, "/node/100")] == [status] * 2
    assert "/node/100" not in text(newsroom, "ateneo", MAGAZINE)
    assert BRIDGE + '"' not in text(newsroom, "ateneo", MAGAZINE)


def test_publish_brings_a_hidden_story_back(newsroom: Newsroom) -> None:
    """A story that was unpublished comes back with its old date."""
    newsroom.unpublish("ponte")
    newsroom.publish("ponte")
    assert ">28/09/2026<" in text(newsroom, "ateneo", BRIDGE)


@pytest.mark.parametrize(
    ("host", "target", "gone"),
    [
        ("ateneo", BRIDGE, ["field--name", "og:", "canonical", "<h1", "28/09/2026", "<article"]),
        ("ateneo", MAGAZINE, ["views-row", "<article", "<h3", "card__", "field--name"]),
        ("istituto", "/news/limpresa-la-ricerca-numero-1/", ["ld+json", "<time", "<h1", "release"]),
    ],
)
def test_a_redesign_leaves_nothing_to_recognise(
    newsroom: Newsroom, host: str, target: str, gone: list[str]
) -> None:
    """After a redesign no class, element or metadata of before is left, but the links are."""
    before = text(newsroom, host, target)
    newsroom.redesign(host)
    after = text(newsroom, host, target)
    assert [part for part in gone if part not in before or part in after] == []


def test_the_old_design_comes_back(newsroom: Newsroom) -> None:
    """`restore_design` serves the very bytes of before."""
    before = text(newsroom, "ateneo", BRIDGE)
    newsroom.redesign("ateneo")
    newsroom.restore_design("ateneo")
    assert text(newsroom, "ateneo", BRIDGE) == before


def test_a_moved_site_redirects(newsroom: Newsroom) -> None:
    """Old hosts send 301 with path and query kept; the canonical is the new one."""
    newsroom.move_host("ateneo", "campus.localhost")
    answer = ask(newsroom, "ateneo", f"{MAGAZINE}?page=1")
    location = f"http://campus.localhost:8001{MAGAZINE}?page=1"
    assert (answer.status, answer.headers["Location"]) == (301, location)
    assert f'canonical" href="http://campus.localhost:8001{BRIDGE}"' in text(
        newsroom, "campus", BRIDGE
    )


def test_a_cache_hides_what_is_new(newsroom: Newsroom) -> None:
    """A cached listing stays as it was, says its age, and is current once lifted."""
    before = text(newsroom, "ateneo", MAGAZINE)
    newsroom.cache_listing("ateneo", 600)
    newsroom.publish()
    answer = ask(newsroom, "ateneo", MAGAZINE)
    assert (answer.headers["Age"], answer.headers["X-Cache"]) == ("600", "HIT")
    assert answer.body.decode() == before
    newsroom.lift("ateneo")
    assert "tenuta in serbo" in text(newsroom, "ateneo", MAGAZINE)


def test_always_not_modified(newsroom: Newsroom) -> None:
    """A stuck listing answers 304 to any validator, its story pages do not."""
    newsroom.not_modified("ateneo")
    statuses = [ask(newsroom, "ateneo", t, if_none_match='"x"').status for t in (MAGAZINE, BRIDGE)]
    assert statuses == [304, 200]


FAILURES = [
    ("listing", [503, 200, 200]),
    ("pages", [200, 503, 200]),
    ("all", [503, 503, 503]),
]


@pytest.mark.parametrize(("scope", "statuses"), FAILURES)
def test_failures_have_a_scope(newsroom: Newsroom, scope: str, statuses: list[int]) -> None:
    """A failure concerns the listing, the story pages, or everything."""
    newsroom.fail("ateneo", 503, scope)  # type: ignore[arg-type]  # the table's words are Scope's
    targets = (MAGAZINE, BRIDGE, "/robots.txt")
    assert [ask(newsroom, "ateneo", target).status for target in targets] == statuses


def test_a_failure_says_when_to_come_back(newsroom: Newsroom) -> None:
    """`retry_after` is sent as Retry-After."""
    newsroom.fail("ateneo", 429, retry_after=120)
    assert ask(newsroom, "ateneo", MAGAZINE).headers["Retry-After"] == "120"


def test_html_where_the_feed_was(newsroom: Newsroom) -> None:
    """The feed's address answers 200 with HTML, the HTML listing stays."""
    newsroom.html_feed("incubatore")
    answers = [ask(newsroom, "incubatore", path) for path in ("/rss.xml", "/news")]
    assert [answer.headers["Content-Type"][:9] for answer in answers] == ["text/html"] * 2
    assert b"Torniamo subito" in answers[0].body
    assert b"numero 1" in answers[1].body


def test_slowness_is_per_site(newsroom: Newsroom) -> None:
    """Only the slow site's hosts wait."""
    newsroom.slow("archivio", 3)
    hosts = ("archivio", "archivio-rivista", "ateneo")
    assert [newsroom.delay(host) for host in hosts] == [3, 3, 0]


def test_reset_undoes_everything(newsroom: Newsroom) -> None:
    """After a reset all bytes are those of the first day."""
    before = text(newsroom, "ateneo", MAGAZINE)
    newsroom.publish()
    newsroom.redesign("ateneo")
    newsroom.fail("ateneo", 500, "all")
    newsroom.reset()
    assert text(newsroom, "ateneo", MAGAZINE) == before


def test_the_state_file_survives_a_restart(content: Path, tmp_path: Path) -> None:
    """A newsroom started on another day with the same state serves the same bytes."""
    file = tmp_path / "state.json"
    first = Newsroom(content, TODAY, file)
    first.publish()
    first.edit("ponte", "real")
    first.cache_listing("fondazione")
    again = Newsroom(content, TODAY + dt.timedelta(days=3), file)
    for host, target in (("ateneo", MAGAZINE), ("ateneo", BRIDGE), ("fondazione", "/feed/")):
        assert ask(again, host, target) == ask(first, host, target)


def test_a_strange_state_file_is_told(content: Path, tmp_path: Path) -> None:
    """A state file of another shape is an error that names it."""
    file = tmp_path / "state.json"
    file.write_text('{"yesterday": "2026-09-29"}')
    with pytest.raises(StateError, match=r"state\.json is no state"):
        Newsroom(content, TODAY, file)


def test_nothing_is_dated_after_the_clock(content: Path) -> None:
    """With a clock no page claims to be newer than the newsroom's start."""
    early = dt.datetime(2026, 9, 30, 3, 0, tzinfo=dt.UTC)
    started = Newsroom(content, TODAY, clock=lambda: early)
    assert max(row["published"] or "" for row in started.stories()) <= "2026-09-30T05:00:00+02:00"


@pytest.mark.parametrize(
    "pull", [lambda n: n.fail("x"), lambda n: n.edit("x"), lambda n: n.slow("x")]
)
def test_unknown_names_are_told(newsroom: Newsroom, pull: Callable[[Newsroom], object]) -> None:
    """A switch on an unknown site or story names it."""
    with pytest.raises(SwitchError, match="'x'"):
        pull(newsroom)


def test_visits_are_noted(newsroom: Newsroom) -> None:
    """Every request is kept with its status and whether it was conditional."""
    ask(newsroom, "ateneo", f"{MAGAZINE}?page=0", if_none_match='"x"')
    (visit,) = newsroom.requests
    assert visit[1:] == ("ateneo", "GET", f"{MAGAZINE}?page=0", True, 200)
