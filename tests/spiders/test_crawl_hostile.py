"""Answers built to hurt, through a whole crawl: each a named error, and the others are read."""

import json
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest

from spiders import network
from tests.spiders.site import Answer, Memory, Site, feed_room, listing, newsroom

pytestmark = pytest.mark.server
MEBIBYTE = 2**20
DEEP = "<div>" * 60_000 + "<p>x"
WIDE = "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">x"
LARGE = "<p>" + "Lorem ipsum. " * (MEBIBYTE * 10 // 13 + 10)


def bomb() -> bytes:
    """200 MiB in 200 KB: a block that refers to nothing before it, again and again."""
    packer = zlib.compressobj(9, wbits=31)
    first, again = (
        packer.compress(b" " * MEBIBYTE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2)
    )
    return first + 199 * again + packer.flush()


BOMB = bomb()
ENTITIES = '<!ENTITY e0 "lol">' + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10)
)
XXE = '<!ENTITY e9 SYSTEM "file:///etc/passwd">'
RSS = '<?xml version="1.0"?><!DOCTYPE rss [{}]><rss><channel><title>&e9;</title></channel></rss>'

PAGES: dict[str, tuple[Answer, set[str | None]]] = {
    "large": (Answer(LARGE), {"too-large"}),
    "wide": (Answer(WIDE), {"hostile"}),
    "deep": (Answer(DEEP), {None, "hostile", "unreadable"}),
    "bomb": (Answer(raw=BOMB, headers={"Content-Encoding": "gzip"}), {"too-large"}),
    "empty": (Answer(""), {None, "unreadable"}),
    "around": (Answer("", status=302, headers={"Location": "/around"}), {"http"}),
    "other": (Answer("{}", media_type="application/json"), {"not-html"}),
    "picture": (Answer(raw=b"\x89PNG\r\n\0\0"), {"unreadable", "not-html"}),
}


@pytest.mark.parametrize("name", PAGES)
async def test_a_hostile_page_is_one_problem(site: Site, memory: Memory, name: str) -> None:
    """It is told by its name, and the story beside it is read."""
    answer, codes = PAGES[name]
    site.answers |= {"/news": listing(f"/{name}", "/due"), f"/{name}": answer}
    await memory.crawl(newsroom(site))
    page = memory.pages[site.url(f"/{name}")]
    assert (page.problem.code if page.problem else None) in codes
    assert memory.pages[site.url("/due")].extracted is not None


CHARSETS = [
    ("utf-8", "text/html; charset=iso-8859-1"),
    ("cp1252", "text/html; charset=utf-8"),
    ("cp1252", "text/html; charset=x-unknown"),
    ("utf-16", "text/html"),
    ("utf-8", "text/html; charset=utf-16"),
]


@pytest.mark.parametrize(("encoding", "declared"), CHARSETS)
async def test_a_wrong_charset_is_seen_through(
    site: Site, memory: Memory, encoding: str, declared: str
) -> None:
    """The bytes say what the header does not."""
    title = "Perché l’università è più vicina"
    page = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Così è.</p>"
    site.answers["/uno"] = Answer(raw=page.encode(encoding), declared=declared)
    await memory.crawl(newsroom(site))
    said = memory.pages[site.url("/uno")].extracted
    assert said is not None and said.title == title


async def test_mixed_encodings_stay_readable(site: Site, memory: Memory) -> None:
    """A page of two encodings, half and half, gives its title and its text."""
    page = ("<title>Perché</title><h1>Perché</h1>" + "<p>Perché è così." * 20).encode()
    page += ("<p>Così è, perché è così." * 20).encode("cp1252")
    site.answers["/uno"] = Answer(raw=page, declared="text/html; charset=utf-8")
    await memory.crawl(newsroom(site))
    said = memory.pages[site.url("/uno")].extracted
    assert said is not None and said.title == "Perché"


async def test_a_drip_is_given_up(
    site: Site, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that comes byte by byte is too slow, and does not keep the others waiting."""
    monkeypatch.setattr(network, "DRIP", 0.3)
    site.answers["/uno"] = Answer("<p>x" * 100, drip=0.1)
    await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/uno")].problem
    assert problem is not None and problem.code == "timeout"
    assert memory.pages[site.url("/due")].extracted is not None


FEEDS: dict[str, tuple[Answer, str]] = {
    "entities": (Answer(RSS.format(ENTITIES)), "hostile"),
    "external entity": (Answer(RSS.format(XXE)), "hostile"),
    "attributes": (Answer(f"<rss>{WIDE}</rss>"), "hostile"),
    "tags": (Answer("<rss><channel>" + "<a>" * 250_000), "hostile"),
    "deep JSON": (Answer('{"version":' + "[" * 60_000), "not-a-feed"),
    "bomb": (PAGES["bomb"][0], "too-large"),
    "empty": (Answer(""), "not-a-feed"),
    "a page": (Answer("<!doctype html><title>Manutenzione</title>"), "not-a-feed"),
    "around": (Answer("", status=302, headers={"Location": "/feed"}), "http"),
}


@pytest.mark.parametrize("name", FEEDS)
async def test_a_hostile_feed_is_one_problem(site: Site, memory: Memory, name: str) -> None:
    """No entity is resolved and nothing is unpacked without end."""
    answer, code = FEEDS[name]
    site.answers["/feed"] = answer
    await memory.crawl(feed_room(site))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == code
    assert "root:" not in str(memory.events)


EXPECTED = {
    "wordpress": "WordPress's interface",
    "wagtail": "Wagtail's interface",
    "jsonapi": "JSON:API",
    "sitemap": "a sitemap",
    "feed": "a feed",
}


@pytest.mark.parametrize("kind", EXPECTED)
async def test_a_page_where_something_else_was_expected(
    site: Site, memory: Memory, kind: str
) -> None:
    """The problem names what was expected and what came."""
    site.default = Answer("<!doctype html><title>Manutenzione</title>")
    rules: dict[str, Any] = {"feed": None, kind: {"urls": [site.url("/x")]}}
    await memory.crawl(feed_room(site, kind=kind, **rules))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "not-a-feed"
    assert problem.detail.startswith(f"{EXPECTED[kind]} was expected, but ")
    assert "Manutenzione" in problem.detail


async def test_json_where_a_listing_was_is_a_problem(site: Site, memory: Memory) -> None:
    """It ends neither the crawl nor the process."""
    site.answers["/news"] = Answer("[]", media_type="application/json")
    await memory.crawl(newsroom(site))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "not-html"


@pytest.mark.slow
def test_hostile_answers_fit_into_memory() -> None:
    """A process that crawls all of them stays below 300 MiB."""
    script = Path(__file__).with_name("hostile_crawl.py")
    ended = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=False
    )
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["good"] and told["mebibytes"] < 300, told
