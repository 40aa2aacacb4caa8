"""From the store to the public folder: only what is dirty, read back before it replaces the old."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row

from feeds import channels, steady
from feeds.embed.replacing import looked_over
from feeds.moved import maps
from pipeline import editions, ending, files, manifest, moving
from pipeline.accept import Placing, place
from pipeline.archiving import Digests
from pipeline.aside import set_aside
from pipeline.entries import Entries
from pipeline.garbage import look_seldom
from pipeline.keeping import GONE as PAGE_GONE
from pipeline.keeping import Pages
from pipeline.media.upkeep import Pictures
from pipeline.packing import Packing
from pipeline.push.asking import Asking
from pipeline.releases import release_ready
from pipeline.rendering import Rendering
from pipeline.settings import Settings
from pipeline.site import site_of
from pipeline.store import cards, copied, ended, publication
from pipeline.store.store import Store
from schemas.channel import Variant
from schemas.errors import CardError, PublishError
from schemas.run import DocumentChange, Item
from schemas.source import Source
from schemas.types import Record

NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""`updated` of a channel that never held a card."""
_LAYOUT = "archives, pages, terms, embeds, alone"
"""What our documents hold; with another word the next version renders all of them anew."""


class Published(Record):
    """What a publish came to."""

    documents: tuple[DocumentChange, ...] = ()
    refused: tuple[Item, ...] = ()
    """Cards that could not be part of a document, and why."""


class Publisher:
    """The public folder of one store, written by one process."""

    def __init__(self, settings: Settings, store: Store, sources: Mapping[str, Source]) -> None:
        """ChannelError or SettingsError if a channel file or a template cannot be used."""
        self.channels = channels.every_channel(settings.channels, sources)
        self.variants = {v.key: v for v in channels.variants(self.channels)}
        self._moved = channels.renamed(self.channels)
        self.placing = Placing(
            variants=tuple(self.variants.values()), recent=settings.recent_span()
        )
        self.site = site_of(settings)
        self.public = settings.public
        self.pages = Pages(settings.pages, frozenset(channel.name for channel in self.channels))
        self.packing = Packing(settings.public)
        self.pictures = Pictures(store, sources, settings, self.site.address)
        self.entries = Entries(sources, self.pictures.faces)
        rights = "".join(f"{s.slug}{s.rights!r}" for _, s in sorted(sources.items()))
        self._templates = settings.templates
        own = looked_over(settings.templates)
        fixed = self.site.model_dump_json() + rights + _LAYOUT + self.pictures.fixed + own
        self._face = editions.face_of(self.site, sources)
        self._next_cut: datetime | None = None
        self._fingerprints = {v.key: _fingerprint(v, fixed) for v in self.variants.values()}
        self._asking = Asking(settings)
        self._store = store
        self._digests = Digests(2048)
        self._belongs = False
        """Whether the public folder is known to be this store's."""
        self._wary = False
        """Whether files may hold other bytes than the store has noted: a publish did not end."""

    def publish(self, *, full: bool = False) -> Published:
        """Release what is ready, render what is dirty (or everything), rewrite what differs.

        PublishError where a file cannot be written: the marks stay, the old bytes too. A card that
        stops it is set aside, and named among the refused.
        """
        look_seldom()
        aside: dict[str, Item] = {}
        while True:
            try:
                found = self._published(full=full)
            except CardError as error:
                if error.subject in ("", *aside):
                    raise
                with self._store.writing() as c:
                    aside[error.subject] = set_aside(c, error, self._store.clock())
            else:
                return found.model_copy(update={"refused": (*aside.values(), *found.refused)})

    def _published(self, *, full: bool) -> Published:
        self._belongs = self._belongs or self._looked(full=full)
        released = self._next_cut is not None  # by the channels as they are declared
        if released and not full and not self.due():
            return Published()  # without waiting for whoever writes
        lost = self._lost()
        with self._store.writing() as c:
            if full or lost:
                full = publication.any_document(c) or full
                self.pictures.restore(c, self._store.clock())
            upcoming = self.release(c, full=full)
            marks = publication.dirty(c)
            touched = [mark.name for mark in marks if mark.kind == "card"]
            given_up = self.pictures.follow(c, touched, self._store.clock())
            kept_anew = self.pages.follow(c, self._store.clock())
            if editions.follow(c, touched, self._store.clock()) or given_up or kept_anew:
                marks = publication.dirty(c)
        self._next_cut = upcoming  # now that it is committed
        if not marks and not full and not lost:
            return Published()
        wary, self._wary = full or self._wary, True  # until it has ended well
        with self._store.reading() as c:
            house = (self._store, self.site, self.channels, self.entries, self.public)
            work = Rendering(c, *house, self._templates, self._digests, wary=wary)
            with work.files:
                self._render(work, marks, full=full)
        self._note(work, marks)
        self._wary = False
        last = f"{self.public}/{manifest.PATH}"
        self.packing.expect([*work.archives.written, *work.files.replaced, last])
        return Published(documents=tuple(work.changes), refused=tuple(work.refused.values()))

    def _looked(self, *, full: bool) -> bool:
        """Make sure that the public folder is this store's; PublishError where it is another's.

        What a kill left half-written goes. Cards, of which there may be a million, are looked at
        where something was under way; copies of pictures are swept by `pipeline.media.upkeep`.
        """
        with self._store.reading() as c:
            busy = publication.any_dirty(c)
            strange = not full and not publication.any_document(c)
            if strange and (count := manifest.listed(self.public)):
                raise PublishError(
                    f"has {count} documents, the store knows none of them: it is another one, and "
                    "they stay as they are. `poliflash store restore FILE` puts a backup in its "
                    "place; `poliflash publish --full` replaces them with what it holds",
                    subject=str(self.public),
                )
        files.sweep(self.public, ("media",) if busy else ("media", "cards"))
        self._wary = self._wary or busy
        return True

    def _render(self, work: Rendering, marks: Sequence[Row[Any]], *, full: bool) -> None:
        """Each document before those that lead to it."""
        touched = {mark.name: mark.changed for mark in marks if mark.kind == "card"}
        if full:
            work.every_card()
        work.cards(touched)  # after them: what lies there already is not written twice
        work.mend(self.variants, touched)
        again = (self.variants.get(mark.name) for mark in marks if mark.kind == "history")
        work.archives.renew([variant for variant in again if variant is not None])
        due = (self.variants.get(mark.name) for mark in marks if mark.kind == "variant")
        work.expect([variant for variant in due if variant is not None])
        for mark in marks:
            variant = self.variants.get(mark.name)
            if mark.kind == "edition":
                work.edition(mark.name)
            elif variant is not None and mark.kind == "variant":
                work.variant(variant, mark.changed)
            elif mark.kind == copied.KIND:
                lying = self.pictures.lying(mark.name)
                work.changes += [DocumentChange(path=path, etag=None) for path in lying]
        work.steady(self._steady)
        work.fixed(self.variants, NEVER, self.pages.kept)

    @cached_property
    def _steady(self) -> tuple[tuple[str, bytes, str], ...]:
        """What hangs on no card, with its ETag: one publish after the other looks at it."""
        made = steady.render(self.variants.values(), self.channels, self.site)
        return tuple((path, content, files.etag_of(content)) for path, content in made)

    def release(self, c: Connection, *, full: bool = False) -> datetime | None:
        """Release what is ready, by the channels as they are declared now; nothing is rendered.

        Editions whose time has come are frozen; when the next one closes.
        """
        first = full or self._next_cut is None  # later nothing is declared otherwise
        if first:
            self._reconcile(c, everything=full)
        now = self._store.clock()
        stamp = now.replace(microsecond=0)
        release_ready(c, self.variants, now, stamp)
        if first:
            editions.look_over(c, self._face, everything=full)
        if first or (self._next_cut is not None and self._next_cut <= now):
            editions.close_due(c, self.variants, now, stamp, self._face)
        return editions.upcoming(self.variants.values(), now)

    def due(self) -> bool:
        """Whether a publish would have something to do: marks, what became ready, or all again."""
        now = self._store.clock()
        if (self._next_cut is not None and self._next_cut <= now) or self.pages.due(now):
            return True
        if self._lost():
            return True
        with self._store.reading() as c:
            if publication.any_dirty(c):
                return True
            upcoming = publication.next_ready(c)
        return upcoming is not None and upcoming <= self._store.clock()

    def _lost(self) -> bool:
        """Whether somebody emptied the public folder, or nothing was ever published in it."""
        try:
            return not (self.public / manifest.PATH).exists()
        except PermissionError:  # what it is called once something is to be written
            return False

    def _note(self, work: Rendering, marks: Sequence[Row[Any]]) -> None:
        """Remember what was written, write the manifest, then remove files; then clear the marks.

        They stay until nothing is left to be done: who is stopped before does all of it again.
        """
        gone = [mark for mark in marks if mark.kind in (ending.GONE, copied.KIND, PAGE_GONE)]
        at = self._store.clock().replace(microsecond=0)
        with self._store.writing() as c:
            written = [
                {"path": d.path, "etag": d.etag, "changed": at, "size": work.sizes[d.path]}
                for d in work.changes
                if d.path in work.sizes
            ]
            publication.note_documents(c, written)
            publication.set_updated(c, work.updated)
            work.archives.note(c)
            content = manifest.manifest(publication.documents(c), ended.paths(c), self._moved)
            marked = [mark.name for mark in gone if mark.kind == ending.GONE]
            ends = ending.paths(c, marked, self.variants, self._moved)
            ends += self.pages.ended(mark.name for mark in gone if mark.kind == PAGE_GONE)
            self._ask(c, work, marks, ends, files.etag_of(content))
        for name, text in (*maps(self._moved).items(), (manifest.PATH, content)):
            if not files.holds(self.public / name, text):
                files.replace(self.public / name, text)
        for path in work.removed:
            files.remove(self.public / path)
        for end in ends:
            ending.remove(self.public, end, self._moved)
        for mark in gone:
            if mark.kind == copied.KIND:
                self.pictures.remove(mark.name)
        with self._store.writing() as c:
            publication.clean(c, [mark.mark for mark in marks])

    def _ask(
        self,
        c: Connection,
        work: Rendering,
        marks: Sequence[Row[Any]],
        ends: Sequence[str],
        etag: str,
    ) -> None:
        """Have others told of what changes with this publish; `etag`: the manifest's."""
        changes = {d.path: d.etag for d in work.changes}
        archived = (path.removeprefix(f"{self.public}/") for path in work.archives.written)
        changes |= dict.fromkeys((*archived, *work.removed, *ends))
        if changes:
            changes[manifest.PATH] = etag
        touched = [mark.name for mark in marks if mark.kind == "card"]
        self._asking.ask(c, changes, touched, self._store.clock())

    def _reconcile(self, c: Connection, *, everything: bool) -> None:
        """Choose anew the cards of variants whose declaration or site changed; drop old ones."""
        moving.follow(c, self.channels, self._store.clock())
        known, wanted = publication.states(c), self._fingerprints
        updated = {key: known[key].updated if key in known else NEVER for key in wanted}
        changed = [
            key for key in wanted if key not in known or known[key].fingerprint != wanted[key]
        ]
        for key in known.keys() - wanted.keys():
            ending.withdraw(c, key, self._store.clock(), self._moved)
        publication.set_states(c, {key: (wanted[key], updated[key]) for key in changed})
        ending.declared(c, changed)
        if changed:
            self.pictures.declared_anew(c, self._store.clock())
        if changed and cards.any_live(c):
            for ids in cards.walk(c):
                found, now = dict.fromkeys(ids, False), self._store.clock()
                place(c, found, self.placing, now, anew=True)
        again = {key: updated[key] for key in (wanted if everything else changed)}
        publication.mark_dirty(c, "variant", again, soften=True)
        publication.mark_dirty(c, "history", again, soften=True)


def _fingerprint(variant: Variant, fixed: str) -> str:
    """What changes once a channel's cards are to be chosen anew, or its documents rendered."""
    return hashlib.sha256((variant.model_dump_json() + fixed).encode()).hexdigest()
