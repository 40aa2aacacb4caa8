"""Tests of the public folder behind other web servers (published documents, 40 to 48)."""

import gzip
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest

from pipeline import files
from pipeline.packing import Packing
from pipeline.settings import settings_from
from pipeline.store.store import opened
from tests.web.driver import Answer, ask
from tests.web.front import Front
from tests.web.static import SERVERS, asked, running

pytestmark = pytest.mark.server
TEXT = b"Una storia, e poi un'altra. " * 200
ENDED = (
    "feeds/sources/chiusa.rss",
    "feeds/archive/sources/chiusa/3.json",
    "embed/v1/sources/chiusa.html",
    "feeds/editions/lettera/2026-03-02.it.html",
)
MOVED = {"lettere": "uffici/posta", "sources/vecchia": "sources/nuova"}
DOCUMENTS = (
    "index.html",
    "en/index.html",
    "opml.xml",
    "assets/page.css",
    "schemas/story-card.json",
    "feeds/stories.rss",
    "feeds/stories.it.rss",
    "feeds/topics/energy.it.atom",
    "feeds/topics/energy.en.json",
    "feeds/stories.it.html",
    "feeds/archive/stories.it/12.json",
    "use/index.html",
    "en/use/index.html",
    "embed/v1/stories.it.json",
    "embed/v1/topics/energy.en.html",
    "pages/innovation/figures.it.html",
    "embed/v1/poliflash.js",
    "embed/v1/frame.it.html",
    "embed/1.0.0/poliflash.js",
    "cards/0a/0a" + "1" * 30 + ".json",
)
SAME = (
    "content-type",
    "cache-control",
    "vary",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "x-content-type-options",
    "link",
    "content-security-policy",
    "x-robots-tag",
)
Ask = Callable[..., Answer]


@pytest.fixture(scope="module")
def house() -> Iterator[Front]:
    """A public folder that other users of this machine may read."""
    folder = Path(tempfile.mkdtemp(prefix="poliflash-"))
    folder.chmod(0o755)
    settings = settings_from(
        data=folder / "data",
        public=folder / "public",
        public_url="https://stories.example.org",
    )
    store = opened(settings)
    front = Front(settings, store)
    front.publish(dict.fromkeys(DOCUMENTS, TEXT))
    for path in ENDED:
        files.end(settings.public / path)
    front.rename(MOVED)
    Packing(settings.public).everything()
    yield front
    store.close()
    shutil.rmtree(folder)


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, house: Front) -> Iterator[Ask]:
    """Each of the servers over that folder."""
    with running(request.param, house.settings.public.parent) as port:
        yield lambda path, **more: asked(port, path, **more)


@pytest.mark.parametrize("path", ["", "en/", "use/", *DOCUMENTS])
async def test_headers_are_those_of_serve(house: Front, server: Ask, path: str) -> None:
    """Types, caching, CORS and policies do not depend on who sends a document."""
    ours, theirs = await ask(house.app(), f"/{path}"), server(f"/{path}")
    assert (theirs.status, theirs.body) == (200, TEXT)
    expected = {name: ours.headers.get(name, "") for name in SAME}
    assert {name: theirs.headers.get(name, "") for name in SAME} == expected


@pytest.mark.parametrize("path", ["", *DOCUMENTS[:-1]])
async def test_what_is_packed_is_sent_packed(house: Front, server: Ask, path: str) -> None:
    """With the headers of the plain document."""
    theirs = server(f"/{path}", headers={"Accept-Encoding": "gzip"})
    assert (theirs.headers["content-encoding"], gzip.decompress(theirs.body)) == ("gzip", TEXT)
    ours = (await ask(house.app(), f"/{path}")).headers
    assert {name: theirs.headers.get(name) for name in SAME} == {n: ours.get(n) for n in SAME}


@pytest.mark.parametrize("path", ["use", "en/use"])
async def test_a_folders_name_leads_to_its_page(house: Front, server: Ask, path: str) -> None:
    """`/use` is what people type."""
    answers = [await ask(house.app(), f"/{path}"), server(f"/{path}")]
    assert all(answer.status in (301, 308) for answer in answers)
    assert all(answer.headers["location"].endswith("use/") for answer in answers)


@pytest.mark.parametrize("server", ["apache", "caddy"], indirect=True)
def test_brotli_is_sent_to_those_who_take_it(server: Ask) -> None:
    """It is the smaller one, and comes before gzip."""
    answer = server("/feeds/stories.it.rss", headers={"Accept-Encoding": "gzip, deflate, br, zstd"})
    assert (answer.headers["content-encoding"], brotli.decompress(answer.body)) == ("br", TEXT)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize(
    ("condition", "validator"),
    [("If-None-Match", "etag"), ("If-Modified-Since", "last-modified")],
)
def test_what_has_not_changed_costs_a_304(
    server: Ask, coding: str, condition: str, validator: str
) -> None:
    """By either validator, in either coding, and caches learn what they need."""
    own = {"Accept-Encoding": coding}
    before = server("/feeds/stories.it.rss", headers=own)
    again = server("/feeds/stories.it.rss", headers={**own, condition: before.headers[validator]})
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert again.headers.get(name) == before.headers[name]


def test_each_coding_has_a_tag_of_its_own(server: Ask) -> None:
    """A cache never mixes them."""
    tags = {
        server("/feeds/stories.it.rss", headers={"Accept-Encoding": coding}).headers["etag"]
        for coding in ("identity", "gzip")
    }
    assert len(tags) == 2


@pytest.mark.parametrize(
    ("path", "method", "status"),
    [
        ("/feeds/nothing.rss", "GET", 404),
        ("/feeds/nothing.json", "GET", 404),
        *((f"/{path}", "GET", 410) for path in ENDED),
        (f"/{ENDED[0]}.gone", "GET", 404),
        ("/.moved.txt", "GET", 404),
        ("/feeds/.stories.rss.new", "GET", 404),
        ("/feeds/stories.it.rss", "HEAD", 200),
        ("/feeds/stories.it.rss", "OPTIONS", 204),
    ],
)
async def test_other_requests_are_answered_as_by_serve(
    house: Front, server: Ask, path: str, method: str, status: int
) -> None:
    """What is not there, what has ended, what has no body."""
    theirs = server(path, method=method)
    ours = await ask(house.app(), path, method=method)
    assert (theirs.status, ours.status) == (status, status)
    if method != "GET":
        assert theirs.body == b""


def test_other_pages_may_ask_first(server: Ask) -> None:
    """The preflight of a browser allows what conditional requests need."""
    answer = server("/feeds/stories.json", method="OPTIONS")
    named = ("access-control-allow-origin", "access-control-allow-headers")
    assert [answer.headers[name] for name in named] == ["*", "If-None-Match, If-Modified-Since"]


def test_a_new_version_is_seen_at_once(house: Front, server: Ask) -> None:
    """Between a publish and its packing the document is sent as it is, never an old copy."""
    path = house.settings.public / "feeds/stories.rss"
    files.replace(path, TEXT[::-1])
    os.utime(path, (2_000_000_000, 2_000_000_000))
    answer = server("/feeds/stories.rss", headers={"Accept-Encoding": "gzip, br"})
    files.replace(path, TEXT)
    Packing(house.settings.public).everything()
    assert (answer.headers.get("content-encoding"), answer.body) == (None, TEXT[::-1])


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/feeds/lettere.it.rss", "/feeds/uffici/posta.it.rss"),
        ("/feeds/sources/vecchia.json", "/feeds/sources/nuova.json"),
        ("/feeds/lettere.html", "/feeds/uffici/posta.html"),
        ("/embed/v1/lettere.it.json", "/embed/v1/uffici/posta.it.json"),
        ("/feeds/archive/lettere.en/12.atom", "/feeds/archive/uffici/posta.en/12.atom"),
        (
            "/feeds/editions/lettere/2026-03-02.it.html",
            "/feeds/editions/uffici/posta/2026-03-02.it.html",
        ),
        ("/feeds/editions/lettere/index.json", "/feeds/editions/uffici/posta/index.json"),
    ],
)
async def test_a_renamed_channel_is_found(house: Front, server: Ask, path: str, place: str) -> None:
    """Requirement 46: A feed that moved answers 308, whoever sends it."""
    ours, theirs = await ask(house.app(), path), server(path)
    expected = (308, f"https://stories.example.org{place}")
    assert (theirs.status, theirs.headers.get("location")) == expected
    assert (ours.status, ours.headers.get("location")) == expected
    for answer in (theirs, ours):  # pages elsewhere that show it are led on, too
        assert answer.headers.get("access-control-allow-origin") == "*"
        assert answer.headers["cache-control"].startswith("public, max-age=")
