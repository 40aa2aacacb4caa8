"""Everything of a source or a host taken back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row

from pipeline import editing
from pipeline.accept import place
from pipeline.pipe import Pipe
from pipeline.store import cards, erasure, proposals, raw
from pipeline.store.record import card_from
from pipeline.unmention import unmention
from schemas.card import StoryCard
from schemas.order import Action
from schemas.run import Item, Run
from schemas.stops import stopped

HOST = "host:"
"""What a target begins with that is a host, not a source's slug."""


def purged(pipe: Pipe, action: Action, run: Run) -> Run:
    """Erase every card of a source or a host, drop what waits, delete its fetched pages.

    Of other sources' cards the mention that it tells the story, too, goes. A run that is
    interrupted goes on where it was: what is done already is not done again.
    """
    gone: list[Item] = []
    for part in _cards(pipe, action.target):
        with pipe.store.writing() as c:
            now = pipe.store.clock()
            for card in part:
                if _own(action.target, card):
                    _erase(c, card, action, now)
                    gone.append(Item(url=card.url, card=card.id, title=card.title, why=action.why))
                else:
                    _unmention(c, card, action, now)
            place(c, {card.id: False for card in part}, pipe.publisher.placing, now)
    with pipe.store.writing() as c:
        held = [row for row in proposals.every(c) if _meant(action.target, row.source, _url(row))]
        proposals.drop(c, [row.id for row in held])
        erasure.expunged(c)
    _pages(pipe, action.target, pipe.store.clock())
    return run.model_copy(update={"withdrawn": tuple(gone)})


def _erase(c: Connection, card: StoryCard, action: Action, now: datetime) -> None:
    after = editing.erased(card, by=action.by, at=now, why=action.why)
    cards.save(c, after, cause=f"editor:{action.by}", changed=("editor.purge",), at=now)
    erasure.wipe_sketch(c, card.id)
    erasure.wipe_revisions(c, card.id, lambda _: None)


def _unmention(c: Connection, card: StoryCard, action: Action, now: datetime) -> None:
    """Take the source out of another's card, and out of its past, which it may have led."""
    unmention(
        c,
        card,
        lambda pickup: _meant(action.target, pickup.source, pickup.url),
        now,
        cause=f"editor:{action.by}",
        stays=lambda version: not _own(action.target, version),
    )


def _cards(pipe: Pipe, target: str) -> Iterator[list[StoryCard]]:
    """The cards that still hold something of it, in parts."""
    with pipe.store.reading() as c:
        parts = list(cards.walk(c))
    for ids in parts:
        with pipe.store.reading() as c:
            found = cards.live(c, ids).values()
        if part := [card for card in found if _holds(target, card)]:
            yield part


def _holds(target: str, card: StoryCard) -> bool:
    if _own(target, card):
        return not editing.is_erased(card)
    return any(_meant(target, pickup.source, pickup.url) for pickup in card.also_at)


def _own(target: str, card: StoryCard) -> bool:
    return _meant(target, card.source, card.url)


def _url(row: Row[Any]) -> str:
    return str(card_from(row.record).url)


def _meant(target: str, source: str, url: str) -> bool:
    if not target.startswith(HOST):
        return source == target
    host = target.removeprefix(HOST)
    return stopped(urlsplit(url).hostname or "", {host: ""}) is not None


def _pages(pipe: Pipe, target: str, now: datetime) -> None:
    """Delete the stored answers; files that held some are written anew without them."""
    with pipe.store.reading() as c:
        rows = [row for row in raw.every(c) if _meant(target, row.source, row.url)]
    files = _files(rows)
    if not files:
        return
    with pipe.store.writing() as c:
        raw.drop(c, [(row.key, row.digest) for row in rows])
    pipe.shelf.turn(now)
    for file in files:
        pipe.retention.rewrite(file, now)


def _files(rows: Sequence[Row[Any]]) -> list[str]:
    return sorted({row.file for row in rows})
