"""RSS 0.9x, 1.0, 2.0 and Atom, by feedparser."""

from collections.abc import Iterable, Mapping
from typing import Any

import feedparser

from schemas.errors import NotAFeed
from schemas.extracted import AuthorFound, Extracted, ImageFound
from schemas.source import Source
from schemas.types import Instant, Moment
from spiders.dates import moment
from spiders.items.item import Feed, FeedItem, given, item_of, whole_address
from spiders.items.json_feed import language_of
from spiders.items.text import plain
from spiders.links import address_of

Entry = dict[str, Any]


def feed_from_xml(body: bytes, url: str, source: Source) -> Feed:
    """The items of an XML feed; raises NotAFeed."""
    # Sanitising and resolving are ours; in feedparser both are slow on purpose-built input.
    document = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
    if not document.version and not document.entries:
        raise NotAFeed("a feed was expected, but the answer has neither its form nor its items")
    items: list[FeedItem] = []
    troubles: list[str] = []
    for number, entry in enumerate(document.entries, 1):
        link = _link(entry, url, source)
        if link is None:
            title = plain(_said(entry, "title") or "")[:80]
            troubles.append(f"item {number} (“{title}”) names no page of its own")
        else:
            items.append(_item(entry, document, link, url, source))
    return Feed(items=tuple(items), troubles=tuple(troubles))


def _item(entry: Entry, document: Any, link: str, base: str, source: Source) -> FeedItem:
    content = _content(entry)
    summary = _said(entry, "summary")
    fields = {
        "title": _title(entry),
        "teaser": plain(summary) if summary and summary != content else None,
        "body": content,
        "published": _published(entry, document.version, source),
        "updated": _instant(_said(entry, "updated"), source),
        "language": _language(entry) or language_of(_said(document.feed, "language")),
        "image": _image(entry, base),
        "authors": _authors(entry),
        "tags": (tags := _tags(entry)),
        "section": _section(tags, source),
        "translations": _translations(entry, base, source),
        "site_name": plain(_said(document.feed, "title") or ""),
        "guid": _said(entry, "id"),
    }
    return item_of(Extracted.model_validate({"url": link, **given(fields)}), source)


def _said(entry: Entry, name: str) -> str | None:
    """The entry's own text; feedparser's look-up would answer with a relative's instead."""
    value = dict.get(entry, name)
    return value.strip() or None if isinstance(value, str) else None


def _link(entry: Entry, base: str, source: Source) -> str | None:
    """The story's address: the link in its own language, else an id that is an address."""
    own = [
        link.get("href")
        for link in entry.get("links", ())
        if link.get("rel") == "alternate" and not _is_translation(link, entry)
    ]
    guid = _said(entry, "id") or ""
    by_id = [guid] if guid.startswith(("http://", "https://")) else []
    candidates = [_said(entry, "feedburner_origlink"), *own, _said(entry, "link"), *by_id]
    found = (address_of(link, base, source) for link in candidates if link)
    return next((url for url in found if url), None)


def _is_translation(link: Entry, entry: Entry) -> bool:
    language = language_of(link.get("hreflang"))
    return language is not None and language != _language(entry)


def _language(entry: Entry) -> str | None:
    """What the entry says of itself; `xml:lang` is inherited by its title."""
    detail = entry.get("title_detail") or {}
    return language_of(_said(entry, "language") or detail.get("language"))


def _title(entry: Entry) -> str | None:
    title = _said(entry, "title")
    return plain(title) if title else None


def _content(entry: Entry) -> str | None:
    for part in entry.get("content", ()):
        if part.get("value") and part.get("type") in ("text/html", "application/xhtml+xml"):
            return str(part["value"])
    return None


def _published(entry: Entry, version: str, source: Source) -> Moment | None:
    """Its date. Outside Atom, where `dc:date` lands in `updated`, that is the publication too."""
    names = ("published",) if version.startswith("atom") else ("published", "updated", "created")
    texts = (_said(entry, name) for name in names)
    dates = (moment(text, language=source.language) for text in texts if text)
    return next((date for date in dates if date), None)


def _instant(text: str | None, source: Source) -> Instant | None:
    found = moment(text, language=source.language) if text else None
    return found.instant if found else None


def _image(entry: Entry, base: str) -> ImageFound | None:
    """The largest picture of `media:content`, else an enclosure, else the thumbnail."""
    contents = sorted(entry.get("media_content", ()), key=_width, reverse=True)
    enclosures = [{**e, "url": e.get("href")} for e in entry.get("enclosures", ())]
    pictures = [p for p in (*contents, *enclosures) if _is_picture(p)]
    for picture in (*pictures, *entry.get("media_thumbnail", ())):
        if url := whole_address(str(picture.get("url") or ""), base):
            return ImageFound(
                url=url,
                width=_width(picture) or None,
                height=_number(picture.get("height")) or None,
                media_type=picture.get("type"),
                bytes=_number(picture.get("length")) or _number(picture.get("filesize")) or None,
                credit=_credit(entry),
            )
    return None


def _is_picture(part: Mapping[str, Any]) -> bool:
    media_type = str(part.get("type") or part.get("medium") or "")
    if media_type:
        return media_type.startswith("image")
    path = str(part.get("url") or "").partition("?")[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))


def _width(part: Mapping[str, Any]) -> int:
    return _number(part.get("width"))


def _number(value: object) -> int:
    text = str(value or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _credit(entry: Entry) -> str | None:
    credits_ = entry.get("media_credit") or [{}]
    return " ".join(str(credits_[0].get("content") or "").split()) or None


def _authors(entry: Entry) -> tuple[AuthorFound, ...]:
    names = [str(author.get("name") or "") for author in entry.get("authors", ())]
    return tuple(AuthorFound(name=name) for name in _each(map(plain, names)) if "@" not in name)


def _tags(entry: Entry) -> tuple[str, ...]:
    return tuple(_each(plain(str(tag.get("term") or "")) for tag in entry.get("tags", ())))


def _each(texts: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(text for text in texts if text)


def _section(tags: tuple[str, ...], source: Source) -> str | None:
    labels = {label.casefold() for label in source.sections}
    return next((tag for tag in tags if tag.casefold() in labels), None)


def _translations(entry: Entry, base: str, source: Source) -> dict[str, str]:
    """Alternate links in another language than the entry's own."""
    found: dict[str, str] = {}
    for link in entry.get("links", ()):
        url = address_of(str(link.get("href") or ""), base, source)
        language = language_of(link.get("hreflang"))
        if link.get("rel") == "alternate" and language and url and _is_translation(link, entry):
            found.setdefault(language, url)
    return found
