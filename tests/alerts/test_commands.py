"""Quarantine and alerts on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.settings import settings_from
from tests.calling import Call
from tests.keeping import brought
from tests.pipeline.settling import HOME, Newsdesk, story
from tests.receivers import Hook, Post, mail_server, web_server

SOURCE = f"""
name = "Ateneo"
home = "http://ateneo.localhost:8001/"
kind = "listing"
language = "it"
[listing]
urls = ["{HOME}"]
links = "article h3 a"
"""


@pytest.fixture
def key(tmp_path: Path, call: Call, kept: Path) -> str:
    """Of the first of three held cards; one more is a changed version of a public one.

    The house has published before: once, and it is copied from then on.
    """
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "ateneo.toml").write_text(SOURCE, "utf-8")
    where = settings_from(data=tmp_path / "data", public=tmp_path / "public")

    def make() -> None:
        assert call("publish").code == 0
        desk = Newsdesk(where.data)
        desk.run(story("a"), story("b"))
        desk.run(*(story(name, title="Ateneo") for name in "acd"))
        desk.store.close()

    brought(where, kept / "held", make)
    desk = Newsdesk(where.data)
    found = next(card.key for card in desk.held() if card.url.endswith("/c"))
    desk.store.close()
    return found


def test_held_cards_are_shown_side_by_side(call: Call, key: str) -> None:
    """Why, with the figures; then field by field the last good and what was found."""
    lines = call("cards", "held").out.splitlines()
    assert lines[0] == "ateneo: held: all 3 cards have one title: Ateneo"
    assert "usual links 24" in lines[1]
    at = next(number for number, line in enumerate(lines) if line.strip() == "title")
    shown = [line.split(maxsplit=1) for line in lines[at + 1 : at + 3]]
    assert shown == [["good", "La storia a"], ["now", "Ateneo"]]


def test_held_cards_for_machines(call: Call, key: str) -> None:
    """The same as JSON."""
    (one,) = json.loads(call("cards", "held", "ateneo", "--json").out)
    assert (one["source"], one["health"], len(one["cards"])) == ("ateneo", "held", 3)


def test_nothing_held(call: Call, key: str) -> None:
    """One line on standard error."""
    assert call("cards", "reject", "ateneo").code == 0
    (one,) = json.loads(call("cards", "held", "--json").out)
    assert one["cards"] == []


@pytest.mark.parametrize("word", ["accept", "release"])
def test_one_card_is_let_out(call: Call, key: str, word: str) -> None:
    """By its key; `release` means the same of a card that was never public."""
    ended = call("cards", word, key, "--by", "Anna")
    assert (ended.code, "accept by Anna" in ended.out) == (0, True)
    assert call("cards", "show", key).code == 0
    assert key not in call("cards", "held").out


def test_a_source_is_accepted(call: Call, key: str) -> None:
    """With everything that waits."""
    ended = call("cards", "accept", "ateneo")
    assert (ended.code, ended.out.count("+ Ateneo")) == (0, 3)


def test_a_name_that_waits_nowhere(call: Call, key: str) -> None:
    """What is held is said where it can be looked up; the exit code is 2."""
    ended = call("cards", "reject", "nothing")
    assert ended.code == 2
    assert "nothing: nothing of it is in quarantine" in ended.err


def test_what_is_wrong_is_listed(call: Call, key: str) -> None:
    """Subject, kind, whose it is, since when, why."""
    cells = call("alerts", "list").out.strip().split("\t")
    assert [cells[0], cells[1], cells[2], cells[5]] == [
        "ateneo",
        "held",
        "editors",
        "all 3 cards have one title: Ateneo",
    ]
    assert "incident: held" in call("sources", "show", "ateneo").out


def test_figures_are_shown_with_the_source(call: Call, key: str) -> None:
    """What the latest verdict rests on."""
    out = call("sources", "show", "ateneo").out
    assert ("usual links: 24" in out, "spread of links: 0" in out) == (True, True)


@pytest.fixture
def both(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Hook, Post]]:
    """Ways that are set up by variables."""
    with web_server() as hook, mail_server() as post:
        for name, value in {
            "EDITORS_WEBHOOK": hook.url,
            "EDITORS_MAIL": "redazione@example.org",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(post.port),
            "SMTP_SECURITY": "none",
        }.items():
            monkeypatch.setenv(f"POLIFLASH_{name}", value)
        yield hook, post


def test_a_trial_by_every_way(call: Call, both: tuple[Hook, Post]) -> None:
    """Who sets up alerts sees at once what works."""
    hook, post = both
    ended = call("alerts", "test")
    assert ended.out.splitlines() == ["editors: webhook: sent", "editors: mail: sent"]
    assert (ended.code, len(hook.got), len(post.mails)) == (0, 1, 1)


def test_a_trial_that_fails(call: Call, both: tuple[Hook, Post]) -> None:
    """The way is named, and why; never its address."""
    hook, _ = both
    hook.status = 403
    ended = call("alerts", "test")
    assert (ended.code, ended.out.splitlines()[0]) == (1, "editors: webhook: answered 403")
    assert "s3cret" not in ended.out + ended.err


def test_a_command_tells_at_its_end(call: Call, key: str, both: tuple[Hook, Post]) -> None:
    """Without a `serve`, what carries out a run has told of it what was to be told."""
    hook, post = both
    assert call("cards", "reject", key).code == 0
    assert (hook.told(), len(post.mails)) == ([("opened", "ateneo", "held")], 1)
