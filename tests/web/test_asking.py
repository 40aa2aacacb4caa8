"""Questions to the archive over HTTP."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from demo.pictures import picture
from pipeline.media.sections import files_in, prepare
from pipeline.store import search
from schemas.card import Editorial
from tests.builders import NOON, card
from tests.web.driver import ask
from tests.web.front import SOURCES, Front
from tests.web.test_cards import CARDS, stories, titles, walked

STORIES: list[dict[str, Any]] = [
    {
        "title": "L’idrogeno verde",
        "source": "libera",
        "teaser": "Un brevetto dell’Ateneo con fuel-cell.",
        "topics": ({"topic": "patents", "vocabulary": "1"}, {"topic": "energy", "vocabulary": "1"}),
        "departments": ("DENERG",),
        "people": ("Anna Dell’Orso",),
        "projects": ("H2 Valley",),
        "image": {"url": "https://news.example.org/a.jpg"},
    },
    {"title": "Hydrogen", "language": "en", "kind": "event", "published": NOON + timedelta(days=1)},
    {
        "title": "Premio",
        "section": "awards",
        "source": "torino",
        "published": NOON - timedelta(days=40),
        "also_at": ({"source": "ateneo", "url": "https://x.example.org/1", "title": "Premio"},),
    },
]

ANSWERS = [
    ("q=IDROGENO", ["L’idrogeno verde"]),
    ("q=idrog*", ["L’idrogeno verde"]),
    ("q=idrog", []),
    ("q=verde+idrogeno", ["L’idrogeno verde"]),
    ("q=%22verde+idrogeno%22", []),
    ("q=%22idrogeno+verde%22", ["L’idrogeno verde"]),
    ("q=all%27ateneo", ["L’idrogeno verde"]),
    ("q=fuel-cell", ["L’idrogeno verde"]),
    ("q=cell-fuel", []),
    ("q=idrogeno+premio", []),
    ("q=idrogeno+OR+premio", []),
    ("q=words:idrogeno", []),
    ("q=%22", []),
    ("q=NEAR(idrogeno)*", []),
    ("q=%22idrogeno", ["L’idrogeno verde"]),
    ("q=-idrogeno", ["L’idrogeno verde"]),
    ("q=%27%29%3BDROP", []),
    ("topic=patents", ["L’idrogeno verde"]),
    ("topic=space&topic=energy", ["L’idrogeno verde"]),
    ("topic=patents&language=en", []),
    ("section=awards", ["Premio"]),
    ("department=DENERG", ["L’idrogeno verde"]),
    ("project=h2+valley", ["L’idrogeno verde"]),
    ("person=anna+dell%27orso", ["L’idrogeno verde"]),
    ("kind=event", ["Hydrogen"]),
    ("source=torino", ["Premio"]),
    ("source=ateneo", ["Hydrogen", "Premio"]),
    ("image=true", ["L’idrogeno verde"]),
    ("image=false", ["Hydrogen", "Premio"]),
    ("since=2026-03-02", ["Hydrogen", "L’idrogeno verde"]),
    ("until=2026-03-02", ["L’idrogeno verde", "Premio"]),
    ("since=2026-03-02T13:00:00%2B01:00&until=2026-03-02T12:00:00Z", ["L’idrogeno verde"]),
    ("since=2026-03-02T12:00:01Z", ["Hydrogen"]),
    ("sort=published", ["Premio", "L’idrogeno verde", "Hydrogen"]),
    ("sort=-updated&image=false", ["Hydrogen", "Premio"]),
    ("sort=updated", ["Premio", "L’idrogeno verde", "Hydrogen"]),
]


async def test_answers(front: Front) -> None:
    """Each filter and its sense; what a person types is never the index's own language."""
    front.save(*(card(**story) for story in STORIES))
    app = front.app()
    given = [(query, await ask(app, f"{CARDS}?{query}")) for query, _ in ANSWERS]
    assert {query: answer.status for query, answer in given if answer.status != 200} == {}
    assert [(query, titles(answer)) for query, answer in given] == ANSWERS


SORTS = ("-published", "published", "-updated", "updated")
NARROW = ("", "&language=it", "&q=storia")


async def test_pages_of_every_order_hold_every_card_once(front: Front) -> None:
    """Requirement 72: the cursor leads through the whole answer, cards of one instant included."""
    front.save(*(one.model_copy(update={"teaser": "storia"}) for one in stories(7)))
    every = [f"{n}" for n in range(7)]
    asked = [f"limit=2&sort={sort}{narrow}" for sort in SORTS for narrow in NARROW]
    seen = {query: sorted(await walked(front, f"{CARDS}?{query}")) for query in asked}
    assert seen == dict.fromkeys(asked, every)


async def test_a_card_that_comes_in_between_moves_nothing(front: Front) -> None:
    """A page begins behind a card, not after a count of them."""
    front.save(*stories(4))
    app = front.app()
    first = await ask(app, f"{CARDS}?limit=2")
    front.save(card(title="new", published=NOON + timedelta(days=9)))
    second = await ask(app, f"{CARDS}?limit=2&cursor={first.json()['next']}")
    assert len({*titles(first), *titles(second)}) == 4


async def test_only_the_fields_that_are_asked_for(front: Front) -> None:
    """The others are left out."""
    front.save(card(title="a"))
    answer = await ask(front.app(), f"{CARDS}?fields=title&fields=language")
    assert answer.json()["cards"] == [{"language": "it", "title": "a"}]


async def test_a_card_is_not_found_by_what_it_no_longer_shows(front: Front) -> None:
    """Rights that were narrowed since bind the search, too."""
    rights = {"text": "full", "images": "hotlink", "attribution": "A"}
    picture = {"url": "https://news.example.org/a.jpg"}
    front.save(card(body="<p>segreto</p>", title="Ponte", rights=rights, image=picture))
    app = front.app()  # its sources are declared with teasers and without pictures
    assert SOURCES["ateneo"].rights.images == "none"
    found = [titles(await ask(app, f"{CARDS}?{q}")) for q in ("q=segreto", "image=true", "q=ponte")]
    assert found == [[], [], ["Ponte"]]


async def test_an_embargo_binds_the_search(front: Front) -> None:
    """Nobody finds a card before it may be seen, and everybody does then."""
    front.save(card(title="Ponte", editor=Editorial(embargo=NOON + timedelta(hours=1))))
    app = front.app()
    before = titles(await ask(app, f"{CARDS}?q=ponte"))
    front.time = NOON + timedelta(hours=1)
    assert (before, titles(await ask(app, f"{CARDS}?q=ponte"))) == ([], ["Ponte"])


NO_QUESTIONS = [
    "q=",
    f"q={'a' * 121}",
    "q=" + "+".join("abcdefghijklm"),
    "topic=patent",
    "department=denerg",
    "since=yesterday",
    "since=2026-02-30",
    "until=2026-03-01T10:00:00",
    "sort=title",
    "fields=editor",
    "limit=1&limit=2",
    "source=" + "&source=".join(f"s{n}" for n in range(21)),
]


async def test_what_cannot_be_asked(front: Front) -> None:
    """A problem names the parameter; a question is bounded."""
    app = front.app()
    for query in NO_QUESTIONS:
        answer = await ask(app, f"{CARDS}?{query}")
        told = (answer.status, answer.headers["content-type"])
        assert told == (400, "application/problem+json"), query
        where = answer.json()["faults"][0]["where"]
        assert where.startswith(f"query.{query.partition('=')[0]}"), query


async def test_a_question_that_takes_too_long_is_a_problem(
    front: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is broken off and says what to do."""
    front.save(*(card(title=f"Storia {n}") for n in range(300)))
    monkeypatch.setattr("web.api.cards.PATIENCE", -1.0)
    monkeypatch.setattr("pipeline.store.patience._STEPS", 1)
    answer = await ask(front.app(), f"{CARDS}?q=storia")
    assert (answer.status, "ask for less" in answer.json()["detail"]) == (503, True)


def test_positions_grow_with_dates() -> None:
    """From the 18th century to the 23rd, for cards of any date."""
    moments = [NOON + timedelta(days=days) for days in (-90000, -1, 0, 1, 70000)]
    docs = [search.first_doc(at) for at in moments]
    assert docs == sorted(docs)
    assert all(search.first_doc(at) < search.last_doc(at) for at in moments)


async def test_a_sections_stock_picture_is_no_picture_of_a_card(
    front: Front, tmp_path: Path
) -> None:
    """It is shown, marked as what it is; the card is still one without a picture."""
    (tmp_path / "students.jpg").write_bytes(picture("stock"))
    front.save(card(title="Ponte", section="students"))
    with front.store.writing() as c:
        prepare(c, files_in(tmp_path), front.settings.public, NOON)
    app = front.app()
    shown = (await ask(app, f"{CARDS}?image=false")).json()["cards"]
    assert [one["image"]["fallback"] for one in shown] == [True]
    assert titles(await ask(app, f"{CARDS}?image=true")) == []
