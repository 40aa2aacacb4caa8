"""From the store to the public folder: only what is dirty, read back before it replaces the old."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection

from feeds import channels
from feeds.site import Site
from pipeline import files, manifest
from pipeline.accept import Placing, place
from pipeline.entries import Entries
from pipeline.releases import release_ready
from pipeline.rendering import Rendering
from pipeline.settings import VERSION, Settings
from pipeline.store import cards, publication
from pipeline.store.store import Store
from schemas.channel import FORMATS, Variant
from schemas.run import DocumentChange, Item
from schemas.source import Source
from schemas.types import Bilingual, Record

NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""`updated` of a channel that never held a card."""
NAME = Bilingual(it="Poliflash", en="Poliflash")


class Published(Record):
    """What a publish came to."""

    documents: tuple[DocumentChange, ...] = ()
    refused: tuple[Item, ...] = ()
    """Cards that could not be part of a document, and why."""


class Publisher:
    """The public folder of one store, written by one process."""

    def __init__(self, settings: Settings, store: Store, sources: Mapping[str, Source]) -> None:
        """ChannelError if a channel file cannot be used."""
        self.channels = channels.every_channel(settings.channels, sources)
        self.variants = {v.key: v for v in channels.variants(self.channels)}
        self.placing = Placing(
            variants=tuple(self.variants.values()), recent=settings.recent_span()
        )
        self.site = Site(
            public_url=settings.public_url,
            name=NAME,
            home=settings.home_url or settings.public_url + "/",
            contact=settings.contact,
            version=VERSION,
        )
        self.public = settings.public
        self.entries = Entries(sources)
        rights = "".join(f"{s.slug}{s.rights!r}" for _, s in sorted(sources.items()))
        fixed = self.site.model_dump_json() + rights
        self._fingerprints = {v.key: _fingerprint(v, fixed) for v in self.variants.values()}
        self._store = store

    def publish(self, *, full: bool = False) -> Published:
        """Release what is ready, render what is dirty (or everything), rewrite what differs.

        PublishError where a file cannot be written: the marks stay, the old bytes too.
        """
        with self._store.writing() as c:
            self.release(c, full=full)
            marks = publication.dirty(c)
        if not marks and not full and (self.public / manifest.PATH).exists():
            return Published()
        with self._store.reading() as c:
            work = Rendering(c, self.site, self.channels, self.entries, self.public)
            with work.files:
                work.cards([mark.name for mark in marks if mark.kind == "card"])
                for mark in marks:
                    if mark.kind == "variant" and mark.name in self.variants:
                        work.variant(self.variants[mark.name], mark.changed)
                work.fixed(self.variants, NEVER)
        self._note(work, [mark.mark for mark in marks])
        return Published(documents=tuple(work.changes), refused=tuple(work.refused.values()))

    def release(self, c: Connection, *, full: bool = False) -> None:
        """Release what is ready, by the channels as they are declared now; nothing is rendered."""
        self._reconcile(c, everything=full)
        now = self._store.clock()
        release_ready(c, self.variants, now, now.replace(microsecond=0))

    def due(self) -> bool:
        """Whether a publish would have something to do: marks, or entries that became ready."""
        with self._store.reading() as c:
            upcoming = publication.next_ready(c)
            return publication.any_dirty(c) or (
                upcoming is not None and upcoming <= self._store.clock()
            )

    def _note(self, work: Rendering, marks: list[str]) -> None:
        """Remember what was written, clear the marks, write the manifest last of all."""
        at = self._store.clock().replace(microsecond=0)
        with self._store.writing() as c:
            written = [
                {"path": d.path, "etag": d.etag, "changed": at, "size": work.sizes[d.path]}
                for d in work.changes
            ]
            publication.note_documents(c, written)
            publication.set_updated(c, work.updated)
            publication.clean(c, marks)
            content = manifest.manifest(publication.documents(c))
        if not files.holds(self.public / manifest.PATH, content):
            files.replace(self.public / manifest.PATH, content)

    def _reconcile(self, c: Connection, *, everything: bool) -> None:
        """Choose anew the cards of variants whose declaration or site changed; drop old ones."""
        known, wanted = publication.states(c), self._fingerprints
        updated = {key: known[key].updated if key in known else NEVER for key in wanted}
        changed = [
            key for key in wanted if key not in known or known[key].fingerprint != wanted[key]
        ]
        for key in known.keys() - wanted.keys():
            self._withdraw(c, key)
        publication.set_states(c, {key: (wanted[key], updated[key]) for key in changed})
        if changed and cards.any_live(c):
            for ids in cards.walk(c):
                place(c, dict.fromkeys(ids, False), self.placing, self._store.clock())
        again = {key: updated[key] for key in (wanted if everything else changed)}
        publication.mark_dirty(c, "variant", again, soften=True)

    def _withdraw(self, c: Connection, key: str) -> None:
        """Remove the documents of a variant that is no longer declared; its releases are kept."""
        publication.drop_variant(c, key)
        for format_ in FORMATS:
            path = f"feeds/{key}.{format_}"
            files.remove(self.public / path)
            publication.drop_document(c, path)


def _fingerprint(variant: Variant, fixed: str) -> str:
    """What changes once a channel's cards are to be chosen anew, or its documents rendered."""
    return hashlib.sha256((variant.model_dump_json() + fixed).encode()).hexdigest()
