"""The story card."""

from typing import Literal

from pydantic import Field, computed_field, model_validator

from schemas.types import (
    CardId,
    Instant,
    Kind,
    Language,
    Precision,
    Record,
    Rights,
    Section,
    Slug,
    Url,
)


class Rendition(Record):
    """A copy of a picture in one size and format."""

    url: Url
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    bytes: int = Field(gt=0)
    media_type: str


class Image(Record):
    """A card's lead picture; sizes are `None` until they were measured."""

    url: Url
    width: int | None = Field(default=None, gt=0)
    height: int | None = Field(default=None, gt=0)
    bytes: int | None = Field(default=None, gt=0)
    media_type: str | None = None
    alt: str | None = None
    """`None` where nobody wrote one, empty where the picture is decorative; never a file name."""
    credit: str | None = None
    fallback: bool = False
    """Whether this is the section's stock picture because the story has none."""
    renditions: tuple[Rendition, ...] = ()
    """Our copies, the widest first, as JPEG (for mail) and WebP; only where rights allow copies."""


class Author(Record):
    """A person or body a story is signed by."""

    name: str = Field(min_length=1, max_length=200)
    url: Url | None = None


class TopicMark(Record):
    """A topic of the vocabulary given to a card, and why."""

    topic: Slug
    words: tuple[str, ...] = ()
    """The words of the card that gave it; empty where an editor did."""
    vocabulary: str
    """The version of the vocabulary that assigned it."""


class Pickup(Record):
    """Another source's copy of the same story."""

    source: Slug
    url: Url
    title: str


class EditorMark(Record):
    """One thing an editor did to a card."""

    action: Literal[
        "edit", "hide", "restore", "pin", "unpin", "release", "retract", "channel", "link",
        "unlink", "merge", "split", "undo",
    ]  # fmt: skip
    by: str
    at: Instant
    why: str = ""
    channel: str = ""
    """The one channel it was about; '' for all of them."""


class Editorial(Record):
    """What editors decided about a card; it wins over what the source says."""

    hidden: bool = False
    retracted: bool = False
    pinned: bool = False
    overrides: dict[Literal["title", "teaser", "section", "image_alt"], str] = {}
    topics: tuple[Slug, ...] | None = None
    """The topics an editor chose instead of the rules', where one did."""
    embargo: Instant | None = None
    channels: dict[str, bool] = {}
    """Channel name → True (included) or False (excluded) against its filter."""
    log: tuple[EditorMark, ...] = ()


class StoryCard(Record):
    """One language version of one story, validated; every document is a view of it."""

    id: CardId
    story: CardId
    """Shared by the language versions of one story: the id of the first one seen."""
    revision: int = Field(ge=1)
    url: Url
    source: Slug
    section: Section
    kind: Kind = "story"
    language: Language
    title: str = Field(min_length=1, max_length=500)
    """Plain text."""
    teaser: str = Field(default="", max_length=1000)
    """Plain text, whole sentences, 150-300 characters where the source gives enough."""
    body: str | None = None
    """Allow-listed HTML; only where `rights.text` is `full`."""
    image: Image | None = None
    authors: tuple[Author, ...] = ()
    topics: tuple[TopicMark, ...] = ()
    departments: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    """The source's own words."""
    published: Instant | None = None
    """As emitted: a date-only value is 12:00 Europe/Rome that day, or `first_seen` if earlier."""
    published_precision: Precision = "unknown"
    updated: Instant
    """The last material change; starts as `first_seen`, unique to the microsecond."""
    first_seen: Instant
    history: bool = False
    """Whether it came with a source's first run, a backfill or a replay: no news when found."""
    also_at: tuple[Pickup, ...] = ()
    rights: Rights
    provenance: dict[str, str] = {}
    """Field → what gave it (`selector`, `json-ld`, `opengraph`, `feed`, `text`, `editor` …)."""
    editor: Editorial = Field(default_factory=Editorial)

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents this order of decorators
    @property
    def key(self) -> str:
        """The 32 hex digits of `id`, for addresses and file names."""
        return self.id.removeprefix("urn:uuid:").replace("-", "")

    @model_validator(mode="after")
    def _consistent(self) -> "StoryCard":
        if (self.published is None) != (self.published_precision == "unknown"):
            raise ValueError("published: a date needs a precision, and a precision needs a date")
        if self.body is not None and self.rights.text != "full":
            raise ValueError("body: the source's rights allow no full text")
        own = self.image is not None and not self.image.fallback
        if own and self.rights.images == "none":
            raise ValueError("image: the source's rights allow no picture")
        return self

    @property
    def sort_at(self) -> Instant:
        """The instant a card sorts by: its publication, or `first_seen` where that is unknown."""
        return self.published or self.first_seen

    @property
    def public(self) -> bool:
        """Whether an editor lets it be shown."""
        return not (self.editor.hidden or self.editor.retracted)
