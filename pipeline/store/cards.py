"""Accepted cards and their revisions."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, select, update

from pipeline.store import regroups, search
from pipeline.store import tables as t
from pipeline.store.ledger import led_to, url_key
from pipeline.store.record import Version, card_from, record_of, version
from pipeline.store.upsert import chunks, upserted
from pipeline.text import title_key
from schemas.card import StoryCard


def live(c: Connection, ids: Iterable[str]) -> dict[str, StoryCard]:
    """The stored cards of these ids, withdrawn ones too."""
    found: dict[str, StoryCard] = {}
    for part in chunks(ids):
        rows = c.execute(_RECORDS, {"its_ids": part})
        found.update({card: card_from(record) for card, record in rows.all()})
    return found


_OF_IDS = t.card.c.id.in_(bindparam("its_ids", expanding=True))
_READABLE = t.card.c.state != "unreadable"
_RECORDS = select(t.card.c.id, t.card.c.record).where(_OF_IDS, _READABLE)
_VERSIONS = select(t.card).where(_OF_IDS, _READABLE)
_STATUS = select(t.card.c.id, t.card.c.state, t.card.c.history).where(_OF_IDS)


def state_of(c: Connection, card: str) -> str | None:
    """`live`, `withdrawn`, or `None` where no such card was ever public."""
    return c.scalar(select(t.card.c.state).where(t.card.c.id == card))


def status(c: Connection, ids: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Id → its state and whether it is history (came with a first run or a backfill)."""
    found: dict[str, tuple[str, bool]] = {}
    for part in chunks(ids):
        rows = c.execute(_STATUS, {"its_ids": part})
        found.update((row.id, (row.state, row.history)) for row in rows)
    return found


def versions(c: Connection, ids: Iterable[str]) -> dict[str, Version]:
    """Id → the accepted version, of withdrawn cards too."""
    found: dict[str, Version] = {}
    for part in chunks(ids):
        rows = c.execute(_VERSIONS, {"its_ids": part})
        found.update((row.id, version(row, row.state)) for row in rows)
    return found


def alike(c: Connection, keys: Iterable[str], hashes: Iterable[str]) -> set[str]:
    """The cards of these folded titles or of the very text, withdrawn and merged ones too."""
    found: set[str] = set()
    for query, values in ((_TITLED, keys), (_TELLING, hashes)):
        for part in chunks(filter(None, values)):
            found.update(c.scalars(query, {"its_own": part}))
    return found


_TITLED, _TELLING = (
    select(t.card.c.id).where(column.in_(bindparam("its_own", expanding=True)))
    for column in (t.card.c.title_key, t.card.c.text_hash)
)


class Accepted(NamedTuple):
    """A card that becomes the accepted version, and why."""

    card: StoryCard
    cause: str
    changed: str
    """The fields that differ from the version before, JSON."""
    at: datetime
    text_hash: str = ""
    shingles: str = "[]"
    """The sketch of its text, JSON; kept with the text hash where that is ''."""
    state: str = "live"


def save(
    c: Connection,
    card: StoryCard,
    *,
    cause: str,
    changed: Iterable[str],
    at: datetime,
    state: str | None = None,
) -> None:
    """Make a card, of which the text did not change, the accepted version.

    Without a `state` it keeps its own: what an editor does to a withdrawn or merged card brings it
    back nowhere.
    """
    state = state or state_of(c, card.id) or "live"
    save_all(c, [Accepted(card, cause, json.dumps(list(changed)), at, state=state)])


def save_all(c: Connection, all_: Sequence[Accepted]) -> None:
    """Make cards the accepted versions and note the revisions."""
    rows = [_row(accepted) for accepted in all_]
    first = ("first_seen", "history")
    upserted(c, t.card, [row for row in rows if row["text_hash"]], keep=first)
    untold = [row for row in rows if not row["text_hash"]]
    upserted(c, t.card, untold, keep=(*first, "text_hash", "shingles"))
    notes = [
        {
            "card": accepted.card.id,
            "revision": accepted.card.revision,
            "at": accepted.at,
            "cause": accepted.cause,
            "changed": accepted.changed,
            "record": row["record"],
        }
        for accepted, row in zip(all_, rows, strict=True)
    ]
    upserted(c, t.revision, notes)
    search.note(c, [one.card for one in all_], {one.card.id: one.state for one in all_})


def _row(accepted: Accepted) -> dict[str, Any]:
    card = accepted.card
    return {
        "id": card.id,
        "story": card.story,
        "source": card.source,
        "language": card.language,
        "state": accepted.state,
        "title_key": title_key(card.title),
        "sort_at": card.sort_at,
        "first_seen": card.first_seen,
        "updated": card.updated,
        "history": card.history,
        "text_hash": accepted.text_hash,
        "shingles": accepted.shingles,
        "record": record_of(card),
    }


def set_state(c: Connection, card: str, state: str, *, story: str | None = None) -> None:
    """`live`, `withdrawn` or `merged`; `story`: the one that its releases count for from now on."""
    values = {"state": state} | ({"story": story} if story else {})
    c.execute(update(t.card).where(t.card.c.id == card).values(values))
    search.follow(c, card)


def set_aside(c: Connection, card: str) -> None:
    """Keep a record that is no card away from everything that reads cards.

    Its id stays: when its page is read again, the card is as good as new.
    """
    c.execute(update(t.card).where(t.card.c.id == card).values(state="unreadable"))
    search.forget(c, card)


def newest(c: Connection, source: str, count: int) -> list[StoryCard]:
    """A source's newest live cards."""
    rows = c.scalars(_NEWEST, {"its_source": source, "count": count})
    return [card_from(record) for record in rows]


_NEWEST = (
    select(t.card.c.record)
    .where(t.card.c.source == bindparam("its_source"), t.card.c.state == "live")
    .order_by(t.card.c.sort_at.desc())
    .limit(bindparam("count"))
)


def counts(c: Connection) -> dict[str, int]:
    """Live cards per source."""
    rows = c.execute(
        select(t.card.c.source, func.count())
        .where(t.card.c.state == "live")
        .group_by(t.card.c.source)
    )
    return {row[0]: row[1] for row in rows}


def ids_in(c: Connection, stories: Iterable[str], *, live: bool = False) -> set[str]:
    """The cards of these stories, or those of them that are live."""
    found: set[str] = set()
    for part in chunks(stories):
        found.update(c.scalars(_LIVE_IN if live else _IN_STORIES, {"its_stories": part}).all())
    return found


_OF_STORIES = t.card.c.story.in_(bindparam("its_stories", expanding=True))
_IN_STORIES = select(t.card.c.id).where(_OF_STORIES)
# Not the bare column: its index would be taken, and every live card read.
_LIVE_IN = _IN_STORIES.where(t.card.c.state.concat("") == "live")


def public_in(c: Connection, stories: Iterable[str]) -> list[StoryCard]:
    """The cards of these stories that readers may see."""
    found = live(c, ids_in(c, stories, live=True)).values()
    return [card for card in found if card.public]


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
    """The card that an id, a key, or any address of it leads to; of a merged one the survivor."""
    candidates = _candidates(c, name)
    survivors = regroups.survivors(c, candidates)
    found = live(c, [survivors.get(card, card) for card in candidates])
    return next(iter(found.values()), None)


def named(c: Connection, name: str) -> str | None:
    """The id that an id, a key or an address means itself, wherever that card went."""
    known = regroups.known(c, _candidates(c, name)) | set(live(c, _candidates(c, name)))
    return next((card for card in _candidates(c, name) if card in known), None)


class Revised(NamedTuple):
    """One accepted version of a card."""

    revision: int
    at: datetime
    cause: str
    changed: str
    """The fields that differ from the version before, JSON."""
    card: StoryCard


def revisions(c: Connection, card: str) -> list[Revised]:
    """Every version of a card that is kept, the oldest first."""
    rows = c.execute(
        select(t.revision).where(t.revision.c.card == card).order_by(t.revision.c.revision)
    )
    return [
        Revised(row.revision, row.at, row.cause, row.changed, card_from(row.record)) for row in rows
    ]


def told(c: Connection, card: str) -> Iterator[StoryCard]:
    """What a card told, the latest revision first."""
    rows = c.execute(
        select(t.revision.c.record)
        .where(t.revision.c.card == card)
        .order_by(t.revision.c.revision.desc())
    )
    return (card_from(row.record) for row in rows)


def _candidates(c: Connection, name: str) -> list[str]:
    found = [name, _id_of_key(name)]
    if "://" in name:
        found += led_to(c, [url_key(name)]).values()
    return [card for card in found if card]


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
