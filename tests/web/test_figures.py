"""The archive for analysts over HTTP."""

import asyncio
import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from pipeline.store.facts import By, facts
from schemas.card import Editorial, StoryCard
from schemas.question import question_from
from schemas.vocabulary import VERSION
from tests.builders import NOON, card
from tests.web.driver import Answer, ask
from tests.web.front import Front

TABLE, STATS = "/api/v1/cards.csv", "/api/v1/stats"


def rows(answer: Answer) -> list[dict[str, str]]:
    """The lines of a table."""
    text = answer.body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def topic(slug: str, version: str = "1") -> dict[str, Any]:
    """A topic that a rule gave."""
    return {"topic": slug, "words": ("x",), "vocabulary": version}


def twins(**english: Any) -> tuple[StoryCard, StoryCard]:
    """Two language versions of one story; the Italian one was taken over by two newsrooms."""
    copies = [{"source": s, "url": f"https://{s}.example.org/", "title": s} for s in ("a", "b")]
    italian = card(topics=(topic("energy"),), also_at=copies, departments=("DET",))
    said: dict[str, Any] = {"language": "en", "source": "ateneo-en", "story": italian.id}
    return italian, card(**{**said, "topics": (topic("energy"),), **english})


async def figures(front: Front, query: str) -> dict[str | None, tuple[int, int, int]]:
    """Key → stories, undated ones, pick-ups."""
    answer = await ask(front.app(), f"{STATS}?{query}")
    assert answer.status == 200, answer.body
    told = answer.json()["figures"]
    return {one["key"]: (one["stories"], one["undated"], one["pickups"]) for one in told}


async def test_a_table_holds_what_is_asked_for(front: Front) -> None:
    """The filters and orders of the API, and every card."""
    front.save(*(card(title=f"{n}", language="it") for n in range(450)), card(language="en"))
    answer = await ask(front.app(), f"{TABLE}?language=it&sort=published")
    assert answer.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert sorted(int(row["title"]) for row in rows(answer)) == list(range(450))


async def test_an_unchanged_table_is_304(front: Front) -> None:
    """Its tag is that of its bytes."""
    front.save(card())
    app = front.app()
    etag = (await ask(app, TABLE)).headers["etag"]
    same = await ask(app, TABLE, headers={"if-none-match": etag})
    front.save(card())
    other = await ask(app, TABLE, headers={"if-none-match": etag})
    assert (same.status, same.body, same.headers["etag"], other.status) == (304, b"", etag, 200)


@pytest.mark.parametrize("path", [TABLE, STATS])
@pytest.mark.parametrize(
    "editor", [Editorial(hidden=True), Editorial(embargo=NOON + timedelta(hours=1))]
)
async def test_what_editors_keep_back_is_not_told(
    front: Front, path: str, editor: Editorial
) -> None:
    """Neither in a table nor in a figure."""
    app = front.app()
    nothing = (await ask(app, path)).body
    front.save(card(editor=editor))
    assert (await ask(app, path)).body == nothing


async def test_rights_as_declared_today_bind_a_table(front: Front) -> None:
    """A source that allowed more once gives no more than it allows now."""
    rights = {"text": "full", "images": "hotlink", "attribution": "A"}
    picture = {"url": "https://news.example.org/a.jpg"}
    front.save(card(body="<p>segreto</p>", rights=rights, image=picture))
    (row,) = rows(await ask(front.app(), TABLE))
    assert (row["text"], row["image"]) == ("", "")


async def test_language_versions_count_once(front: Front) -> None:
    """And copies by other newsrooms are pick-ups, not stories."""
    front.save(*twins(), card(topics=(topic("energy"), topic("space"))))
    assert await figures(front, "by=topic") == {"energy": (2, 0, 2), "space": (1, 0, 0)}


async def test_undated_stories_stand_apart(front: Front) -> None:
    """They are in no month; a version's date is its story's."""
    front.save(card(published=None), *twins(published=None))
    assert await figures(front, "by=month") == {None: (0, 1, 0), "2026-03": (1, 0, 2)}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("by=department", {None: (1, 0, 0), "DET": (1, 0, 2)}),
        ("by=source", {"ateneo": (1, 0, 2), "ateneo-en": (1, 0, 2), "torino": (1, 0, 0)}),
        ("by=section", {"research_innovation": (1, 0, 2), "awards": (1, 0, 0)}),
        ("by=section&language=en", {"research_innovation": (1, 0, 0)}),
        ("by=topic&q=nessuno", {}),
    ],
)
async def test_figures(
    front: Front, query: str, expected: dict[str | None, tuple[int, int, int]]
) -> None:
    """By each field, of what is asked for."""
    front.save(*twins(), card(source="torino", section="awards"))
    assert await figures(front, query) == expected


async def test_versions_of_the_vocabulary_are_not_added_up(front: Front) -> None:
    """Each row says which one filed its stories."""
    front.save(card(topics=(topic("energy", "1"),)), card(topics=(topic("energy", "2"),)), card())
    told = (await ask(front.app(), f"{STATS}?by=topic")).json()
    found = [(one["key"], one["vocabulary"], one["stories"]) for one in told["figures"]]
    assert found == [(None, VERSION, 1), ("energy", "1", 1), ("energy", "2", 1)]
    assert told["total"]["stories"] == 3


async def test_one_table_is_made_at_a_time(front: Front) -> None:
    """Whoever comes meanwhile is asked to come again."""
    front.save(card())
    app = front.app()
    both = await asyncio.gather(ask(app, TABLE), ask(app, TABLE))
    assert sorted(answer.status for answer in both) == [200, 503]
    assert {answer.headers.get("retry-after") for answer in both} == {None, "5"}
    assert (await ask(app, TABLE)).status == 200


@pytest.mark.parametrize("by", ["topic", "section", "department", "source", "month"])
async def test_alike_stories_are_counted_by_the_store(front: Front, by: By) -> None:
    """However many there are, one row of them comes back."""
    about = {"topics": (topic("energy"),), "departments": ("DET",), "published": NOON}
    front.save(*(card(title=f"{n}", people=(f"Ada {n}",), **about) for n in range(30)))
    with front.store.reading() as c:
        (found,) = facts(c, question_from(()), by, NOON)
    assert (found.stories, found.dated, found.pickups) == (30, True, 0)
