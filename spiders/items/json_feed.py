"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from typing import Annotated, Any

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from schemas.errors import NotAFeed
from schemas.extracted import AuthorFound, Extracted, ImageFound
from schemas.source import Source
from schemas.types import Language
from spiders.dates import moment
from spiders.items.halves import loads
from spiders.items.item import Feed, FeedItem, given, item_of, whole_address
from spiders.items.text import plain, unescaped
from spiders.links import address_of

VERSION = "https://jsonfeed.org/version/1"


def _text(value: object) -> object:
    """Some feeds give numbers where the specification wants strings."""
    return str(value) if isinstance(value, int | float) else value


Text = Annotated[str, BeforeValidator(_text)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")  # extensions start with `_`


class Author(_Part):
    """Whoever wrote an item; at least one field is given."""

    name: Text | None = None
    url: str | None = None


class Attachment(_Part):
    """A file that belongs to an item."""

    url: str
    mime_type: str = ""
    size_in_bytes: int | None = None


class Item(_Part):
    """One item as published."""

    id: Text
    url: str | None = None
    external_url: str | None = None
    title: Text | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    image: str | None = None
    banner_image: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: Author | None = None
    """Of version 1.0."""
    authors: tuple[Author, ...] = ()
    tags: tuple[Text, ...] = ()
    language: str | None = None
    attachments: tuple[Attachment, ...] = ()


class Document(_Part):
    """The feed around the items."""

    version: str
    title: Text = ""
    language: str | None = None
    authors: tuple[Author, ...] = ()
    items: list[Any] = Field(default_factory=list)
    """Each is read by itself: one bad item takes no other with it."""


def feed_from_json(body: bytes, url: str, source: Source) -> Feed:
    """The items of a JSON Feed; raises NotAFeed."""
    try:
        document = Document.model_validate(loads(body))
    except orjson.JSONDecodeError as error:
        raise NotAFeed(f"a feed was expected, but the answer is broken JSON: {error}") from None
    except ValidationError:
        raise NotAFeed("a feed was expected, but the answer is other JSON") from None
    if not document.version.startswith(VERSION):
        raise NotAFeed(f"a JSON Feed was expected, but its version is {document.version!r}")
    items: list[FeedItem] = []
    troubles: list[str] = []
    for number, raw in enumerate(document.items, 1):
        try:
            item = Item.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            troubles.append(f"item {number} cannot be read: {where}: {first['msg']}")
            continue
        if link := _link(item, url, source):
            items.append(_item(item, document, link, url, source))
        else:
            troubles.append(f"item {number} (“{(item.title or '')[:80]}”) names no page of its own")
    return Feed(items=tuple(items), troubles=tuple(troubles))


def _link(item: Item, base: str, source: Source) -> str | None:
    by_id = item.id if item.id.startswith(("http://", "https://")) else None
    link = item.url or item.external_url or by_id
    return address_of(link, base, source) if link else None


def _item(item: Item, document: Document, link: str, base: str, source: Source) -> FeedItem:
    fields = {
        "title": unescaped(item.title).strip() if item.title else None,
        "teaser": _teaser(item),
        "body": item.content_html,
        "published": moment(item.date_published) if item.date_published else None,
        "updated": _instant(item.date_modified),
        "language": language_of(item.language or document.language),
        "image": _image(item, base),
        "authors": _authors(item.authors or ((item.author,) if item.author else ()), source, base),
        "tags": tuple(dict.fromkeys(tag.strip() for tag in item.tags if tag.strip())),
        "site_name": document.title,
        "guid": item.id,
    }
    return item_of(Extracted.model_validate({"url": link, **given(fields)}), source)


def language_of(tag: str | None) -> Language | None:
    """The two-letter code of a language tag such as `it-IT`."""
    code = (tag or "").strip()[:2].lower()
    rest = (tag or "").strip()[2:3]
    return code if len(code) == 2 and code.isascii() and code.isalpha() and rest in "-_" else None


def _teaser(item: Item) -> str | None:
    if item.summary:
        return plain(item.summary)
    return " ".join(item.content_text.split()) if item.content_text else None


def _instant(text: str | None) -> object:
    found = moment(text) if text else None
    return found.instant if found else None


def _image(item: Item, base: str) -> ImageFound | None:
    pictures = [a for a in item.attachments if a.mime_type.startswith("image/")]
    if link := item.image or item.banner_image:
        url = whole_address(link, base)
        return ImageFound(url=url) if url else None
    for picture in pictures:
        if url := whole_address(picture.url, base):
            return ImageFound(url=url, media_type=picture.mime_type, bytes=picture.size_in_bytes)
    return None


def _authors(found: tuple[Author, ...], source: Source, base: str) -> tuple[AuthorFound, ...]:
    return tuple(
        AuthorFound(name=author.name, url=address_of(author.url, base, source))
        if author.url
        else AuthorFound(name=author.name)
        for author in found
        if author.name
    )
