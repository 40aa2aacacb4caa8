"""What is in which channel, since when, and which documents are out of date."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    BindParameter,
    Connection,
    Row,
    bindparam,
    delete,
    func,
    select,
    update,
)

from pipeline.store import archives
from pipeline.store import tables as t
from pipeline.store.upsert import chunks, upserted


def variants_with(c: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    """Card → the variants it is in or waits for."""
    found: dict[str, set[str]] = {}
    for part in chunks(ids):
        rows = c.execute(select(t.entry.c.card, t.entry.c.variant).where(t.entry.c.card.in_(part)))
        for row in rows:
            found.setdefault(row.card, set()).add(row.variant)
    return found


def enter(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add or move entries; one that is released stays released and keeps its place in time."""
    upserted(c, t.entry, rows, keep=("ready_at", "released"))


_ENTRY = (t.entry.c.card == bindparam("its_card")) & (t.entry.c.variant == bindparam("its_variant"))


def leave(c: Connection, all_: Iterable[tuple[str, str]]) -> None:
    """Take cards out of variants: pairs of card and variant."""
    rows = [{"its_card": card, "its_variant": variant} for card, variant in all_]
    if rows:
        c.execute(delete(t.entry).where(_ENTRY), rows)


def clear_variant(c: Connection, variant: str) -> None:
    """Take every card out of a variant."""
    c.execute(delete(t.entry).where(t.entry.c.variant == variant))


def hasten(c: Connection, card: str, variants: Iterable[str], at: datetime) -> None:
    """Let a card's waiting entries in these variants be ready now."""
    waits = (t.entry.c.card == card) & t.entry.c.released.is_(False)
    here = t.entry.c.variant.in_(list(variants))
    c.execute(update(t.entry).where(waits, here).values(ready_at=at))


def mark_dirty(
    c: Connection, kind: str, names: Mapping[str, datetime], *, soften: bool = False
) -> None:
    """Have documents (name → when their content changed) rendered anew.

    `soften`: a mark that is already there keeps its instant.
    """
    rows = [
        {"kind": kind, "name": name, "changed": changed, "mark": uuid4().hex}
        for name, changed in names.items()
    ]
    upserted(c, t.dirty, rows, ignore=soften)


def any_dirty(c: Connection) -> bool:
    """Whether a document is out of date."""
    return c.scalar(select(t.dirty.c.name).limit(1)) is not None


def dirty(c: Connection) -> Sequence[Row[Any]]:
    """Every mark, in a steady order."""
    return c.execute(select(t.dirty).order_by(t.dirty.c.kind, t.dirty.c.name)).all()


def clean(c: Connection, marks: Iterable[str]) -> None:
    """Clear these very marks; one set meanwhile stays."""
    c.execute(delete(t.dirty).where(t.dirty.c.mark.in_(list(marks))))


def entry_of(c: Connection, card: str, variant: str) -> Row[Any] | None:
    """Since when a card waits for a variant, or that it is released there."""
    found = c.execute(select(t.entry).where(_ENTRY), {"its_card": card, "its_variant": variant})
    return found.one_or_none()


def ready(c: Connection, now: datetime) -> Sequence[Row[Any]]:
    """Entries that are to be released by now, in the order in which they became ready."""
    return c.execute(_READY, {"now": now}).all()


_READY = (
    select(t.entry)
    .where(t.entry.c.released.is_(False), t.entry.c.ready_at <= bindparam("now"))
    .order_by(t.entry.c.ready_at, t.entry.c.sort_at, t.entry.c.card)
)


def next_ready(c: Connection) -> datetime | None:
    """When the next waiting entry becomes ready."""
    return c.scalar(_NEXT)


_NEXT = (
    select(t.entry.c.ready_at)
    .where(t.entry.c.released.is_(False))
    .order_by(t.entry.c.ready_at)
    .limit(1)
)


def released_cards(c: Connection, variant: str, stories: Collection[str]) -> dict[str, set[str]]:
    """Story → cards of it that a variant ever released.

    A card counts for the story it is of now: a twin may have been found after the release.
    """
    found: dict[str, set[str]] = {}
    here = {"its_variant": variant}
    for part in chunks(stories):
        of_now = {row.id: row.story for row in c.execute(_OF_NOW, {"its_stories": part})}
        for card in c.scalars(_RELEASED, here | {"its_cards": list(of_now)}):
            found.setdefault(of_now[card], set()).add(card)
        for story, card in c.execute(_NOTED, here | {"its_stories": part}):
            if story in stories:
                found.setdefault(story, set()).add(card)
    return found


_STORIES: BindParameter[str] = bindparam("its_stories", expanding=True)
_HERE = t.release.c.variant == bindparam("its_variant")
_OF_NOW = select(t.card.c.id, t.card.c.story).where(t.card.c.story.in_(_STORIES))
_RELEASED = select(t.release.c.card).where(
    _HERE, t.release.c.card.in_(bindparam("its_cards", expanding=True))
)
"""By the ids: in one question with the stories, every release of the variant would be read."""
_NOTED = (
    select(func.coalesce(t.card.c.story, t.release.c.story), t.release.c.card)
    .select_from(t.release.outerjoin(t.card, t.card.c.id == t.release.c.card))
    .where(_HERE, t.release.c.story.in_(_STORIES))
)


def write_releases(c: Connection, rows: Sequence[Row[Any]], at: datetime) -> None:
    """Note the first publication of waiting entries; one that was noted before keeps its place."""
    noted = [{"variant": r.variant, "story": r.story, "card": r.card, "at": at} for r in rows]
    upserted(c, t.release, noted, ignore=True)
    if rows:
        of_all = [{"its_card": row.card, "its_variant": row.variant} for row in rows]
        c.execute(_TAKEN, of_all)
        archives.expect(c, rows)


_TAKEN = update(t.entry).where(_ENTRY).values(released=True)


def released_in(c: Connection, ids: Iterable[str]) -> dict[str, set[str]]:
    """Card → the variants that ever released it."""
    found: dict[str, set[str]] = {}
    for part in chunks(ids):
        rows = c.execute(
            select(t.release.c.card, t.release.c.variant).where(t.release.c.card.in_(part))
        )
        for row in rows:
            found.setdefault(row.card, set()).add(row.variant)
    return found


def releases_of(c: Connection, card: str) -> list[tuple[str, datetime]]:
    """Where and since when a card was released."""
    rows = c.execute(
        select(t.release.c.variant, t.release.c.at)
        .where(t.release.c.card == card)
        .order_by(t.release.c.variant)
    )
    return [(row.variant, row.at) for row in rows]


def sizes(c: Connection) -> dict[str, int]:
    """Released cards per variant."""
    rows = c.execute(
        select(t.entry.c.variant, func.count())
        .where(t.entry.c.released.is_(True))
        .group_by(t.entry.c.variant)
    )
    return {row[0]: row[1] for row in rows}


def newest(c: Connection) -> dict[str, tuple[datetime, datetime]]:
    """Variant → when the newest of its cards was published, and when one was released last."""
    of_release = (t.release.c.variant == t.entry.c.variant) & (t.release.c.card == t.entry.c.card)
    rows = c.execute(
        select(t.entry.c.variant, func.max(t.entry.c.sort_at), func.max(t.release.c.at))
        .select_from(t.entry.join(t.release, of_release))
        .where(t.entry.c.released.is_(True))
        .group_by(t.entry.c.variant)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def states(c: Connection) -> dict[str, Row[Any]]:
    """Variant → its `fingerprint` and `updated`.

    The fingerprint is of the declaration its entries were chosen by; `updated` is the newest
    change among its cards or of one removed from it.
    """
    return {row.variant: row for row in c.execute(_STATES).all()}


_STATES = select(t.variant_state)


def set_updated(c: Connection, moments: Mapping[str, datetime]) -> None:
    """Keep the `updated` of variants."""
    if moments:
        c.execute(
            update(t.variant_state)
            .where(t.variant_state.c.variant == bindparam("its_name"))
            .values(updated=bindparam("moment")),
            [{"its_name": name, "moment": moment} for name, moment in moments.items()],
        )


def set_states(c: Connection, states_: Mapping[str, tuple[str, datetime]]) -> None:
    """Keep fingerprints and `updated`."""
    rows = [
        {"variant": name, "fingerprint": fingerprint, "updated": updated}
        for name, (fingerprint, updated) in states_.items()
    ]
    upserted(c, t.variant_state, rows)


def drop_variant(c: Connection, variant: str) -> None:
    """Forget a variant that is no longer declared; its releases are kept."""
    clear_variant(c, variant)
    c.execute(delete(t.variant_state).where(t.variant_state.c.variant == variant))


def any_document(c: Connection) -> bool:
    """Whether anything was ever published from this store."""
    return c.scalar(select(t.document.c.path).limit(1)) is not None


def documents(c: Connection) -> dict[str, Row[Any, Any, Any, Any]]:
    """Path → what is published there: path, ETag, instant of the last change, size."""
    return {row[0]: row for row in c.execute(_DOCUMENTS).all()}


_DOCUMENTS = select(
    t.document.c.path, t.document.c.etag, t.document.c.changed, t.document.c.size
).order_by(t.document.c.path)


def etags(c: Connection) -> dict[str, str]:
    """Path → the ETag of what is published there."""
    return {path: etag for path, etag in c.execute(_ETAGS).all()}  # noqa: C416  # rows are no pairs to mypy


_ETAGS = select(t.document.c.path, t.document.c.etag)


def note_documents(c: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note what was published where: path, etag, changed, size in bytes."""
    upserted(c, t.document, rows)


def drop_document(c: Connection, path: str) -> None:
    """Forget a removed document."""
    c.execute(delete(t.document).where(t.document.c.path == path))
