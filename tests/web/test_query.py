"""Feeds of one's own."""

import json
from datetime import timedelta
from typing import Any

import pytest
from lxml import etree

from feeds.check import reread
from schemas.channel import FORMATS, Format
from tests.builders import NOON, card
from tests.web.driver import Answer, ask
from tests.web.front import Front

QUERY = "/feeds/query"
BASE = "http://127.0.0.1:8000"
PATENT = {"topic": "patents", "words": ("brevetto",), "vocabulary": "1"}


def fill(front: Front) -> None:
    """An Italian and an English card about a patent, and another one."""
    front.save(
        card(title="Idrogeno", topics=(PATENT,)),
        card(title="Hydrogen", topics=(PATENT,), language="en"),
        card(title="Ponte"),
    )


def titles(answer: Answer) -> list[str]:
    """The titles in a JSON feed."""
    return [item["title"] for item in answer.json()["items"]]


@pytest.mark.parametrize("format_", FORMATS)
async def test_a_document_answers_and_names_its_own_address(front: Front, format_: Format) -> None:
    """With the headers of every other feed."""
    fill(front)
    path = f"{QUERY}.{format_}?lang=it&q=idrogeno&topic=patents"
    answer = await ask(front.app(), path)
    assert answer.status == 200
    assert len(reread(answer.body, format_, BASE + path)) == 1
    assert answer.headers["link"] == f'<{BASE}{path}>; rel="self"'
    assert answer.headers["cache-control"].startswith("public, max-age=300")
    assert answer.headers["access-control-allow-origin"] == "*"


async def test_items_have_the_ids_that_they_have_everywhere(front: Front) -> None:
    """A story that is in two feeds of a reader is one to them."""
    one = card(title="Ponte")
    front.save(one)
    (item,) = (await ask(front.app(), f"{QUERY}.json?q=ponte")).json()["items"]
    assert item["id"] == one.id


async def test_documents_of_two_questions_are_two(front: Front) -> None:
    """Each has an id of its own, which stays."""
    app = front.app()
    ids = []
    for query in ("q=ponte", "q=treno", "q=ponte"):
        answer = await ask(app, f"{QUERY}.atom?{query}")
        ids.append(etree.fromstring(answer.body).findtext("{*}id"))
    assert ids[0] == ids[2] != ids[1]


SPELLINGS = [
    ("topic=patents&lang=it", "lang=it&topic=patents"),
    ("topic=Patents", "topic=patents"),
    ("topic=patents&topic=energy", "topic=energy&topic=patents"),
    ("topic=patents&topic=patents", "topic=patents"),
    ("department=det", "department=DET"),
    ("q=Idrogeno++VERDE", "q=idrogeno%20verde"),
    ("q=verde+idrogeno", "q=idrogeno%20verde"),
    ("q=l%27universit%C3%A0", "q=universita"),
    ("q=%22fuel+cell%22", "q=fuel-cell"),
    ("q=Idrog*", "q=idrog%2A"),
    ("person=Anna+Dell%27Orso", "person=anna%20dell%20orso"),
    ("kind=&q=ponte", "q=ponte"),
]


@pytest.mark.parametrize(("spelt", "canonical"), SPELLINGS)
async def test_another_spelling_is_redirected(front: Front, spelt: str, canonical: str) -> None:
    """Requirement 62: by 301 to the one that documents name themselves by; that is answered."""
    app = front.app()
    answer = await ask(app, f"{QUERY}.rss?{spelt}")
    assert (answer.status, answer.headers["location"]) == (301, f"{BASE}{QUERY}.rss?{canonical}")
    assert (await ask(app, f"{QUERY}.rss?{canonical}")).status == 200


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ("", 400, "feeds/stories"),
        ("topik=patents", 400, "topik: no such parameter"),
        ("topic=patent", 400, "topic: there is no 'patent'"),
        ("lang=italian", 400, "lang: "),
        ("q=%22%22", 400, "no word"),
        ("q=a&q=b", 400, "more than once"),
        (f"q={'a' * 1001}", 400, "1000"),
        ("since=2026-03-01", 400, "since: no such parameter"),
        ("source=nessuna", 404, "no such source"),
    ],
)
async def test_what_is_no_question(front: Front, query: str, status: int, word: str) -> None:
    """A problem document, never an empty feed."""
    answer = await ask(front.app(), f"{QUERY}.rss?{query}")
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert word in answer.json()["detail"]


async def test_an_unchanged_document_is_304(front: Front) -> None:
    """In each coding by its own tag, as static documents."""
    fill(front)
    app = front.app()
    for coding in ({}, {"accept-encoding": "gzip"}):
        etag = (await ask(app, f"{QUERY}.rss?q=ponte", headers=coding)).headers["etag"]
        again = await ask(app, f"{QUERY}.rss?q=ponte", headers={**coding, "if-none-match": etag})
        assert (again.status, again.body) == (304, b"")


async def test_the_same_cards_give_the_same_bytes(front: Front) -> None:
    """Whichever process renders them."""
    fill(front)
    one = await ask(front.app(), f"{QUERY}.rss?topic=patents")
    assert (await ask(front.app(), f"{QUERY}.rss?topic=patents")).body == one.body


async def test_a_publish_renews_what_is_kept(front: Front) -> None:
    """Until then the store is not asked again."""
    fill(front)
    front.publish({"feeds/stories.rss": b"<rss/>"})
    app = front.app()
    before = titles(await ask(app, f"{QUERY}.json?q=ponte"))
    front.save(card(title="Ponte nuovo", published=NOON + timedelta(days=1)))
    kept = titles(await ask(app, f"{QUERY}.json?q=ponte"))
    front.publish({"feeds/stories.rss": b"<rss></rss>"})
    app.reload()
    after = titles(await ask(app, f"{QUERY}.json?q=ponte"))
    assert (before, kept, after) == (["Ponte"], ["Ponte"], ["Ponte nuovo", "Ponte"])


async def test_a_document_holds_fifty_and_those_of_a_month(front: Front) -> None:
    """As every subscription document."""
    young = [card(published=NOON - timedelta(hours=n)) for n in range(60)]
    old = [card(published=NOON - timedelta(days=90 + n)) for n in range(60)]
    front.save(*young, *old)
    answer = await ask(front.app(), f"{QUERY}.json?lang=it")
    assert len(answer.json()["items"]) == 60


async def test_what_is_kept_is_bounded(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    """Many questions do not fill the memory."""
    monkeypatch.setattr("web.query.KEPT", 3)
    app = front.app()
    for n in range(5):
        assert titles(await ask(app, f"{QUERY}.json?q=storia{n}")) == []
    front.save(*(card(title=f"Storia{n}") for n in range(5)))
    found = [titles(await ask(app, f"{QUERY}.json?q=storia{n}")) for n in (4, 0)]
    assert found == [[], ["Storia0"]]


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
async def test_other_methods(front: Front, method: str) -> None:
    """As for static documents."""
    fill(front)
    answer = await ask(front.app(), f"{QUERY}.rss?q=ponte", method=method)
    expected: dict[str, Any] = {"HEAD": 200, "OPTIONS": 204, "POST": 405}
    assert answer.status == expected[method]
    assert method == "POST" or answer.body == b""


async def test_rights_bind_a_question(front: Front) -> None:
    """A source with titles and without pictures gives neither teaser nor picture."""
    picture = {"url": "https://news.example.org/a.jpg"}
    rights = {"text": "full", "images": "hotlink", "attribution": "A"}
    front.save(card(title="Ponte", body="<p>Tutto</p>", image=picture, rights=rights))
    (item,) = json.loads((await ask(front.app(), f"{QUERY}.json?q=ponte")).body)["items"]
    assert ("Tutto" in json.dumps(item), "image" in item) == (False, False)
