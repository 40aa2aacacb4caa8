"""A feed's item, as the spider hands it on."""

from collections.abc import Mapping

from schemas.addresses import NotAnAddress, absolute
from schemas.extracted import Extracted
from schemas.source import Source
from schemas.types import Moment, Record, Url
from spiders.items.text import plain
from spiders.links import fingerprint


class FeedItem(Record):
    """One story as a feed tells it."""

    url: Url
    """Normalised."""
    extracted: Extracted
    mark: str
    """The fingerprint of its title, link, teaser, date and picture; of its text, too, where that
    is read from nowhere else."""
    dated: Moment | None = None
    """When it last changed, where the listing is ordered by that."""


class Feed(Record):
    """A feed's items in order, and what could not be read."""

    items: tuple[FeedItem, ...]
    troubles: tuple[str, ...] = ()
    """One line per item that leads nowhere."""
    following: Url | None = None
    """The address of the listing's next page."""
    parts: tuple[Url, ...] = ()
    """Further listings that this one consists of: an index's sitemaps, a magazine's issues."""


def item_of(
    extracted: Extracted,
    source: Source,
    *,
    dated: Moment | None = None,
    version: str | None = None,
) -> FeedItem:
    """The item with its fingerprint; `version` where the listing itself says what changed."""
    alone = not getattr(source.rules, "pages", True)
    mark = fingerprint(version) if version else _mark(extracted, whole=alone)
    return FeedItem(url=extracted.url, extracted=extracted, mark=mark, dated=dated)


def _mark(said: Extracted, *, whole: bool) -> str:
    image = said.image.url if said.image else ""
    text = (plain(said.body),) if whole and said.body else ()
    told = (said.title or "", said.url, said.teaser or "", _date(said.published), image)
    return fingerprint(*told, *text)


def _date(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return (moment.instant or moment.day).isoformat()


def given(fields: Mapping[str, object], origin: str = "feed") -> dict[str, object]:
    """The fields that say something, with where they come from."""
    said = {name: value for name, value in fields.items() if value}
    return {**said, "provenance": dict.fromkeys(said, origin)}


def whole_address(href: str, base: str) -> str | None:
    """An address with all its parameters as they are; `None` where it is none."""
    try:
        return absolute(base, href) if href else None
    except NotAnAddress:
        return None
