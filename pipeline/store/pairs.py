"""Proposed language pairs, and the pictures they are found by."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, Row, delete, select, update

from pipeline.store import tables as t
from pipeline.store.upsert import Among, chunks, upserted
from schemas.pair import PairState


class _Shared(Protocol):
    """What two texts share."""

    @property
    def names(self) -> int: ...
    @property
    def figures(self) -> int: ...
    @property
    def share(self) -> float: ...


def note_pictures(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Index cards by their picture and day: card, spot, language."""
    upserted(c, t.picture, rows)


def pictured(c: Connection, spots: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Spot → the cards there, each with its language."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in _AT_SPOTS(c, sorted(spots)):
        found.setdefault(row.spot, []).append((row.card, row.language))
    return found


_AT_SPOTS = Among(select(t.picture), t.picture.c.spot)


def row(card: str, shared: _Shared, other: str, at: datetime) -> dict[str, Any]:
    """The row that proposes a pair."""
    one, two = sorted((card, other))
    return {
        "card": one,
        "other": two,
        "state": "proposed",
        "names": shared.names,
        "figures": shared.figures,
        "share": shared.share,
        "at": at,
        "by": "",
        "why": "",
        "moved": "{}",
    }


def propose(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note proposals; a pair that was proposed before, or decided on, stays as it is."""
    unique = {(found["card"], found["other"]): found for found in rows}
    known = {
        (found.card, found.other)
        for part in chunks({card for card, _ in unique})
        for found in c.execute(select(t.pair).where(t.pair.c.card.in_(part)))
    }
    if new := [found for key, found in unique.items() if key not in known]:
        c.execute(t.pair.insert(), new)


def find(c: Connection, number: int) -> Row[Any] | None:
    """A pair by its number."""
    return c.execute(select(t.pair).where(t.pair.c.id == number)).one_or_none()


def every(c: Connection, *states: PairState) -> Sequence[Row[Any]]:
    """The pairs in these states, the latest first."""
    return c.execute(
        select(t.pair).where(t.pair.c.state.in_(states)).order_by(t.pair.c.id.desc())
    ).all()


def decide(
    c: Connection, number: int, state: PairState, by: str, why: str, moved: Mapping[str, str]
) -> None:
    """Note what an editor said; `moved`: card → the story it was of before."""
    c.execute(
        update(t.pair)
        .where(t.pair.c.id == number)
        .values(state=state, by=by, why=why, moved=json.dumps(moved))
    )


def forget(c: Connection, card: str) -> None:
    """Leave nothing of a card that is erased."""
    c.execute(delete(t.picture).where(t.picture.c.card == card))
    c.execute(delete(t.pair).where((t.pair.c.card == card) | (t.pair.c.other == card)))
