"""Links, addresses and the places they belong to."""

import pytest
from parsel import Selector

from schemas.source import Source
from spiders.links import address_of, fingerprint, links_from
from spiders.places import is_internal, off_limits, same_site
from tests.builders import source

BASE = "https://www.example.org/news/"


def room(**overrides: object) -> Source:
    """A public newsroom whose links are those in headings."""
    rules = {"urls": [BASE], "links": "h3 a, li"}
    return source(**{"home": BASE, "listing": rules, **overrides})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<h3><a href="uno">Uno</a></h3>', [("uno", "Uno")]),
        ('<h3><a href=" /news/uno ">  Uno\n due </a></h3>', [("uno", "Uno due")]),
        ('<h3><a href="uno"><img></a><a href="uno">Uno</a></h3>', [("uno", "Uno")]),
        ('<li><span>x</span><a href="uno">Uno</a></li>', [("uno", "x Uno")]),
        ('<h3><a href="uno?utm_source=home&id=2#top">Uno</a></h3>', [("uno?id=2", "Uno")]),
        ('<h3><a>Senza</a><a href="javascript:void(0)">No</a></h3>', []),
        ('<h3><a href="http://[">Rotto</a></h3>', []),
        ('<h3><a href="/news">Tutte</a><a href="#a">Su</a><a href="">Qui</a></h3>', []),
        ('<h3><a href="https://altrove.example.com/uno">Fuori</a></h3>', []),
        ('<h3><a href="https://stampa.example.org/news/uno">Dentro</a></h3>', None),
    ],
)
def test_links_of_a_listing(html: str, expected: list[tuple[str, str]] | None) -> None:
    """Links are recognised by the source's selector and told in one spelling."""
    links = links_from(Selector(text=html), BASE, room())
    if expected is None:
        assert len(links) == 1
    else:
        assert [(link.url, link.text) for link in links] == [
            (BASE + path, text) for path, text in expected
        ]


def test_fingerprint_ignores_white_space() -> None:
    """A re-wrapped text is the same text; another one is not."""
    assert fingerprint("Una  storia\n") == fingerprint("Una storia") != fingerprint("Una Storia")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.example.org/", "http://example.org/", True),
        ("https://www.example.org/", "https://stampa.example.org/", True),
        ("https://www.example.org/", "https://www.example.com/", False),
        ("http://ateneo.localhost:8001/", "http://nuovo.localhost:8001/", True),
        ("http://192.0.2.1/", "http://198.51.2.1/", False),
        ("http://192.0.2.1/", "http://192.0.2.1:81/", True),
        ("https://WWW.Example.ORG./", "https://www.example.org/", True),
        ("https://www.one.ac.uk/", "https://www.other.ac.uk/", False),
        ("https://www.one.ac.uk/", "https://news.one.ac.uk/", True),
        ("https://www.comune.torino.it/", "https://www.scuola.torino.it/", False),
        ("https://one.github.io/", "https://other.github.io/", False),
        ("https://news.ateneo.intranet/", "https://www.ateneo.intranet/", True),
    ],
)
def test_one_newsroom(one: str, other: str, same: bool) -> None:
    """Hosts below one registered domain are one newsroom; so are all names of this machine."""
    assert same_site(one, other) is same


@pytest.mark.parametrize(
    ("address", "internal"),
    [
        ("10.0.0.1", True),
        ("127.0.0.1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),
        ("::1", True),
        ("fe80::1%eth0", True),
        ("::ffff:10.0.0.1", True),
        ("224.0.0.1", True),
        ("0.0.0.0", True),
        ("130.192.181.193", False),
        ("2a00:1450:4002::1", False),
    ],
)
def test_private_networks(address: str, internal: bool) -> None:
    """Only addresses of the public network are public."""
    assert is_internal(address) is internal


@pytest.mark.parametrize(
    ("host", "from_loopback", "loopback_only", "allowed"),
    [
        ("www.example.org", False, False, True),
        ("www.example.org", True, False, True),
        ("www.example.org", False, True, False),
        ("ateneo.localhost", True, True, True),
        ("ateneo.localhost", False, False, False),
        ("127.0.0.1", False, False, False),
        ("10.0.0.1", True, False, False),
        ("", True, False, False),
    ],
)
def test_off_limits(host: str, from_loopback: bool, loopback_only: bool, allowed: bool) -> None:
    """This machine is asked only by its own newsrooms, private networks by nobody."""
    reason = off_limits(host, from_loopback=from_loopback, loopback_only=loopback_only)
    assert (reason is None) is allowed


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/leggi/2026/01/28/uno/", "/leggi/2026/01/28/uno/"),
        ("/leggi/2026/01/28/uno/amp/", "/leggi/2026/01/28/uno/"),
        ("/leggi/2026/01/28/uno/amp", "/leggi/2026/01/28/uno"),
        ("/mobile/leggi/uno/", "/leggi/uno/"),
        ("/amp/leggi/uno/", "/leggi/uno/"),
        ("/storie/ampere", "/storie/ampere"),
        ("/temi/mobile/uno", "/temi/mobile/uno"),
        ("/amp", "/amp"),
    ],
)
def test_variants_of_a_page(href: str, expected: str) -> None:
    """Links to a page for phones lead to the page itself; what only looks like one stays."""
    declared = room(variants={"^/(mobile|amp)/": "/"})
    address = address_of(href, BASE, declared)
    assert address == f"https://www.example.org{expected}"


@pytest.mark.parametrize(
    ("rows", "dates"),
    [
        ('<p><h3><a href="a">A</a></h3> 3 marzo 2026</p>', ["2026-03-03"]),
        ('<p><h3><a href="a">A</a></h3><time datetime="2026-03-04">ieri</time></p>', None),
        ('<div><h3><a href="2026/01/28/a">A</a></h3></div>', ["2026-01-28"]),
        ('<div>1 marzo 2026<h3><a href="a">A</a></h3><h3><a href="b">B</a></h3></div>', [None] * 2),
    ],
)
def test_date_beside_a_link(rows: str, dates: list[str | None] | None) -> None:
    """A link has the date of its own row; one above several rows is nobody's."""
    html = f"<main><ul>{rows}</ul><h3><a href='z'>Z</a></h3></main>"
    links = links_from(Selector(text=html), BASE, room())[:-1]
    days = [link.published.day.isoformat() if link.published else None for link in links]
    assert days == (["2026-03-04"] if dates is None else dates)
