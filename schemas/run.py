"""The receipt of a run."""

from typing import Literal, get_args

from schemas.replay import Replayed
from schemas.types import Instant, Record

RunState = Literal["queued", "running", "done"]
Outcome = Literal["passed", "quiet", "held", "blocked", "failed", "crashed", "cancelled"]
"""`quiet`: passed, but nothing new came for longer than the source's history explains."""
ItemList = Literal[
    "added", "updated", "duplicates", "held", "withdrawn", "rejected", "problems", "documents"
]
LISTS: tuple[ItemList, ...] = get_args(ItemList)
Trigger = Literal["schedule", "manual", "edit", "publish", "replay", "pictures"]


class Item(Record):
    """One address or card that a run has something to say about."""

    url: str
    card: str | None = None
    title: str = ""
    why: str = ""


class ListingNote(Record):
    """What a listing or feed answered."""

    url: str
    status: int
    links: int
    not_modified: bool = False
    age: int | None = None
    """Seconds it had lain in a cache, where it came from one."""
    problem: str = ""
    moved: str | None = None
    """Where it is now, if it moved for good: what to write into the source's file."""


class DocumentChange(Record):
    """A public document that was rewritten or removed."""

    path: str
    etag: str | None
    """`None` where it was removed."""


class Mailed(Record):
    """A newsletter that had a story."""

    newsletter: str
    """With its language, as in `newsletter.it`."""
    since: Instant
    """When the story entered it: mails sent from then on may hold it."""
    editions: tuple[str, ...] = ()
    """The paths of the editions that came out with it; they are without it now."""


class TakenBack(Record):
    """What became of a story that an editor hid or retracted."""

    card: str
    documents: tuple[str, ...]
    """Paths at which it is gone: removed, or written without it."""
    cached_until: Instant
    """Until when browsers and caches that can reach us may still show the old bytes."""
    cached_at_worst: Instant | None = None
    """Until when those may that cannot reach us; receipts from before do not say."""
    pictures_until: Instant | None = None
    """Until when browsers that have copies of its pictures may keep them; none without copies."""
    mailed: tuple[Mailed, ...] = ()


class Run(Record):
    """One source taken through the pipe, or one editor's action, and what came of it."""

    id: str
    """32 hex digits."""
    source: str
    """The source's slug; empty for an editor's action or a publish."""
    trigger: Trigger
    url: str | None = None
    state: RunState = "queued"
    outcome: Outcome | None = None
    reason: str = ""
    """One line: why it was held, blocked, failed; what an editor did."""
    figures: dict[str, float] = {}
    """What the verdict rests on: this run's figures beside the usual ones."""
    requested: Instant
    started: Instant | None = None
    finished: Instant | None = None
    attempt: int = 0
    listings: tuple[ListingNote, ...] = ()
    fetched: int = 0
    not_modified: int = 0
    added: tuple[Item, ...] = ()
    updated: tuple[Item, ...] = ()
    unchanged: int = 0
    duplicates: tuple[Item, ...] = ()
    held: tuple[Item, ...] = ()
    withdrawn: tuple[Item, ...] = ()
    rejected: tuple[Item, ...] = ()
    problems: tuple[Item, ...] = ()
    """Pages that could not be read."""
    documents: tuple[DocumentChange, ...] = ()
    requests: int = 0
    bytes: int = 0
    replayed: Replayed | None = None
    """For a replay: what differs."""
    taken_back: TakenBack | None = None
    """For a story that was hidden or retracted."""
    compacted: dict[str, int] | None = None
    """Of a receipt older than a year, whose lists are gone: how long each of them was."""

    def count(self, items: ItemList) -> int:
        """How many items a list has, or had."""
        return (self.compacted or {}).get(items, len(getattr(self, items)))

    def compact(self) -> "Run":
        """The receipt without its lists: counts, outcome and figures stay."""
        counts = {name: self.count(name) for name in LISTS}
        empty: dict[str, object] = dict.fromkeys(LISTS, ())
        return self.model_copy(update={**empty, "replayed": None, "compacted": counts})
