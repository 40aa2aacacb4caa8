"""What a page or a feed item says, before anything is decided about it."""

from schemas.types import Instant, Kind, Language, Moment, Record, Url


class ImageFound(Record):
    """A picture as the page names it."""

    url: Url
    alt: str | None = None
    credit: str | None = None
    width: int | None = None
    height: int | None = None
    media_type: str | None = None
    bytes: int | None = None


class AuthorFound(Record):
    """An author as the page names them."""

    name: str
    url: Url | None = None


class Extracted(Record):
    """One story as its source tells it: raw values, each with what gave it."""

    url: Url
    """The address the bytes came from, after redirects."""
    canonical: Url | None = None
    aliases: tuple[Url, ...] = ()
    """Other addresses the page gives itself: shortlink, node address, AMP."""
    guid: str | None = None
    """The feed's own id of the item."""
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    """The story's own HTML, unsanitised, without the page around it."""
    published: Moment | None = None
    updated: Instant | None = None
    language: Language | None = None
    image: ImageFound | None = None
    authors: tuple[AuthorFound, ...] = ()
    section: str | None = None
    """The raw label."""
    tags: tuple[str, ...] = ()
    kind: Kind | None = None
    translations: dict[Language, Url] = {}
    """hreflang or language switcher, without the page itself."""
    site_name: str | None = None
    provenance: dict[str, str] = {}
    """Field → `selector`, `json-ld`, `opengraph`, `dublin-core`, `microdata`, `time`, `text`,
    `url`, `feed` or `listing`."""
