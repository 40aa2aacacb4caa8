"""Something wrong that a person is to know of."""

from typing import Literal

from schemas.types import Instant, Record

Audience = Literal["editors", "operator"]
Kind = Literal[
    "held", "blocked", "failed", "crashed", "quiet", "gone", "language", "picture",
    "unusable", "stale", "fault",
]  # fmt: skip
"""Of a source the first six, of a channel `quiet`, `language` and `picture`, of a page of our own
`unusable` (its file) and `stale` (its figures), of us `fault`."""
Event = Literal["opened", "closed"]
State = Literal["fresh", "told", "ended", "over"]
"""`fresh`: nobody knows yet. `ended`: its recovery is still to be told. `over`: nothing is."""


class Trouble(Record):
    """What is wrong with something now."""

    subject: str
    """A source's slug, `feeds/<channel>`, `pages/<page>`, or a part of ours: store, scheduler …"""
    kind: Kind
    reason: str
    """One line for a person."""
    figures: dict[str, float] = {}
    audience: Audience = "editors"


class Incident(Trouble):
    """A trouble from its first sight to its end; told once, and its end once."""

    id: str
    """32 hex digits."""
    state: State
    opened: Instant
    seen: Instant
    """When it was last found."""
    times: int
    """How often it was found."""
    ripe: int
    """How often it must be found before it is told."""
    closed: Instant | None = None
    ending: str = ""
    """How it ended."""
