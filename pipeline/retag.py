"""Stored stories filed anew by today's vocabulary: what would change, and the change itself."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from pipeline.accept import place
from pipeline.clean import cleaned
from pipeline.findings import Findings
from pipeline.intake import BATCH
from pipeline.pipe import Pipe
from pipeline.store import cards, pages
from pipeline.store.ledger import url_key
from schemas.card import StoryCard, TopicMark
from schemas.crawl import PageSeen, Seen
from schemas.decision import Cleaned
from schemas.replay import CardChange, FieldChange
from schemas.run import Item, Run
from schemas.source import Source
from schemas.vocabulary import VERSION

_NAMES = ("departments", "projects", "people")


class Retag:
    """The stories of one source with the topics and names that today's rules give them."""

    def __init__(self, pipe: Pipe, source: Source) -> None:
        """Nothing is kept of a story that stays as it is."""
        self._pipe = pipe
        self._source = source
        self._waiting: list[tuple[str, Cleaned]] = []
        self._updates: dict[str, dict[str, Any]] = {}
        self.found = Findings()

    def take(self, seen: Seen) -> None:
        """Take in what the stored pages tell."""
        found = self.found.read(seen, self._told)
        if found is None:
            return
        self._waiting.append(found)
        if len(self._waiting) >= BATCH:
            self.look()

    def _told(self, seen: PageSeen) -> tuple[str, Cleaned]:
        assert seen.extracted is not None, "only stories are read"
        return seen.url, cleaned(seen.extracted, self._source)

    def look(self) -> None:
        """Compare what waits with the cards there are."""
        batch, self._waiting = self._waiting, []
        with self._pipe.store.reading() as c:
            rows = pages.rows(c, {url for url, _ in batch})
            found = _live(c, [row["card"] for row in rows.values() if row["card"]])
        for url, page in batch:
            row = rows.get(url_key(url))
            card = found.get(row["card"]) if row else None
            if card is None or card.source != self._source.slug:
                self.found.counts["passed_over"] += 1
            else:
                self._compare(card, page)

    def _compare(self, card: StoryCard, page: Cleaned) -> None:
        update = dict(_update(card, page))
        fields = tuple(_fields(card, update))
        if not update or card.id in self._updates:
            self.found.counts["unchanged"] += 1
            return
        self._updates[card.id] = update
        self.found.fields.update({field.field for field in fields} or {"words"})
        if fields:
            change = CardChange(
                action="touched", card=card.id, url=card.url, title=card.title, fields=fields
            )
            self.found.changes.append(change)

    def applied(self, c: Connection, run: Run) -> Run:
        """Make every change; no card counts as updated by it, no newsletter takes one for it."""
        ids = list(self._updates)
        for start in range(0, len(ids), BATCH):
            self._save(c, ids[start : start + BATCH])
        assert run.replayed is not None
        items = (
            Item(url=change.url, card=change.card, title=change.title, why=f"topics {VERSION}")
            for change in self.found.changes
        )
        done = run.replayed.model_copy(update={"applied": True})
        return run.model_copy(update={"updated": tuple(items), "replayed": done})

    def _save(self, c: Connection, ids: Sequence[str]) -> None:
        now = self._pipe.store.clock()
        accepted = []
        for card in _live(c, ids).values():
            update = self._updates[card.id]
            after = card.model_copy(update={**update, "revision": card.revision + 1})
            changed = json.dumps(sorted(update))
            accepted.append(cards.Accepted(after, f"topics:{VERSION}", changed, now))
        cards.save_all(c, accepted)
        touched = {version.card.id: False for version in accepted}
        place(c, touched, self._pipe.publisher.placing, now, quiet=True)


def _live(c: Connection, ids: Sequence[str]) -> dict[str, StoryCard]:
    status = cards.status(c, ids)
    live = (card for card, (state, _) in status.items() if state == "live")
    return cards.live(c, live)


def _update(card: StoryCard, page: Cleaned) -> Iterator[tuple[str, Any]]:
    """The fields that today's rules give otherwise; topics that an editor chose stay."""
    if card.editor.topics is None and _words(card.topics) != _words(page.topics):
        yield "topics", page.topics
    for name in _NAMES:
        if getattr(card, name) != getattr(page, name):
            yield name, getattr(page, name)


def _words(marks: Sequence[TopicMark]) -> dict[str, tuple[str, ...]]:
    return {mark.topic: mark.words for mark in marks}


def _fields(card: StoryCard, update: dict[str, Any]) -> Iterator[FieldChange]:
    """A line for each topic or name that goes or comes, topics with the words that gave them."""
    for name, new in update.items():
        old = getattr(card, name)
        before, after = (_lines(name, values) for values in (old, new))
        for value in sorted(before.keys() - after.keys()):
            yield FieldChange(field=name, old=before[value], new="")
        for value in sorted(after.keys() - before.keys()):
            yield FieldChange(field=name, old="", new=after[value])


def _lines(name: str, values: Sequence[Any]) -> dict[str, str]:
    if name != "topics":
        return {value: value for value in values}
    return {
        mark.topic: f"{mark.topic} ({', '.join(mark.words)})" if mark.words else mark.topic
        for mark in values
    }
