"""What feeds say, and what is refused."""

import json
from pathlib import Path

import pytest

from schemas.errors import HostileInput, NotAFeed
from spiders.items import feed_from
from spiders.items.guard import MOST_ATTRIBUTES, MOST_TAGS
from spiders.items.text import plain, unescaped
from tests.builders import source

FEEDS = sorted((Path(__file__).parent / "feeds").glob("*.feed"))
URL = "https://news.example.org/feed"
SOURCE = source(
    home="https://news.example.org/",
    kind="feed",
    listing=None,
    feed={"urls": [URL]},
    sections={"astronomia": "research_innovation"},
)


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.stem)
def test_feed_gives_exactly_its_items(file: Path) -> None:
    """Each saved feed says what the file beside it expects."""
    feed = feed_from(file.read_bytes(), URL, SOURCE)
    said = [
        i.extracted.model_dump(mode="json", exclude_defaults=True, exclude={"provenance"})
        for i in feed.items
    ]
    expected = json.loads(file.with_suffix(".json").read_text())
    assert said == expected["items"]
    assert list(feed.troubles) == expected.get("troubles", [])


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.stem)
def test_every_field_names_the_feed(file: Path) -> None:
    """Whatever an item says is marked as coming from the feed."""
    for item in feed_from(file.read_bytes(), URL, SOURCE).items:
        said = item.extracted.model_dump(exclude_defaults=True, exclude={"url", "provenance"})
        assert item.extracted.provenance == dict.fromkeys(said, "feed")


def _rss(title: str = "T", date: str = "Mon, 02 Mar 2026 09:30:00 GMT", more: str = "") -> bytes:
    item = f"<title>{title}</title><link>{URL}/1</link><pubDate>{date}</pubDate>{more}"
    return f"<rss version='2.0'><channel><item>{item}</item></channel></rss>".encode()


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (_rss(), True),
        (_rss(title=" T "), True),
        (_rss(title="U"), False),
        (_rss(date="Mon, 02 Mar 2026 09:31:00 GMT"), False),
        (_rss(more="<description>d</description>"), False),
        (_rss(more="<enclosure url='/a.jpg' type='image/jpeg'/>"), False),
        (_rss(more="<category>c</category>"), True),
    ],
)
def test_fingerprint(other: bytes, same: bool) -> None:
    """It changes with title, link, teaser, date and picture, and with nothing else."""
    marks = [feed_from(body, URL, SOURCE).items[0].mark for body in (_rss(), other)]
    assert (marks[0] == marks[1]) is same


@pytest.mark.parametrize(
    "date",
    [
        "lun, 02 mar 2026 10:30:00 +0100",
        "2026-03-02T09:30:00Z",
        "Mon, 2 Mar 2026 09:30 GMT",
        "lunedì 2 marzo 2026, 10:30",
    ],
)
def test_dates_in_all_shapes(date: str) -> None:
    """Italian and English publication dates give one instant."""
    published = feed_from(_rss(date=date), URL, SOURCE).items[0].extracted.published
    assert published is not None and published.instant is not None
    assert published.instant.isoformat() == "2026-03-02T09:30:00+00:00"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel/></rss>'
MANY = " ".join(f'a{n}="1"' for n in range(MOST_ATTRIBUTES + 1))
HIDDEN = " ".join(f'a{n}=">"' for n in range(MOST_ATTRIBUTES + 1))


@pytest.mark.parametrize(
    "body",
    [
        BOMB.encode(),
        BOMB.encode("utf-16"),
        BOMB.encode("utf-16-le"),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>',
        b'<!DOCTYPE r [ <!ATTLIST item a CDATA "b"> ]><rss><channel/></rss>',
        f"<rss><channel><item {MANY}/></channel></rss>".encode(),
        f"<rss><channel><item {HIDDEN}/></channel></rss>".encode(),
        b"<rss><channel>" + b"<b>" * MOST_TAGS,
    ],
)
def test_hostile_feeds_are_refused(body: bytes) -> None:
    """Entity bombs, external entities and absurd tags never reach a parser."""
    with pytest.raises(HostileInput):
        feed_from(body, URL, SOURCE)


def test_deeply_nested_json_is_no_feed() -> None:
    """Nesting that would exhaust a parser's stack is refused."""
    with pytest.raises(NotAFeed):
        feed_from(b"[" * 100_000, URL, SOURCE)


def test_many_attributes_in_a_text_are_no_attack() -> None:
    """Equals signs outside of tags do not count."""
    body = _rss(more=f"<description>{'a=1 ' * 1000}</description>")
    assert len(feed_from(body, URL, SOURCE).items) == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"Too many requests", "plain text"),
        (b"<html><head><title>Ci scusiamo</title></head></html>", "“Ci scusiamo”"),
        (b"<!DOCTYPE html><p>hello", "a web page"),
        (b'<?xml version="1.0"?><urlset/>', "<urlset>"),
        (b"{}", "other JSON"),
        (b"[1, 2", "broken JSON"),
        (b'{"version": "https://example.org/2", "items": []}', "version"),
    ],
)
def test_other_things_are_named(body: bytes, words: str) -> None:
    """Whatever comes in place of a feed is told in plain words."""
    with pytest.raises(NotAFeed, match=words):
        feed_from(body, URL, SOURCE)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("L&#8217;acqua", "L’acqua"),
        ("L&amp;#8217;acqua", "L’acqua"),
        ("A&amp;amp;B", "A&B"),
        ("1 & 2; 3 < 4", "1 & 2; 3 < 4"),
    ],
)
def test_entities_escaped_twice(raw: str, text: str) -> None:
    """Entities are resolved, also where they were escaped twice."""
    assert unescaped(raw) == text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Uno.</p><p>Due.</p>", "Uno. Due."),
        ("un<em>a</em> sola", "una sola"),
        ("a<br/>b<script>x()</script>", "a b"),
        ("2 < 3 e 4 > 1", "2 < 3 e 4 > 1"),
        ("<!-- via -->resta", "resta"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    """Block tags part words, inline tags do not, scripts vanish."""
    assert plain(markup) == text
