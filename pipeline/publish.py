"""From the store to the public folder: only what is dirty, read back before it replaces the old."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from feeds import atom, card_json, channels, json_feed, opml, page, rss, story_schema
from feeds.check import reread
from feeds.entry import Entry, Origin, Twin, origin_of
from feeds.selection import MOST, cut
from feeds.site import Site
from pipeline import files, manifest
from pipeline.accept import Placing, place
from pipeline.editing import shown
from pipeline.releases import release_ready
from pipeline.settings import VERSION, Settings
from pipeline.store import cards, publication
from pipeline.store.store import Store
from schemas.card import StoryCard
from schemas.channel import FORMATS, Variant
from schemas.errors import PublishError
from schemas.run import DocumentChange, Item
from schemas.source import Source
from schemas.types import Bilingual, Record

RENDERERS = {"rss": rss.render, "atom": atom.render, "json": json_feed.render}
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
        named = sorted((slug, source.name) for slug, source in sources.items())
        own = channels.load_channels(*settings.channels)
        self.channels = (*own, *channels.families(named))
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
        self._public = settings.public
        self._store = store
        self._origins = {slug: origin_of(source) for slug, source in sources.items()}

    def publish(self, *, full: bool = False) -> Published:
        """Release what is ready, render what is dirty (or everything), rewrite what differs.

        PublishError where a file cannot be written: its mark stays, the old bytes too.
        """
        with self._store.writing() as c:
            self._reconcile(c, everything=full)
            now = self._store.clock()
            release_ready(c, self.variants, now, now.replace(microsecond=0))
            marks = publication.dirty(c)
        if not marks and not full and (self._public / manifest.PATH).exists():
            return Published()
        work = _Publishing(self, self._store.clock().replace(microsecond=0))
        try:
            for mark in marks:
                work.render(mark.kind, mark.name, mark.changed)
            work.render_fixed()
        finally:
            work.finish()
        with self._store.writing() as c:
            publication.clean(c, [mark.mark for mark in marks])
        return Published(documents=tuple(work.changes), refused=tuple(work.refused.values()))

    def due(self) -> bool:
        """Whether a publish would have something to do: marks, or entries that became ready."""
        with self._store.reading() as c:
            upcoming = publication.next_ready(c)
            return bool(publication.dirty(c)) or (
                upcoming is not None and upcoming <= self._store.clock()
            )

    def _reconcile(self, c: Connection, *, everything: bool) -> None:
        """Choose anew the cards of variants whose declaration or site changed; drop old ones."""
        known = publication.fingerprints(c)
        wanted = {key: self._fingerprint(v) for key, v in self.variants.items()}
        changed = [key for key, print_ in wanted.items() if known.get(key) != print_]
        for key in known.keys() - wanted.keys():
            publication.drop_variant(c, key)
            for format_ in FORMATS:
                self._withdraw(c, f"feeds/{key}.{format_}")
        for key in changed:
            publication.set_state(c, key, wanted[key], publication.state(c, key) or NEVER)
        if any(key in known for key in changed) or (changed and cards.any_live(c)):
            now = self._store.clock()
            for ids in cards.walk(c):
                place(c, dict.fromkeys(ids, False), self.placing, now)
        again = wanted if everything else changed
        publication.mark_dirty(
            c, "variant", {key: publication.state(c, key) or NEVER for key in again}
        )

    def _withdraw(self, c: Connection, path: str) -> None:
        files.remove(self._public / path)
        publication.drop_document(c, path)

    def _fingerprint(self, variant: Variant) -> str:
        text = variant.model_dump_json() + self.site.model_dump_json()
        return hashlib.sha256(text.encode()).hexdigest()

    def entries(self, c: Connection, variant: Variant) -> tuple[Entry, ...]:
        """The entries of a variant's subscription document, newest first."""
        mailed = variant.channel.profile == "newsletter"
        rows = publication.entries(c, variant.key, MOST, by_release=mailed)
        found = [(StoryCard.model_validate_json(record), at) for record, at in rows]
        twins = self._twins(c, [card for card, _ in found])
        made = (
            Entry(
                card=shown(card),
                origin=self.origin(card),
                released=at if mailed else None,
                twins=twins.get(card.id, ()),
            )
            for card, at in found
        )
        return cut(made, variant.channel)

    def _twins(self, c: Connection, found: Iterable[StoryCard]) -> dict[str, tuple[Twin, ...]]:
        family: dict[str, list[StoryCard]] = {}
        members = cards.live(c, cards.ids_in(c, {card.story for card in found}))
        status = cards.status(c, members)
        for card in members.values():
            if card.public and status[card.id][0] == "live":
                family.setdefault(card.story, []).append(card)
        return {
            card.id: tuple(
                Twin(id=other.id, language=other.language, url=other.url)
                for other in sorted(family[card.story], key=lambda other: other.id)
                if other.id != card.id
            )
            for group in family.values()
            for card in group
        }

    def origin(self, card: StoryCard) -> Origin:
        """The newsroom a card came from, also where it is no longer declared."""
        return self._origins.get(card.source) or Origin(name=card.source, home=card.url)

    @property
    def public(self) -> Path:
        """The folder everything is published in."""
        return self._public

    @property
    def store(self) -> Store:
        """The store everything is rendered from."""
        return self._store


class _Publishing:
    """One publish under way: what was written so far."""

    def __init__(self, publisher: Publisher, at: datetime) -> None:
        """`at`: the whole-second instant that rewritten documents changed at."""
        self._p = publisher
        self._at = at
        self._folders: set[Path] = set()
        self.changes: list[DocumentChange] = []
        self.refused: dict[str, Item] = {}

    def render(self, kind: str, name: str, changed: datetime) -> None:
        """Render what a dirty mark names."""
        if kind == "card":
            self._card(name)
        elif name in self._p.variants:
            self._variant(self._p.variants[name], changed)

    def _card(self, name: str) -> None:
        with self._p.store.reading() as c:
            found = cards.live(c, [name]).get(name)
            state = cards.state_of(c, name)
        key = name.removeprefix("urn:uuid:").replace("-", "")
        path = self._p.public / "cards" / key[:2] / f"{key}.json"
        if found is None or state != "live" or not found.public:
            files.remove(path)
            return
        content = card_json.render(shown(found))
        if not path.exists() or path.read_bytes() != content:
            files.replace(path, content)
            self._folders.add(path.parent)

    def _variant(self, variant: Variant, changed: datetime) -> None:
        with self._p.store.reading() as c:
            entries = self._p.entries(c, variant)
            updated = max(changed, publication.state(c, variant.key) or NEVER)
            prints = publication.fingerprints(c)
        for format_ in FORMATS:
            made = RENDERERS[format_](variant, entries, self._p.site, updated)
            for card, why in made.refused:
                self.refused[card] = Item(url="", card=card, why=why)
            self._checked(made.content, variant, format_)
            self._write(variant.path(format_), made.content)
        with self._p.store.writing() as c:
            publication.set_state(c, variant.key, prints[variant.key], updated)

    def _checked(self, content: bytes, variant: Variant, format_: str) -> None:
        match = next(f for f in FORMATS if f == format_)
        reread(content, match, self._p.site.self_link(variant, match))

    def render_fixed(self) -> None:
        """Render the few documents that hang on everything."""
        self._write("opml.xml", opml.render(self._p.variants.values(), self._p.site))
        self._write("schemas/story-card.json", story_schema.render(self._p.site))
        self._write(page.STYLESHEET_PATH, page.stylesheet())
        for language, path in page.PATHS.items():
            variant = self._p.variants[f"stories.{language}"]
            with self._p.store.reading() as c:
                entries = self._p.entries(c, variant)
                updated = publication.state(c, variant.key) or NEVER
            content = page.render_page(entries, self._p.channels, self._p.site, language, updated)
            self._write(path, content)

    def _write(self, path: str, content: bytes) -> None:
        etag = files.etag_of(content)
        target = self._p.public / path
        with self._p.store.reading() as c:
            before = publication.document(c, path)
        if before is not None and before.etag == etag and target.exists():
            return
        files.replace(target, content)
        self._folders.add(target.parent)
        self.changes.append(DocumentChange(path=path, etag=etag))
        with self._p.store.writing() as c:
            publication.note_document(c, path, etag, self._at, len(content))

    def finish(self) -> None:
        """Write the manifest, last of all."""
        with self._p.store.reading() as c:
            content = manifest.manifest(publication.documents(c))
        target = self._p.public / manifest.PATH
        if not target.exists() or target.read_bytes() != content:
            files.replace(target, content)
        files.settle([*self._folders, self._p.public])


def reread_all(publisher: Publisher) -> list[str]:
    """What is wrong with the published documents: one line each."""
    wrong: list[str] = []
    for variant in publisher.variants.values():
        for format_ in FORMATS:
            path = publisher.public / variant.path(format_)
            try:
                reread(path.read_bytes(), format_, publisher.site.self_link(variant, format_))
            except OSError as error:
                wrong.append(f"{path}: cannot be read: {error.strerror}")
            except PublishError as error:
                wrong.append(str(error))
    return wrong
