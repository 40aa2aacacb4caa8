"""What the pure stages hand to each other about one page."""

from typing import Literal

from schemas.card import Author, Image, StoryCard, TopicMark
from schemas.marks import Marks
from schemas.types import CardId, Instant, Kind, Language, Moment, Record, Rights, Section, Url

Learnt = Literal[
    "listed", "canonical", "node", "guid", "former", "redirect", "host", "editor"
]  # fmt: skip
"""`former`: a guid under a slug that its source had before; `host`: an address at a host that it
had before; `editor`: an editor split it off."""


class Alias(Record):
    """A name that leads to a card."""

    key: str
    """`url:<canonical address>` or `guid:<source>:<the source's id>`."""
    learnt: Learnt
    """How it came to be known."""


class Cleaned(Record):
    """One story in publishable form, before it has an identity."""

    source: str
    url: Url
    """Canonical: host aliases resolved, tracking gone."""
    aliases: tuple[Alias, ...]
    title: str
    teaser: str = ""
    body: str | None = None
    """Allow-listed HTML where rights allow the full text."""
    text_hash: str = ""
    """Of the body's words alone: markup, spaces and links do not move it; '' without a body."""
    shingles: tuple[int, ...] = ()
    """A sketch of the text for comparing copies."""
    marks: Marks = Marks()
    """What its copies are told by."""
    published: Moment | None = None
    source_updated: Instant | None = None
    language: Language
    image: Image | None = None
    authors: tuple[Author, ...] = ()
    section: Section
    kind: Kind = "story"
    tags: tuple[str, ...] = ()
    topics: tuple[TopicMark, ...] = ()
    departments: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    translations: dict[Language, Url] = {}
    rights: Rights
    provenance: dict[str, str] = {}


class Likeness(Record):
    """A card of another address that might tell the same story."""

    card: StoryCard
    authority: int
    """Of its source."""
    shingles: tuple[int, ...] = ()
    marks: Marks = Marks()


class Past(Record):
    """What the store knows that bears on one page."""

    id: CardId | None = None
    """What the aliases lead to: minted earlier, whether or not a card is live."""
    first_seen: Instant | None = None
    """When `id` was minted."""
    card: StoryCard | None = None
    """Its latest accepted version."""
    text_hash: str = ""
    """The text hash of that version."""
    twins: tuple[StoryCard, ...] = ()
    """Cards that this page names as its translations, or that name it as theirs."""
    similar: tuple[Likeness, ...] = ()
    """Cards in the same language, from other addresses, that share passages or the title."""
    erased: bool = False
    """Whether it must never be collected again."""
    merged: bool = False
    """Whether the page's own card was merged into `card`: only `also_at` may change."""
    heir: bool = False
    """Whether the page's source reads what the card's source, declared no longer, used to."""
    apart: bool = False
    """Whether an editor said that it is a story of its own."""


class Decision(Record):
    """What is to become of one page."""

    action: Literal["new", "updated", "touched", "unchanged", "duplicate", "rejected"]
    """`touched`: stored and rendered, but not a material change; `updated` stays."""
    card: StoryCard | None = None
    """The card to be stored; for a duplicate the leader with its new `also_at` or lead."""
    changed: tuple[str, ...] = ()
    """Fields that differ from the version before."""
    joins: tuple[CardId, ...] = ()
    """Its other language versions that another story holds so far."""
    reason: str = ""
    text_hash: str = ""
    shingles: tuple[int, ...] = ()
