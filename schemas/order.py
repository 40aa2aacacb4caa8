"""What somebody asked for: a source to be run, or an editor's action."""

from typing import Literal

from schemas.run import Trigger
from schemas.types import Instant, Record, Url

ActionName = Literal[
    "edit", "hide", "restore", "pin", "unpin", "release", "retract", "accept", "reject", "purge",
    "merge", "split", "undo", "erase", "accept-pair", "reject-pair", "undo-pair",
    "include", "exclude", "follow",
]  # fmt: skip


class Action(Record):
    """An editor's action on a card, or on a source's quarantine."""

    name: ActionName
    target: str
    """A card's id; for `accept` and `reject` a source's slug or a held card's id; for `purge`
    a slug or `host:<host>`; for a pair its number."""
    by: str
    why: str = ""
    fields: dict[str, str] = {}
    """For `edit`: field → new text; for `merge`: `into` → a card; for `split`: `names` → the
    addresses or guids to split off, with spaces between; for `include`, `exclude`, `follow` and,
    where it is for one newsletter only, `release`: `channel` → a channel's name."""


class Order(Record):
    """One run to be made."""

    trigger: Trigger
    source: str = ""
    host: str = ""
    """The host that the run will be at; no two runs are at one host."""
    url: Url | None = None
    """One story page to read besides the listing."""
    force: bool = False
    """Ask without validators."""
    action: Action | None = None
    replay: Literal["show", "apply"] | None = None
    """Read the source from its stored pages, to show or to apply what differs."""
    retag: bool = False
    """For a replay: only topics, departments, projects and people are looked at."""
    since: Instant | None = None
    """For a replay: only from what was fetched since."""
    pictures: str = ""
    """The source whose pictures at `host` are to be looked at, where that is what is asked for."""
    full: bool = False
    """For a publish: render everything anew."""
