"""Cards over HTTP."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline.store import regroups
from schemas.card import Editorial, StoryCard
from tests.builders import NOON, card
from tests.web.driver import Answer, ask
from tests.web.front import Front

CARDS = "/api/v1/cards"


def titles(answer: Answer) -> list[str]:
    """The titles of a page of cards."""
    return [card["title"] for card in answer.json()["cards"]]


def stories(count: int) -> list[StoryCard]:
    """Cards an hour apart, newest last; each two share an instant."""
    return [card(title=f"{n}", published=NOON + timedelta(hours=n // 2)) for n in range(count)]


async def walked(front: Front, path: str) -> list[str]:
    """The titles of an answer to its last page."""
    app, seen = front.app(), list[str]()
    while path:
        answer = await ask(app, path)
        seen += titles(answer)
        path = answer.headers.get("link", "").partition(">")[0].removeprefix("<")
    return seen


async def test_newest_first(front: Front) -> None:
    """The page leads with what was published last."""
    front.save(card(title="old"), card(title="new", published=NOON + timedelta(days=1)))
    assert titles(await ask(front.app(), CARDS)) == ["new", "old"]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
async def test_pages_hold_every_card_once(front: Front, limit: int) -> None:
    """Requirements 37 and 72: Following `Link: rel=next` to its end gives every public card,
    hidden ones in between.
    """
    front.save(*stories(7), card(title="hidden", editor=Editorial(hidden=True)))
    assert sorted(await walked(front, f"{CARDS}?limit={limit}")) == [f"{n}" for n in range(7)]


async def test_a_next_page_keeps_the_question(front: Front) -> None:
    """Requirement 72: Filters go along with the cursor."""
    front.save(*stories(3))
    answer = await ask(front.app(), f"{CARDS}?limit=1&language=it&source=ateneo")
    link = answer.headers["link"]
    assert all(part in link for part in ("language=it", "source=ateneo", "limit=1"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [("language=en", ["b"]), ("source=europa", ["b"]), ("source=ateneo&language=en", [])],
)
async def test_filters(front: Front, query: str, expected: list[str]) -> None:
    """Source and language narrow the page."""
    front.save(card(title="a"), card(title="b", language="en", source="europa"))
    assert titles(await ask(front.app(), f"{CARDS}?{query}")) == expected


HIDDEN = [
    Editorial(hidden=True),
    Editorial(retracted=True),
    Editorial(embargo=NOON + timedelta(seconds=1)),
]


@pytest.mark.parametrize("editor", HIDDEN)
async def test_what_editors_keep_back_is_in_no_page(front: Front, editor: Editorial) -> None:
    """Hidden, retracted and embargoed cards are not listed."""
    front.save(card(editor=editor))
    assert titles(await ask(front.app(), CARDS)) == []


@pytest.mark.parametrize("editor", HIDDEN)
async def test_what_editors_keep_back_is_not_found(front: Front, editor: Editorial) -> None:
    """Nor are they given to who knows their key."""
    kept = card(editor=editor)
    front.save(kept)
    assert (await ask(front.app(), f"{CARDS}/{kept.key}")).status == 404


async def test_withdrawn_cards_are_not_shown(front: Front) -> None:
    """What the source took back is gone here too."""
    gone = card()
    front.save(gone, state="withdrawn")
    app = front.app()
    assert titles(await ask(app, CARDS)) == []
    assert (await ask(app, f"{CARDS}/{gone.key}")).status == 404


async def test_a_card_by_key_and_id(front: Front) -> None:
    """Both names lead to the same card."""
    one = card()
    front.save(one)
    app = front.app()
    by_key = await ask(app, f"{CARDS}/{one.key}")
    by_id = await ask(app, f"{CARDS}/{one.id}")
    assert (by_key.status, by_key.body) == (200, by_id.body)


async def test_editors_words_are_shown_and_their_names_are_not(front: Front) -> None:
    """An override counts; who made it stays in the newsroom."""
    one = card(editor=Editorial(overrides={"title": "Corretto"}))
    front.save(one)
    told = (await ask(front.app(), f"{CARDS}/{one.key}")).json()
    assert (told["title"], "editor" in told) == ("Corretto", False)


async def test_rights_bind_the_api(front: Front) -> None:
    """Of a source that allows its titles only, no teaser is given."""
    one = card(rights={"text": "title"})
    front.save(one)
    assert (await ask(front.app(), f"{CARDS}/{one.key}")).json()["teaser"] == ""


async def test_an_unchanged_page_is_304(front: Front) -> None:
    """Requirement 72: A tag comes back as 304 without a body, and changes with a card."""
    front.save(card())
    app = front.app()
    etag = (await ask(app, CARDS)).headers["etag"]
    same = await ask(app, CARDS, headers={"if-none-match": etag})
    front.save(card())
    other = await ask(app, CARDS, headers={"if-none-match": etag})
    assert (same.status, same.body, same.headers["etag"], other.status) == (304, b"", etag, 200)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "language=italian",
        "cursor=x",
        "cursor=%C3%A8",
        "cursor=MjAyNi0wMy0wMiB4",
    ],
)
async def test_wrong_parameters(front: Front, query: str) -> None:
    """Requirement 72: Each is a problem that names it."""
    answer = await ask(front.app(), f"{CARDS}?{query}")
    assert answer.status == 400
    assert query.partition("=")[0] in answer.json()["detail"]


async def test_cards_of_an_unknown_source(front: Front) -> None:
    """A misspelt source is not an empty one."""
    assert (await ask(front.app(), f"{CARDS}?source=atneo")).status == 404


async def test_the_id_of_a_merged_card_leads_to_the_survivor(front: Front) -> None:
    """Whoever kept it gets the card that it is part of now."""
    gone, into = card(), card()
    front.save(into)
    front.save(gone, state="merged")
    with front.store.writing() as c:
        said: dict[str, Any] = {"by": "Anna", "at": NOON, "why": ""}
        regroups.note(c, "merge", gone.id, into.id, **said, detail={})
    answer = await ask(front.app(), f"{CARDS}/{gone.id}")
    assert (answer.status, answer.json()["id"]) == (200, into.id)


async def test_a_history_is_the_editors(front: Front) -> None:
    """Who changed what is told with the operator's token only."""
    one = card()
    front.save(one)
    app, path = front.app(), f"{CARDS}/{one.key}/history"
    told = await ask(app, path, headers={"authorization": "Bearer secret"})
    assert (await ask(app, path)).status == 401
    assert [revision["by"] for revision in told.json()["revisions"]] == ["run:1"]
