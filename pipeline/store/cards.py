"""Cards: live ones, proposals that wait, revisions."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from pipeline.store import tables as t
from pipeline.store.ledger import led_to, url_key
from pipeline.store.record import card_from, record_of
from pipeline.store.upsert import chunks, upserted
from pipeline.text import title_key
from schemas.card import StoryCard
from schemas.decision import Decision


def live(c: Connection, ids: Iterable[str]) -> dict[str, StoryCard]:
    """The stored cards of these ids, withdrawn ones too."""
    found: dict[str, StoryCard] = {}
    for part in chunks(ids):
        rows = c.execute(select(t.card.c.id, t.card.c.record).where(t.card.c.id.in_(part)))
        found.update((row.id, card_from(row.record)) for row in rows)
    return found


def state_of(c: Connection, card: str) -> str | None:
    """`live`, `withdrawn`, or `None` where no such card was ever public."""
    return c.scalar(select(t.card.c.state).where(t.card.c.id == card))


def sketch_of(c: Connection, card: str) -> tuple[str, tuple[int, ...]]:
    """A card's text hash and sketch."""
    row = c.execute(
        select(t.card.c.text_hash, t.card.c.shingles).where(t.card.c.id == card)
    ).first()
    return (row.text_hash, tuple(json.loads(row.shingles))) if row else ("", ())


def status(c: Connection, ids: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Id → its state and whether it is history (came with a first run or a backfill)."""
    found: dict[str, tuple[str, bool]] = {}
    for part in chunks(ids):
        rows = c.execute(
            select(t.card.c.id, t.card.c.state, t.card.c.history).where(t.card.c.id.in_(part))
        )
        found.update((row.id, (row.state, row.history)) for row in rows)
    return found


def alike(c: Connection, key: str, language: str) -> list[tuple[StoryCard, tuple[int, ...]]]:
    """Live and pending cards of this folded title and language, with their sketches."""
    rows: Sequence[Row[Any]] = [
        *c.execute(
            select(t.card.c.record, t.card.c.shingles).where(
                t.card.c.title_key == key,
                t.card.c.language == language,
                t.card.c.state == "live",
            )
        ),
        *c.execute(
            select(t.proposal.c.record, t.proposal.c.shingles).where(
                t.proposal.c.title_key == key, t.proposal.c.state == "pending"
            )
        ),
    ]
    found = [(card_from(r.record), tuple(json.loads(r.shingles))) for r in rows]
    return [(card, sketch) for card, sketch in found if card.language == language]


def propose(
    c: Connection, decision: Decision, run: str, now: datetime, *, action: str | None = None
) -> None:
    """Put a decided card among the pending ones; a later word in the same state replaces it."""
    card = decision.card
    if card is None:
        raise ValueError("only a decision with a card can be proposed")
    c.execute(
        delete(t.proposal).where(t.proposal.c.card == card.id, t.proposal.c.state == "pending")
    )
    row = {
        "card": card.id,
        "run": run,
        "source": card.source,
        "state": "pending",
        "action": action or decision.action,
        "changed": json.dumps(decision.changed),
        "reason": decision.reason,
        "title_key": title_key(card.title),
        "text_hash": decision.text_hash,
        "shingles": json.dumps(decision.shingles),
        "record": record_of(card),
        "at": now,
    }
    c.execute(t.proposal.insert(), [row])


def proposed(c: Connection, card: str) -> Row[Any] | None:
    """The pending proposal of a card."""
    return c.execute(
        select(t.proposal).where(t.proposal.c.card == card, t.proposal.c.state == "pending")
    ).first()


def proposals(c: Connection, run: str, state: str = "pending") -> Sequence[Row[Any]]:
    """A run's proposals in the order they were made."""
    return c.execute(
        select(t.proposal)
        .where(t.proposal.c.run == run, t.proposal.c.state == state)
        .order_by(t.proposal.c.id)
    ).all()


def adopt_orphans(c: Connection, source: str, run: str) -> int:
    """Take over what an interrupted run of the same source left pending; how many."""
    return c.execute(
        update(t.proposal)
        .where(
            t.proposal.c.source == source,
            t.proposal.c.state == "pending",
            t.proposal.c.run != run,
        )
        .values(run=run)
    ).rowcount


def hold(c: Connection, run: str, ids: Iterable[str] | None = None) -> None:
    """Move a run's pending proposals (or those of some cards) into quarantine."""
    where = (t.proposal.c.run == run) & (t.proposal.c.state == "pending")
    if ids is not None:
        where = where & t.proposal.c.card.in_(list(ids))
    waiting = select(t.proposal.c.card).where(where)
    c.execute(
        delete(t.proposal).where(t.proposal.c.state == "held", t.proposal.c.card.in_(waiting))
    )
    c.execute(update(t.proposal).where(where).values(state="held"))


def supersede(c: Connection, ids: Iterable[str]) -> int:
    """Drop held proposals of cards that a healthy run confirmed; how many."""
    wanted = list(ids)
    return c.execute(
        delete(t.proposal).where(t.proposal.c.state == "held", t.proposal.c.card.in_(wanted))
    ).rowcount


def held(c: Connection, source: str | None = None) -> Sequence[Row[Any]]:
    """What waits in quarantine, oldest first."""
    query = select(t.proposal).where(t.proposal.c.state == "held").order_by(t.proposal.c.id)
    return c.execute(query.where(t.proposal.c.source == source) if source else query).all()


def drop_proposals(c: Connection, ids: Iterable[int]) -> None:
    """Forget proposals that were accepted or rejected."""
    c.execute(delete(t.proposal).where(t.proposal.c.id.in_(list(ids))))


def save(
    c: Connection,
    card: StoryCard,
    *,
    cause: str,
    changed: Iterable[str],
    at: datetime,
    text_hash: str = "",
    shingles: Iterable[int] = (),
    state: str = "live",
) -> None:
    """Make a card the accepted version and note the revision."""
    record = record_of(card)
    row = {
        "id": card.id,
        "story": card.story,
        "source": card.source,
        "language": card.language,
        "state": state,
        "title_key": title_key(card.title),
        "sort_at": card.sort_at,
        "first_seen": card.first_seen,
        "updated": card.updated,
        "history": card.history,
        "text_hash": text_hash,
        "shingles": json.dumps(list(shingles)),
        "record": record,
    }
    keep = ("first_seen", "history") if text_hash else ("first_seen", "history", *_SKETCH)
    upserted(c, t.card, [row], keep=keep)
    note = {
        "card": card.id,
        "revision": card.revision,
        "at": at,
        "cause": cause,
        "changed": json.dumps(list(changed)),
        "record": record,
    }
    upserted(c, t.revision, [note])


_SKETCH = ("text_hash", "shingles")


def set_state(c: Connection, card: str, state: str) -> None:
    """`live` or `withdrawn`."""
    c.execute(update(t.card).where(t.card.c.id == card).values(state=state))


def newest(c: Connection, source: str, count: int) -> list[StoryCard]:
    """A source's newest live cards."""
    rows = c.scalars(
        select(t.card.c.record)
        .where(t.card.c.source == source, t.card.c.state == "live")
        .order_by(t.card.c.sort_at.desc())
        .limit(count)
    )
    return [card_from(record) for record in rows]


def counts(c: Connection) -> dict[str, int]:
    """Live cards per source."""
    rows = c.execute(
        select(t.card.c.source, func.count())
        .where(t.card.c.state == "live")
        .group_by(t.card.c.source)
    )
    return {row[0]: row[1] for row in rows}


def ids_in(c: Connection, stories: Iterable[str]) -> set[str]:
    """The cards of these stories."""
    found: set[str] = set()
    for part in chunks(stories):
        found.update(c.scalars(select(t.card.c.id).where(t.card.c.story.in_(part))))
    return found


def public_in(c: Connection, stories: Iterable[str]) -> list[StoryCard]:
    """The cards of these stories that readers may see."""
    found: list[StoryCard] = []
    for part in chunks(stories):
        rows = c.scalars(
            select(t.card.c.record).where(t.card.c.story.in_(part), t.card.c.state == "live")
        )
        found += [card for card in map(card_from, rows) if card.public]
    return found


def page_of(
    c: Connection,
    *,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
    source: str | None = None,
    language: str | None = None,
    state: str = "live",
) -> list[StoryCard]:
    """Cards newest first, from behind a cursor (`sort_at`, id)."""
    query = select(t.card.c.record).where(t.card.c.state == state)
    if source:
        query = query.where(t.card.c.source == source)
    if language:
        query = query.where(t.card.c.language == language)
    if after:
        at, card = after
        query = query.where(
            (t.card.c.sort_at < at) | ((t.card.c.sort_at == at) & (t.card.c.id < card))
        )
    query = query.order_by(t.card.c.sort_at.desc(), t.card.c.id.desc()).limit(limit)
    return [card_from(record) for record in c.scalars(query)]


def find(c: Connection, name: str) -> StoryCard | None:
    """The card that an id, a key, or any address of it leads to."""
    candidates = [name, _id_of_key(name)]
    if "://" in name:
        candidates += list(led_to(c, [url_key(name)]).values())
    found = live(c, [x for x in candidates if x])
    return next(iter(found.values()), None)


def _id_of_key(key: str) -> str:
    if len(key) != 32:
        return ""
    return f"urn:uuid:{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def any_live(c: Connection) -> bool:
    """Whether there is a card at all."""
    return c.scalar(select(t.card.c.id).limit(1)) is not None


def walk(c: Connection, size: int = 500) -> Iterator[list[str]]:
    """Every card's id, in parts."""
    last = ""
    while part := list(
        c.scalars(select(t.card.c.id).where(t.card.c.id > last).order_by(t.card.c.id).limit(size))
    ):
        yield part
        last = part[-1]
