"""RSS items and Atom entries built by feedgen, mended where its output is off."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import NamedTuple

from feedgen.entry import FeedEntry

from feeds.content import address, html_of, measured, subjects, terms_of, title_of
from feeds.dates import rfc822, rfc3339, roman
from feeds.entry import Entry
from feeds.kept import Kept
from feeds.site import Site
from feeds.xml import block, legal, qualified, tag, written
from schemas.card import Image, StoryCard

MAILED = frozenset({"image/jpeg", "image/png", "image/gif"})
"""The pictures that every mail program shows."""
_MADE: Kept["_Made"] = Kept(512)


class _Made(NamedTuple):
    """What both formats share."""

    entry: FeedEntry
    picture: Sequence[str]
    """The lines of its picture."""


def rss_item(entry: Entry, site: Site, link: str) -> bytes:
    """The card as an RSS 2.0 `item`. CardError or ValueError where it cannot be one."""
    card = entry.card
    made, picture = _shared(entry, site, link)
    words = card.teaser or (made.content() and made.title())
    # An RSS description is HTML: plain words are escaped once more than elsewhere.
    made.description(escape(legal(words or ""), quote=False), isSummary=True)
    made.source(_channel_of(card, site, "rss"), legal(entry.origin.name))
    return written(made.rss_entry(), "    ", (*picture, *_rss_more(entry))).encode()


def _rss_more(entry: Entry) -> Iterator[str]:
    """What RSS has no words for, and its date."""
    card = entry.card
    # Its extension looks for each of fifteen names in every item.
    yield from (tag("dc:creator", author.name) for author in card.authors)
    yield tag("dc:language", card.language)
    if rights := terms_of(card.rights):
        yield tag("dc:rights", rights)
    # Its own pubDate passes through the process's locale.
    if entry.published:
        yield tag("pubDate", rfc822(roman(entry.published)))
    yield tag("atom:updated", rfc3339(card.updated))
    yield from _words_of(card.image)


def atom_entry(entry: Entry, site: Site, link: str) -> bytes:
    """The card as an Atom `entry`. CardError or ValueError where it cannot be one."""
    card = entry.card
    made, picture = _shared(entry, site, link)
    made.author([{"name": legal(author.name), "uri": author.url} for author in card.authors])
    made.summary(legal(card.teaser) or made.title(), type="text")
    if rights := terms_of(card.rights):
        made.rights(rights)
    if entry.published:
        made.published(roman(entry.published))
    item = made.atom_entry()
    item.set(qualified("xml:lang"), card.language)
    for element, wanted in zip(item.iterchildren("link"), made.link(), strict=True):
        for key, value in wanted.items():
            if value:
                element.set(key, value)
    return written(item, "  ", (*picture, *_atom_more(entry, site))).encode()


def _atom_more(entry: Entry, site: Site) -> Iterator[str]:
    """With the channel that gathered the card (RFC 4287, 4.2.11), which feedgen cannot describe."""
    about = (
        tag("id", _channel_of(entry.card, site, "atom")),
        tag("title", entry.origin.name),
        tag("updated", rfc3339(entry.card.updated)),
        tag("link", rel="alternate", href=entry.origin.home),
    )
    yield block("source", about, "    ")
    yield from _words_of(entry.card.image)


def _shared(entry: Entry, site: Site, link: str) -> _Made:
    """What both formats share: they ask one after the other, and each sets more in its own."""
    key = entry.card.id, link
    made = _MADE.find(key, entry, site) or _MADE.keep(key, _made(entry, site, link), entry, site)
    own = FeedEntry.__new__(FeedEntry)  # `copy.copy` is ten times slower
    own.__dict__.update(made.entry.__dict__)
    return _Made(own, made.picture)


def _made(entry: Entry, site: Site, link: str) -> _Made:
    card = entry.card
    made = FeedEntry()
    made.id(card.id)
    made.title(title_of(card))
    made.updated(card.updated)
    made.link(href=link, rel="alternate", type="text/html")
    if html := html_of(card):
        made.content(html, type="html")
    for topic, label in subjects(card).items():
        made.category(term=topic, scheme=site.scheme, label=label)
    for word in card.tags:
        made.category(term=legal(word), label=legal(word))
    return _Made(made, _pictured(made, card.image) if card.image else ())


def _pictured(made: FeedEntry, image: Image) -> Sequence[str]:
    """The picture wherever newsletter tools look for it, with measured facts only."""
    url = address(image.url)
    # Spelt here: feedgen's extension looks for each of eighteen names in every item.
    size = {"height": str(image.height), "width": str(image.width)} if measured(image) else {}
    facts: dict[str, str] = {}
    if image.media_type is not None:
        if image.bytes:
            facts["fileSize"] = str(image.bytes)
            if image.media_type in MAILED:
                made.enclosure(url, image.bytes, image.media_type)
        facts["type"] = image.media_type
        if size:
            facts["medium"] = "image"
    # Without a group: a group of one is an error, and simple parsers do not look into it.
    # The first one also unmeasured: newsletter tools read it and not the thumbnail.
    return (
        tag("media:content", url=url, **facts, **size),
        tag("media:thumbnail", url=url, **size),
    )


def _words_of(image: Image | None) -> Iterator[str]:
    if image is None:
        return
    for name, words in (("media:description", image.alt), ("media:credit", image.credit)):
        if words:
            yield tag(name, words)


def _channel_of(card: StoryCard, site: Site, format_: str) -> str:
    return site.address(f"feeds/sources/{card.source}.{format_}")
