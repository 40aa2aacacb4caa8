"""Everything the switches have changed, as one value that survives a restart."""

import datetime as dt
import os
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from demo.awkward import Awkward
from demo.content import Language, Record, Story, Words

Scope = Literal["listing", "pages", "all"]


class StateError(ValueError):
    """A state file that cannot be read back."""


class Edit(Record):
    """A story's words after an edit; the listing may still show others."""

    at: dt.datetime
    listed_at: dt.datetime | None = None
    """When the listing last changed with it."""
    page: dict[Language, Words]
    listing: dict[Language, Words]


class Failure(Record):
    """How a site fails: with which status, where, and when it says to come back."""

    status: int
    scope: Scope
    retry_after: int | None = None


class Frozen(Record):
    """A listing kept by a cache: its age in seconds and the state it shows."""

    seconds: int
    state: "State"


class State(Record):
    """What the newsroom shows, next to its content: same content and state, same bytes."""

    today: dt.date
    started: dt.datetime | None = None
    """No story is dated later than this moment unless it was released after it."""
    last: dt.datetime | None = None
    """When the latest switch was pulled; each is at least a second after the one before."""
    added: dict[str, Story] = {}
    released: dict[str, dt.datetime] = {}
    edits: dict[str, Edit] = {}
    gone: dict[str, int] = {}
    touched: dict[str, dt.datetime] = {}
    """Per site, the latest switch that changed its listing."""
    restyled: dict[str, dt.datetime] = {}
    """Per site, the latest switch that changed all its pages."""
    redesigned: tuple[str, ...] = ()
    moved: dict[str, str] = {}
    frozen: dict[str, Frozen] = {}
    unmodified: tuple[str, ...] = ()
    failing: dict[str, Failure] = {}
    html_feeds: tuple[str, ...] = ()
    slow: dict[str, float] = {}
    pictures: dict[str, Awkward] = {}
    """Story → what is the matter with its picture."""


def state_from(file: Path | None, otherwise: State) -> State:
    """The saved state; `otherwise` when there is no file. Raises StateError."""
    if file is None or not file.exists():
        return otherwise
    try:
        return State.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise StateError(f"{file} is no state of this newsroom; delete it") from error


def save(state: State, file: Path) -> None:
    """Writes the state beside the file, then renames it into place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as stream:
        stream.write(state.model_dump_json(indent=1).encode())
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
