"""Stories erased: what would go, and its going."""

import html
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row

from pipeline.accept import Placing, place
from pipeline.media import upkeep
from pipeline.pipe import Pipe
from pipeline.raw.shelf import Place, Shelf
from pipeline.raw.warc import answer_in
from pipeline.settings import Settings
from pipeline.store import cards, editions, images, oblivion, publication, raw, regroups, shunned
from pipeline.store.store import Store, remember, remembered
from pipeline.text import title_key
from pipeline.unmention import unmention
from schemas.card import StoryCard
from schemas.erasure import Erasure
from schemas.errors import PageError, UnknownError
from schemas.order import Action
from schemas.run import Item, Run
from schemas.types import ROME

_FILES = "files-to-cleanse"
_TELLING = 12
"""Characters from which a path or a title in a stored feed is the story's."""


def foreseen(store: Store, shelf: Shelf, settings: Settings, name: str, *, story: bool) -> Erasure:
    """What `erased` would take; UnknownError where there is no such card."""
    with store.reading() as c:
        found = _meant(c, name, story=story)
        variants = publication.variants_with(c, found)
        return Erasure(
            card=next(iter(found)),
            cards=tuple(f"{x.title} ({x.language}, {x.url})" for x in found.values()),
            rows=oblivion.counted(c, found),
            answers=len(_answers(c, shelf, found.values())),
            pictures=len(set(images.uses(c, found).values())),
            copies=upkeep.copies_of(c, found),
            channels=tuple(sorted(set[str]().union(*variants.values()) | _editions(c, found))),
            backups=backups(settings),
            kept=settings.backups,
        )


def _editions(c: Connection, ids: Iterable[str]) -> set[str]:
    """The newsletters' editions that hold any of these cards."""
    named = ((*item.variant.partition("."), item.period) for item in editions.holding(c, ids))
    return {f"editions/{name}/{day}{dot}{language}" for name, dot, language, day in named}


def backups(settings: Settings) -> tuple[str, ...]:
    """The copies of the store that `store backup` and migrations made."""
    return tuple(str(path) for path in sorted((settings.data / "backups").glob("*.sqlite")))


def erased(pipe: Pipe, action: Action, run: Run) -> Run:
    """Take a card (with `story`, all its language versions) out of everything; the receipt.

    Marks that tell nothing stay, so that it is never collected again. An erasure that is
    interrupted goes on where it was.
    """
    store, now = pipe.store, pipe.store.clock()
    _cleanse_files(pipe, now)
    with store.reading() as c:
        found = _meant(c, action.target, story=action.fields.get("story") == "yes")
    with store.writing() as c:
        rows = _answers(c, pipe.shelf, found.values())
        raw.drop(c, [(row.key, row.digest) for row in rows])
        remember(c, _FILES, sorted({row.file for row in rows}))
    _cleanse_files(pipe, now)
    with store.writing() as c:
        if c.dialect.name == "sqlite":
            c.exec_driver_sql("PRAGMA secure_delete=ON")
        _forget(c, found, action.by, pipe.publisher.placing, now)
        upkeep.followed(c, list(found), pipe.declared.sources, now)
    if store.engine.dialect.name == "sqlite":
        with store.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    held = len(backups(pipe.settings))
    why = f"erased; {held} backups still hold it" if held else "erased"
    gone = tuple(Item(url="", card=card, why=why) for card in found)
    return run.model_copy(update={"withdrawn": gone})


def _meant(c: Connection, name: str, *, story: bool) -> dict[str, StoryCard]:
    card = cards.find(c, name)
    if card is None:
        raise UnknownError(
            "no such card; `poliflash cards list` shows ids and titles", subject=name
        )
    ids = cards.ids_in(c, {card.story}) if story else {card.id}
    others = sorted((ids | set(regroups.absorbed(c, ids))) - {card.id})
    return {card.id: card, **cards.live(c, others)}


def _forget(
    c: Connection, found: Mapping[str, StoryCard], by: str, placing: Placing, now: datetime
) -> None:
    versions = cards.versions(c, found)
    marks: set[str] = set()
    for card_id, card in found.items():
        for told in (card, *cards.told(c, card_id)):
            marks |= shunned.marks_of(
                oblivion.keys(c, [card_id]),
                title=title_key(told.title),
                day=told.published.astimezone(ROME).date() if told.published else None,
                text_hash=versions[card_id].text_hash,
                shingles=len(versions[card_id].shingles),
            )
    variants = set[str]().union(*publication.variants_with(c, found).values())
    family = cards.ids_in(c, {card.story for card in found.values()}) - set(found)
    shunned.keep(c, dict.fromkeys(marks, now))
    oblivion.forget(c, list(found))
    urls = {card.url for card in found.values()}
    for card in cards.live(c, oblivion.naming(c, urls)).values():
        unmention(c, card, lambda pickup: pickup.url in urls, now, cause=f"editor:{by}")
        family |= {card.id}
    publication.mark_dirty(c, "variant", dict.fromkeys(variants, now))
    publication.mark_dirty(c, "card", dict.fromkeys(found, now))
    place(c, dict.fromkeys(family, False), placing, now)


def _answers(c: Connection, shelf: Shelf, found: Iterable[StoryCard]) -> list[Row[Any]]:
    """The stored answers of the cards' addresses, and the listings that hold their words."""
    told = list(found)
    names = oblivion.keys(c, [card.id for card in told])
    sources = {card.source for card in told} | {p.source for card in told for p in card.also_at}
    needles = _needles(told)
    rows = oblivion.answers(c, names, sources)
    return [row for row in rows if row.key in names or _holds(shelf, row, needles)]


def _needles(told: Sequence[StoryCard]) -> set[bytes]:
    """How a story's address and title look in a feed."""
    texts = {urlsplit(card.url).path for card in told} | {card.title for card in told}
    long = {text for text in texts if len(text) >= _TELLING}
    spelt = {form for text in long for form in (text, html.escape(text), json.dumps(text)[1:-1])}
    return {form.encode() for form in spelt}


def _holds(shelf: Shelf, row: Row[Any], needles: Collection[bytes]) -> bool:
    try:
        answer = answer_in(shelf.read(Place(row.file, row.offset, row.length)), row.digest)
    except (OSError, PageError):
        return True  # what cannot be read cannot be cleared either
    return any(needle in answer.body for needle in needles)


def _cleanse_files(pipe: Pipe, now: datetime) -> None:
    """Write the files anew from which answers were dropped."""
    with pipe.store.reading() as c:
        files: list[str] = json.loads(remembered(c, _FILES) or "[]")
    if not files:
        return
    pipe.shelf.turn(now)
    for file in files:
        pipe.retention.rewrite(file, now)
    with pipe.store.writing() as c:
        remember(c, _FILES, [])
