"""Fragments made to measure."""

import re

import pytest

from tests.embed.samples import cards_json
from tests.web.driver import Answer, ask
from tests.web.front import Front
from web.app import WebApp

PATH = "/embed/v1/cards.html"
BASE = "http://127.0.0.1:8000"
ITALIAN = "embed/v1/stories.it.json"


def serving(front: Front, **changes: str) -> WebApp:
    """An app with one channel's cards documents."""
    front.publish({ITALIAN: cards_json(), "embed/v1/sources/ateneo.json": cards_json()})
    return front.app(**changes)


async def asked(front: Front, query: str) -> Answer:
    """The answer to one query."""
    return await ask(serving(front), f"{PATH}?{query}")


async def test_a_fragment_is_a_public_page(front: Front) -> None:
    """With the headers of the fragments that are published."""
    answer = await asked(front, "channel=stories&lang=it")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["cache-control"].startswith("public, max-age=60")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.body.startswith(b'<section class="poliflash" lang="it">')


async def test_it_is_made_to_measure(front: Front) -> None:
    """As many stories, in the headings, layout and theme that are asked for."""
    query = "channel=stories&lang=it&limit=2&heading-level=5&layout=list&theme=bootstrap-italia"
    body = (await asked(front, query)).body.decode()
    assert re.findall(r'<h(\d) class="([a-z-]+)"', body) == [("5", "it-card-title")] * 2
    assert body.count("it-card-inline ") == 1  # the other one has no picture


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"if-none-match": "*"}, 304),
        ("HEAD", {}, 200),
        ("OPTIONS", {}, 204),
        ("POST", {}, 405),
    ],
)
async def test_it_answers_as_documents_do(
    front: Front, method: str, headers: dict[str, str], status: int
) -> None:
    """Without a body, and to be read by every page."""
    path = f"{PATH}?channel=stories&lang=it"
    answer = await ask(serving(front), path, method=method, headers=headers)
    assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, "*")
    assert not answer.body or status == 405


async def test_it_comes_packed(front: Front) -> None:
    """The packed bytes have a tag of their own."""
    path = f"{PATH}?channel=stories&lang=it"
    plain = await ask(serving(front), path)
    packed = await ask(serving(front), path, headers={"accept-encoding": "gzip"})
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gz"'
    assert len(packed.body) < len(plain.body) / 3


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("lang=it&channel=stories", "channel=stories&lang=it"),
        ("channel=Stories&lang=&limit=06", "channel=stories&limit=6"),
        (
            "theme=plain&layout=grid&heading-level=3&limit=6&channel=sources/ateneo",
            "channel=sources/ateneo&limit=6&heading-level=3&layout=grid&theme=plain",
        ),
    ],
)
async def test_other_spellings_lead_to_the_one(front: Front, query: str, there: str) -> None:
    """Permanently, so that caches hold one."""
    answer = await asked(front, query)
    assert (answer.status, answer.headers["location"]) == (301, f"{BASE}{PATH}?{there}")


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ("lang=it", 400, "channel=stories"),
        ("channel=stories&limt=3", 400, "limt: no such parameter"),
        ("channel=stories&limit=13", 400, "limit: Input should be less than"),
        ("channel=stories&heading-level=1", 400, "heading-level: "),
        ("channel=stories&lang=fr", 400, "lang: Input should be 'it' or 'en'"),
        ("channel=stories&theme=dark", 400, "theme: "),
        ("channel=stories&lang=it&lang=en", 400, "more than once"),
        ("channel=../stories", 400, "channel: "),
        ("channel=stories.it", 400, "channel: "),
        ("channel=" + "a" * 600, 400, "characters"),
        ("channel=nowhere", 404, "nowhere: no such channel"),
    ],
)
async def test_what_is_off_is_named(front: Front, query: str, status: int, word: str) -> None:
    """In a problem document that every page may read."""
    answer = await asked(front, query)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert word in answer.json()["detail"]
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize(
    ("query", "status"), [("channel=sources/ateneo&lang=it", 200), ("channel=sources/ateneo", 200)]
)
async def test_a_channel_without_languages_is_shown_in_any(
    front: Front, query: str, status: int
) -> None:
    """A page need not know which channels have versions in its language."""
    assert (await asked(front, query)).status == status


async def test_a_renamed_channel_is_found(front: Front) -> None:
    """Under its new name, in the same look."""
    app = serving(front)
    front.rename({"vecchio": "sources/ateneo"})
    app.reload()
    answer = await ask(app, f"{PATH}?channel=vecchio&limit=3")
    assert answer.headers["location"] == f"{BASE}{PATH}?channel=sources/ateneo&limit=3"


async def test_nothing_published_is_no_missing_channel(front: Front) -> None:
    """Whoever asks is told to ask again."""
    answer = await ask(front.app(), f"{PATH}?channel=stories")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


async def test_what_is_published_next_is_shown(front: Front) -> None:
    """A story that was taken back is in no fragment any more."""
    app = serving(front)
    path = f"{PATH}?channel=stories&lang=it"
    before = (await ask(app, path)).body
    front.publish({ITALIAN: cards_json([])})
    app.reload()
    after = (await ask(app, path)).body
    assert (b"poliflash-card" in before, b"poliflash-empty" in after) == (True, True)


async def test_a_path_prefix_changes_nothing(front: Front) -> None:
    """Asked below the prefix, and told the public address."""
    app = serving(front, public_url="https://www.example.org/news")
    answer = await ask(app, f"/news{PATH}?lang=it&channel=stories")
    assert answer.headers["location"].startswith("https://www.example.org/news/embed/v1/cards")
