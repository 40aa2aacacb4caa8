"""RSS items and Atom entries built by feedgen, mended where its output is off."""

from html import escape

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension
from feedgen.ext.media import MediaEntryExtension
from lxml import etree

from feeds.content import address, html_of, measured, subjects, terms_of, title_of
from feeds.dates import rfc822, rfc3339, roman
from feeds.entry import Entry
from feeds.site import Site
from feeds.xml import legal, qualified, written
from schemas.card import Image, StoryCard

MAILED = frozenset({"image/jpeg", "image/png", "image/gif"})
"""The pictures that every mail program shows."""


def rss_item(entry: Entry, site: Site, link: str) -> bytes:
    """The card as an RSS 2.0 `item`. CardError or ValueError where it cannot be one."""
    card = entry.card
    made = _made(entry, site, link)
    made.register_extension("dc", DcEntryExtension)
    made.dc.dc_creator([legal(author.name) for author in card.authors])
    made.dc.dc_language(card.language)
    if rights := terms_of(card.rights):
        made.dc.dc_rights(rights)
    if words := card.teaser or (made.content() and made.title()):
        # An RSS description is HTML: plain words are escaped once more than elsewhere.
        made.description(escape(legal(words), quote=False), isSummary=True)
    made.source(_channel_of(card, site, "rss"), legal(entry.origin.name))
    item = made.rss_entry()
    # Its own pubDate passes through the process's locale.
    if entry.published:
        _add(item, "pubDate", rfc822(roman(entry.published)))
    _add(item, "atom:updated", rfc3339(card.updated))
    _add_words_of(card.image, item)
    return f"{written(item, '    ')}\n".encode()


def atom_entry(entry: Entry, site: Site, link: str) -> bytes:
    """The card as an Atom `entry`. CardError or ValueError where it cannot be one."""
    card = entry.card
    made = _made(entry, site, link)
    made.author([{"name": legal(author.name), "uri": author.url} for author in card.authors])
    made.summary(legal(card.teaser) or made.title(), type="text")
    if rights := terms_of(card.rights):
        made.rights(rights)
    if entry.published:
        made.published(roman(entry.published))
    item = made.atom_entry()
    item.set(qualified("xml:lang"), card.language)
    for element, wanted in zip(item.findall("link"), made.link(), strict=True):
        element.attrib.update({key: wanted[key] for key in wanted if wanted[key]})
    _add_source(item, entry, site)
    _add_words_of(card.image, item)
    return f"{written(item, '  ')}\n".encode()


def _made(entry: Entry, site: Site, link: str) -> FeedEntry:
    """What both formats share."""
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
    if card.image:
        _add_picture(made, card.image)
    return made


def _add_picture(made: FeedEntry, image: Image) -> None:
    """The picture wherever newsletter tools look for it, with measured facts only."""
    url = address(image.url)
    sizes = {"width": str(image.width), "height": str(image.height)} if measured(image) else {}
    made.register_extension("media", MediaEntryExtension)
    # Without a group: a group of one is an error, and simple parsers do not look into it.
    made.media.thumbnail({"url": url, **sizes}, group=None)
    facts = {"url": url, **sizes}
    if image.media_type is not None:
        facts["type"] = image.media_type
        if sizes:
            facts["medium"] = "image"
        if image.bytes:
            facts["fileSize"] = str(image.bytes)
            if image.media_type in MAILED:
                made.enclosure(url, image.bytes, image.media_type)
    # Also unmeasured: newsletter tools read this one and not the thumbnail.
    made.media.content(facts, group=None)


def _add_words_of(image: Image | None, item: etree._Element) -> None:
    if image is None:
        return
    for name, words in (("media:description", image.alt), ("media:credit", image.credit)):
        if words:
            _add(item, name, words)


def _add_source(item: etree._Element, entry: Entry, site: Site) -> None:
    """The channel that gathered the card (RFC 4287, 4.2.11), which feedgen cannot describe."""
    source = etree.SubElement(item, "source")
    etree.SubElement(source, "id").text = _channel_of(entry.card, site, "atom")
    etree.SubElement(source, "title").text = legal(entry.origin.name)
    etree.SubElement(source, "updated").text = rfc3339(entry.card.updated)
    etree.SubElement(source, "link", {"rel": "alternate", "href": entry.origin.home})


def _channel_of(card: StoryCard, site: Site, format_: str) -> str:
    return site.address(f"feeds/sources/{card.source}.{format_}")


def _add(item: etree._Element, name: str, text: str) -> None:
    etree.SubElement(item, qualified(name)).text = legal(text)
