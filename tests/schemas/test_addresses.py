"""One spelling for web addresses."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.addresses import (
    LONGEST,
    NotAnAddress,
    absolute,
    alias_key,
    canonical,
    is_loopback,
    passage,
)
from schemas.types import http_url

HOSTS = {
    "poliflash.ateneo.example": "archivio-poliflash.ateneo.example",
    "flash.ateneo.example": "poliflash.ateneo.example",
}

SPELLINGS = [
    ("HTTP://WWW.Ateneo.Example:80/Ricerca", "http://www.ateneo.example/Ricerca"),
    ("https://ateneo.example:443", "https://ateneo.example/"),
    ("https://ateneo.example:8443/a", "https://ateneo.example:8443/a"),
    ("https://cordis.example./article/id/4", "https://cordis.example/article/id/4"),
    ("https://user:secret@ateneo.example/a", "https://ateneo.example/a"),
    ("https://ateneo.example/a#titolo", "https://ateneo.example/a"),
    ("  https://ateneo.example/a\n", "https://ateneo.example/a"),
    ("https://ateneo.example/a/../b/./c", "https://ateneo.example/b/c"),
    ("https://ateneo.example/../..", "https://ateneo.example/"),
    ("https://ateneo.example/a/%2e%2e/b", "https://ateneo.example/b"),
    ("https://ateneo.example/%7euser/%c3%a8", "https://ateneo.example/~user/%C3%A8"),
    ("https://ateneo.example/città", "https://ateneo.example/citt%C3%A0"),
    ("https://ateneo.example/100%/a b", "https://ateneo.example/100%25/a%20b"),
    ("https://ateneo.example/a%2Fb", "https://ateneo.example/a%2Fb"),
    ("https://università.example/", "https://xn--universit-y1a.example/"),
    ("http://[::1]:8001/a", "http://[::1]:8001/a"),
    ("http://[0:0:0:0:0:0:0:1]/a", "http://[::1]/a"),
    ("https://poliflash.ateneo.example/x", "https://archivio-poliflash.ateneo.example/x"),
    ("https://flash.ateneo.example/x", "https://archivio-poliflash.ateneo.example/x"),
    ("http://poliflash.ateneo.example:8001/x", "http://archivio-poliflash.ateneo.example:8001/x"),
    ("https://giornale.example/amp/a", "https://giornale.example/amp/a"),
    ("https://giornale.example/mobile/a", "https://giornale.example/mobile/a"),
    ("https://giornale.example/a/", "https://giornale.example/a/"),
    ("https://a.example/?", "https://a.example/"),
    ("https://a.example/?b=2&a=1", "https://a.example/?a=1&b=2"),
    ("https://a.example/?x=2&x=1&a", "https://a.example/?a&x=2&x=1"),
    ("https://a.example/?a=&&b", "https://a.example/?a=&b"),
    ("https://a.example/?q=a+b", "https://a.example/?q=a%20b"),
    ("https://a.example/?q=a%2bb", "https://a.example/?q=a%2Bb"),
    ("https://a.example/?q=x='y' AND z='en'", "https://a.example/?q=x='y'%20AND%20z='en'"),
    ("https://a.example/?page[limit]=20", "https://a.example/?page%5Blimit%5D=20"),
]

KEPT = [
    "https://a.example/node/1037?idn=22639",
    "http://swas.example/dettaglio_news.asp?id_newsletter=12&id_news=3",
    "https://a.example/ateneo?page=2&tag=spin-off",
    "https://a.example/tag?tag=sviluppo%20sostenibile",
    "https://a.example/?p=123",
    "https://a.example/articolo?contentId=4&id=7&lang=it",
    "https://a.example/comunicati?start=10",
    "https://a.example/?mca=1&utmost=2&at=3&ref=4&source=5",
]

TRACKING = [
    "utm_source", "UTM_Medium", "utm_whatever", "fbclid", "gclid", "mc_cid", "mc_eid", "_hsenc",
    "msclkid", "pk_campaign", "mtm_source", "igshid", "ref_src", "utm%5Fsource", "xtor", "mkt_tok",
]  # fmt: skip

NO_ADDRESSES = [
    "", " ", "ateneo.example", "/relativo", "mailto:a@b.example", "javascript:alert(1)",
    "data:image/png;base64,AAAA", "ftp://a.example/", "https://", "https:///a", "http://[::1",
    "http://a.example:99999/", "http://a b.example/", "http://a..example/", "http://2130706433/",
    "http://0x7f.1/", "http://127.1/", "http://%61.example/", "http://[fe80::1%25eth0]/",
    "http://" + "a" * 9000, "http://-/", "http://ex\u2028ample/",
]  # fmt: skip

SAME = [
    (passage("http://www.a.example/x/", "Già – 3-D"), passage("https://a.example/x", "Già  – 3-D")),
    ("http://www.a.example/x/", "https://a.example/x"),
    ("https://a.example", "http://WWW.a.example/#top"),
    ("https://a.example/x/?b=1&a=2", "https://a.example/x?a=2&b=1&utm_source=n"),
    ("http://poliflash.ateneo.example/x", "https://archivio-poliflash.ateneo.example/x/"),
]

DIFFERENT = [
    (passage("https://a.example/x", "Uno"), passage("https://a.example/x", "Due")),
    (passage("https://a.example/x", "Uno"), "https://a.example/x"),
    (passage("https://a.example/x", "Uno"), passage("https://a.example/x", "Uno", "2026-03-02")),
    ("https://a.example/x?idn=1", "https://a.example/x?idn=2"),
    ("https://a.example/x", "https://b.a.example/x"),
    ("https://a.example/x", "https://a.example/X"),
    ("https://a.example/x", "https://a.example:8443/x"),
    ("https://a.example/x", "https://a.example/amp/x"),
]

LINKS = [
    ("/b?x=1&a=2", "https://a.example/b?x=1&a=2"),
    ("../c d.JPG", "https://a.example/c%20d.JPG"),
    ("//cdn.example/i.png", "https://cdn.example/i.png"),
    ("?page=2", "https://a.example/dir/page?page=2"),
    (" http://b.example ", "http://b.example/"),
    ("x?tag=sviluppo sostenibile#a", "https://a.example/dir/x?tag=sviluppo%20sostenibile"),
    ("x?q=50%25+a&utm_source=n", "https://a.example/dir/x?q=50%25+a&utm_source=n"),
]

LOOPBACK = [
    ("localhost", True), ("LOCALHOST.", True), ("ateneo.localhost", True), ("127.0.0.1", True),
    ("127.8.9.1", True), ("::1", True), ("[::1]", True), ("::ffff:127.0.0.1", True),
    ("localhost.example", False), ("notlocalhost", False), ("128.0.0.1", False),
    ("0.0.0.0", False), ("10.0.0.1", False), ("", False), ("::2", False),
]  # fmt: skip


@pytest.mark.parametrize(("url", "expected"), SPELLINGS)
def test_spelling(url: str, expected: str) -> None:
    """Each address has one spelling."""
    assert canonical(url, hosts=HOSTS) == expected


@pytest.mark.parametrize("url", KEPT)
def test_parameters_that_choose_the_content_stay(url: str) -> None:
    """A parameter that is not known tracking is kept."""
    assert alias_key(url) == alias_key(canonical(url)) and canonical(url).count("=") == url.count(
        "="
    )


@pytest.mark.parametrize("name", TRACKING)
def test_tracking_goes(name: str) -> None:
    """A tracking parameter is dropped, the others are not."""
    assert canonical(f"https://a.example/?{name}=x&id=3") == "https://a.example/?id=3"


def test_kept_by_the_source() -> None:
    """A source can declare that a parameter chooses its content."""
    url = "https://a.example/?xtor=1"
    assert canonical(url, keep=("xtor",)) == url


@pytest.mark.parametrize("text", NO_ADDRESSES)
def test_refused(text: str) -> None:
    """What is no absolute http(s) address is refused by name."""
    with pytest.raises(NotAnAddress):
        canonical(text)


@pytest.mark.parametrize("spelt", [canonical, alias_key, lambda url: absolute(url, url)])
@pytest.mark.parametrize("rest", ["/{}", "/?a={}", "/é{}"])
def test_what_no_index_holds_is_no_address(spelt: Callable[[str], str], rest: str) -> None:
    """Counted as it is spelt at the end, escapes too."""
    room = LONGEST - len(canonical(f"https://a.example{rest.format('')}"))
    spelt(f"https://a.example{rest.format('x' * room)}")
    with pytest.raises(NotAnAddress):
        spelt(f"https://a.example{rest.format('x' * (room + 10))}")


def test_a_link_to_follow_has_a_key() -> None:
    """Also where that is longer than the link."""
    with pytest.raises(NotAnAddress):
        absolute("https://a.example/", f"/?a={'+' * (LONGEST // 2)}")


@pytest.mark.parametrize(("one", "other"), SAME)
def test_same_page(one: str, other: str) -> None:
    """Spellings of one page share a key."""
    assert alias_key(one, hosts=HOSTS) == alias_key(other, hosts=HOSTS)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_pages(one: str, other: str) -> None:
    """Two pages never share a key."""
    assert alias_key(one) != alias_key(other)


@pytest.mark.parametrize(("link", "expected"), LINKS)
def test_links_of_a_page(link: str, expected: str) -> None:
    """A link becomes absolute without losing a parameter."""
    assert absolute("https://a.example/dir/page", link) == expected


@pytest.mark.parametrize(
    "link", ["mailto:a@b.example", "javascript:void(0)", "tel:011", "http://["]
)
def test_links_that_lead_nowhere(link: str) -> None:
    """A link to anything but http(s) is refused by name."""
    with pytest.raises(NotAnAddress):
        absolute("https://a.example/", link)


@pytest.mark.parametrize(("host", "expected"), LOOPBACK)
def test_loopback(host: str, expected: bool) -> None:
    """Only names and literals of this very machine are loopback."""
    assert is_loopback(host) is expected


TEXT = st.text(max_size=60)
ADDRESSES = st.builds(
    "{}://{}{}{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTPS", "ftp"]),
    st.sampled_from(["a.example", "WWW.b.example.", "[::1]", "poliflash.ateneo.example"]) | TEXT,
    st.sampled_from(["", ":80", ":8001", ":x"]),
    st.text("/.%2eEfF aàé+;\ud800", max_size=30) | TEXT,
    st.text("ab=&%2;+ utm_source\udfff", max_size=40) | TEXT,
    TEXT,
)


@given(ADDRESSES | st.text())
def test_canonical_once_is_canonical_for_ever(url: str) -> None:
    """A canonical address is its own canonical spelling, and nothing but NotAnAddress is raised."""
    try:
        once = canonical(url, hosts=HOSTS)
    except NotAnAddress:
        return
    assert canonical(once, hosts=HOSTS) == once and once.isascii()


@given(ADDRESSES)
def test_the_key_is_blind_to_spelling(url: str) -> None:
    """An address and its canonical spelling have one key."""
    try:
        key = alias_key(url, hosts=HOSTS)
    except NotAnAddress:
        return
    assert alias_key(canonical(url, hosts=HOSTS), hosts=HOSTS) == key


@given(st.text(), TEXT)
def test_any_link_is_absolute_or_refused(base: str, link: str) -> None:
    """Joining any two texts gives an address or NotAnAddress."""
    try:
        joined = absolute(base, link)
    except NotAnAddress:
        return
    assert absolute(joined, "") == joined


CLEAN = st.builds(
    "{}://{}{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.text("ab1.-", min_size=1, max_size=8),
    st.sampled_from(["", ":80", ":443", ":8001", ":99999", ":0"]),
    st.text("aB1._~/-", max_size=20),
)


@given(CLEAN)
def test_the_short_cut_changes_nothing(url: str) -> None:
    """An address that looks clean is spelt as the long way round spells it."""
    try:
        long_way = canonical(url, hosts={"no.such": "host"})
    except NotAnAddress:
        with pytest.raises(NotAnAddress):
            canonical(url)
        return
    assert canonical(url) == absolute("https://other.example/", url) == long_way


def test_passage_is_part_of_an_address_that_we_made_only() -> None:
    """It survives in identities and is safe in a document; a link cannot bring one in."""
    url = passage("https://a.example/x#top", "L’aria, <3-D>", "2026-03-02")
    assert canonical(url) == url == http_url(url)
    assert absolute("https://a.example/", url) == "https://a.example/x"
    assert canonical("https://a.example/x#:~:text=a b") == "https://a.example/x"
