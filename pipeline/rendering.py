"""One publish under way: documents rendered, read back, and put beside the old ones."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from feeds import atom, card_json, json_feed, page, rss
from feeds.channel_page import page_path, render_channel
from feeds.check import reread_parts
from feeds.edition import (
    LATEST,
    LISTED,
    Issue,
    edition_of,
    html_path,
    index_path,
    render_index,
    render_mail,
)
from feeds.embed.cards import cards_document
from feeds.embed.published import embedded
from feeds.entry import Entry
from feeds.pages import front
from feeds.pages.document import documents, page_document
from feeds.pages.fragments import fragments
from feeds.pages.paths import picture_path
from feeds.position import ALONE, FROZEN, Position
from feeds.site import Site
from pipeline import files
from pipeline.archiving import Archives, Digests
from pipeline.entries import Entries
from pipeline.keeping import Kept
from pipeline.store import cards, editions, publication, regroups
from pipeline.store.store import Store
from pipeline.store.upsert import chunks
from schemas.channel import FORMATS, Channel, Variant
from schemas.run import DocumentChange, Item
from schemas.types import InterfaceLanguage

RENDERERS = {"rss": rss.render, "atom": atom.render, "json": json_feed.render}


class Rendering:
    """What one publish writes; it is in place once the block `with rendering.files` ended well."""

    def __init__(
        self,
        c: Connection,
        store: Store,
        site: Site,
        channels: Sequence[Channel],
        entries: Entries,
        public: Path,
        templates: Path | None,
        digests: Digests,
        *,
        wary: bool,
    ) -> None:
        """`c` must stay open until all is rendered; `templates`: an operator's own.

        `wary`: files are looked into, which may hold other bytes than the store has noted.
        """
        self._wary = wary
        self._c = c
        self._site = site
        self._channels = channels
        self._letter = next((x for x in channels if x.name == "newsletter"), None)
        self._entries = entries
        self._root = f"{public}/"
        self._templates = templates
        self._before = publication.etags(c)
        self._states = publication.states(c)
        self.files = files.Replacement()
        self.changes: list[DocumentChange] = []
        self.sizes: dict[str, int] = {}
        self.updated: dict[str, datetime] = {}
        """Variant → the newest change among its cards or of one removed from it."""
        self.refused: dict[str, Item] = {}
        entries.look_again()
        self._shown: dict[str, tuple[Entry, ...]] = {}
        """Variant → its entries, of those that a page shows too."""
        made = (self._formats, self.files.settle)
        self.archives = Archives(c, store, entries, public, *made, digests)
        self.removed: list[str] = []
        """Paths of files to be removed once nothing leads to them."""

    def cards(self, names: Iterable[str]) -> None:
        """Render the documents of cards, or have them removed.

        Under the key of a card that was merged its survivor's document is found.
        """
        first, *others = [*chunks(sorted(set(names)))] or [[]]
        for part in others:  # none leads to another: they need not come together
            with files.Replacement() as written:
                self._cards(part, written)
        self._cards(first, self.files)

    def every_card(self) -> None:
        """Render the documents of all cards that differ from what lies there."""
        for ids in cards.walk(self._c):
            with files.Replacement() as written:
                self._cards(ids, written)

    def _cards(self, names: Sequence[str], written: files.Replacement) -> None:
        wanted = set(names)
        ended = regroups.survivors(self._c, wanted)
        ended |= regroups.absorbed(self._c, wanted | set(ended.values()))
        shown = {name: ended.get(name, name) for name in sorted(wanted | set(ended))}
        found = cards.live(self._c, set(shown.values()))
        status = cards.status(self._c, found)
        for name, card in shown.items():
            key = name.removeprefix("urn:uuid:").replace("-", "")
            path = f"cards/{key[:2]}/{key}.json"
            if card not in found or status[card][0] != "live" or not found[card].public:
                self.removed.append(path)
                continue
            content = card_json.render(self._entries.public(found[card]))
            if not files.holds(self._root + path, content):
                written.put(self._root + path, content)

    def mend(self, variants: Mapping[str, Variant], changed: Mapping[str, datetime]) -> None:
        """Take cards out of closed archives, or put them back; `changed`: card → when."""
        for path, content in self.archives.mend(variants, changed):
            self._aside(path, content)

    def expect(self, variants: Sequence[Variant]) -> None:
        """Read together what these are going to show."""
        self._entries.expect(self._c, variants)
        self.archives.look(variants)

    def variant(self, variant: Variant, changed: datetime) -> None:
        """Render a channel in one language (or in all) in every format."""
        entries = self._entries.of(self._c, variant)
        if variant.channel.name == "stories":
            self._shown[variant.key] = entries
        before = self._states.get(variant.key)
        updated = max(changed, before.updated) if before else changed
        self.updated[variant.key] = updated
        newest, archived = self.archives.fill(variant, {e.card.id for e in entries}, changed)
        for path, content in archived:
            self._aside(path, content)
        position = Position(before=newest)
        for path, content in self._formats(variant, entries, updated, position):
            self._put(path, content)
        letter = variant.model_copy(update={"channel": self._letter}) if self._letter else None
        its_page = render_channel(variant, entries, self._site, updated, letter)
        self._put(page_path(variant), its_page)
        its = embedded(variant, entries, self._site, updated, self._templates)
        for path, content in its:
            self._put(path, content)

    def _formats(
        self,
        variant: Variant,
        entries: Sequence[Entry],
        updated: datetime,
        position: Position = ALONE,
    ) -> Iterator[tuple[str, bytes]]:
        for format_ in FORMATS:
            made = RENDERERS[format_](variant, entries, self._site, updated, position)
            for card, why in made.refused:
                self.refused[card] = Item(url="", card=card, why=why)
            reread_parts(made, position.address(variant, format_, self._site))
            yield position.path(variant, format_), made.content

    def edition(self, name: str) -> None:
        """Render an edition, the list of all, and `latest` where this is the latest one.

        The edition itself is not in the manifest: there are more of them every day, and their
        addresses follow from their days.
        """
        its = editions.named(self._c, name)
        if its is None or its.variant not in self._states:  # of a newsletter that ended
            return
        declared = Variant.model_validate_json(its.declared)
        entries = self._entries.frozen(editions.shown(self._c, its), its.at)
        own = edition_of(declared, its.cut)
        for path, content in self._mail(own, entries, its.updated, FROZEN):
            self._aside(path, content)
        issues = [
            Issue(row.cut, row.at, row.updated)
            for row in editions.every(self._c, its.variant, LISTED)
        ]
        if issues[0].closed == its.cut:
            latest = edition_of(declared, its.cut, LATEST)
            for path, content in self._mail(latest, entries, its.updated):
                self._put(path, content)
        self._put(index_path(declared), render_index(declared, issues, self._site))

    def _mail(
        self,
        variant: Variant,
        entries: Sequence[Entry],
        updated: datetime,
        position: Position = ALONE,
    ) -> Iterator[tuple[str, bytes]]:
        yield from self._formats(variant, entries, updated, position)
        yield html_path(variant), render_mail(variant, entries, self._site)

    def _aside(self, path: str, content: bytes) -> None:
        """Write what the manifest does not list."""
        target = self._root + path
        if not files.holds(target, content):
            self.files.put(target, content)
            self.changes.append(DocumentChange(path=path, etag=files.etag_of(content)))

    def steady(self, documents_: Iterable[tuple[str, bytes, str]]) -> None:
        """Put documents that hang on no card: path, bytes and ETag."""
        for path, content, etag in documents_:
            self._put(path, content, etag)

    def fixed(
        self, variants: Mapping[str, Variant], never: datetime, pages: Sequence[Kept] = ()
    ) -> None:
        """Render the few documents that hang on everything; `pages`: those that editors keep."""
        for language, path in page.PATHS.items():
            entries, updated = self._current(variants[f"stories.{language}"], never)
            if all(kept.page.name != front.FRONT for kept in pages):
                args = (entries, self._channels, self._site, language, updated)
                self._put(path, page.render_page(*args))
            for kept in pages:
                self._page(kept, variants, language, never)

    def _current(self, variant: Variant, never: datetime) -> tuple[Sequence[Entry], datetime]:
        """What a variant's subscription document holds, and when that last changed."""
        before = self._states.get(variant.key)
        updated = self.updated.get(variant.key) or (before and before.updated)
        entries = self._shown.get(variant.key) or self._entries.of(self._c, variant)
        return entries, updated or never

    def _page(
        self,
        kept: Kept,
        variants: Mapping[str, Variant],
        language: InterfaceLanguage,
        never: datetime,
    ) -> None:
        """A page that editors keep, in a language: JSON, fragments, and the first page of all."""
        name = kept.page.stories.channel
        variant = variants.get(f"{name}.{language}") or variants[name]
        entries, updated = self._current(variant, never)
        cards_ = cards_document(variant, entries, self._site, updated)
        document = page_document(
            kept.page, cards_, self._site, language, stale=kept.stale, changed=kept.changed
        )
        for path, content in (*documents(document), *fragments(document)):
            self._put(path, content)
        if kept.page.name == front.FRONT:
            stories = page.newest(entries, language)[: kept.page.stories.limit]
            shown = front.render_front(document, stories, self._channels, self._site)
            self._put(page.PATHS[language], shown)
        for file, content in kept.pictures.items():
            self._put(picture_path(kept.page.name, file), content)

    def _put(self, path: str, content: bytes, etag: str = "") -> None:
        etag = etag or files.etag_of(content)
        target = self._root + path
        if self._before.get(path) == etag and self._lies(target, content):
            return
        self.files.put(target, content)
        self.changes.append(DocumentChange(path=path, etag=etag))
        self.sizes[path] = len(content)

    def _lies(self, target: str, content: bytes) -> bool:
        return files.holds(target, content) if self._wary else files.exists(target)
