"""One publish under way: documents rendered, read back, and put beside the old ones."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from feeds import atom, card_json, json_feed, opml, page, rss, story_schema
from feeds.check import reread
from feeds.site import Site
from pipeline import files
from pipeline.entries import Entries
from pipeline.store import cards, publication, regroups
from schemas.channel import FORMATS, Channel, Variant
from schemas.run import DocumentChange, Item

RENDERERS = {"rss": rss.render, "atom": atom.render, "json": json_feed.render}


class Rendering:
    """What one publish writes; it is in place once the block `with rendering.files` ended well."""

    def __init__(
        self,
        c: Connection,
        site: Site,
        channels: Sequence[Channel],
        entries: Entries,
        public: Path,
    ) -> None:
        """`c` must stay open until everything is rendered."""
        self._c = c
        self._site = site
        self._channels = channels
        self._entries = entries
        self._public = public
        self._before = publication.documents(c)
        self._states = publication.states(c)
        self.files = files.Replacement()
        self.changes: list[DocumentChange] = []
        self.sizes: dict[str, int] = {}
        self.updated: dict[str, datetime] = {}
        """Variant → the newest change among its cards or of one removed from it."""
        self.refused: dict[str, Item] = {}

    def cards(self, names: Iterable[str]) -> None:
        """Render the documents of cards, or remove them.

        Under the key of a card that was merged its survivor's document is found.
        """
        wanted = set(names)
        ended = regroups.survivors(self._c, wanted)
        ended |= regroups.absorbed(self._c, wanted | set(ended.values()))
        shown = {name: ended.get(name, name) for name in sorted(wanted | set(ended))}
        found = cards.live(self._c, set(shown.values()))
        status = cards.status(self._c, found)
        for name, card in shown.items():
            key = name.removeprefix("urn:uuid:").replace("-", "")
            path = self._public / "cards" / key[:2] / f"{key}.json"
            if card not in found or status[card][0] != "live" or not found[card].public:
                files.remove(path)
                continue
            content = card_json.render(self._entries.public(found[card]))
            if not files.holds(path, content):
                self.files.put(path, content)

    def variant(self, variant: Variant, changed: datetime) -> None:
        """Render a channel in one language (or in all) in every format."""
        entries = self._entries.of(self._c, variant)
        before = self._states.get(variant.key)
        updated = max(changed, before.updated) if before else changed
        self.updated[variant.key] = updated
        for format_ in FORMATS:
            made = RENDERERS[format_](variant, entries, self._site, updated)
            for card, why in made.refused:
                self.refused[card] = Item(url="", card=card, why=why)
            reread(made.content, format_, self._site.self_link(variant, format_))
            self._put(variant.path(format_), made.content)

    def fixed(self, variants: Mapping[str, Variant], never: datetime) -> None:
        """Render the few documents that hang on everything."""
        self._put(opml.PATH, opml.render(variants.values(), self._site))
        self._put(story_schema.PATH, story_schema.render(self._site))
        self._put(page.STYLESHEET_PATH, page.stylesheet())
        for language, path in page.PATHS.items():
            variant = variants[f"stories.{language}"]
            before = self._states.get(variant.key)
            updated = self.updated.get(variant.key) or (before and before.updated)
            entries = self._entries.of(self._c, variant)
            args = (entries, self._channels, self._site, language, updated or never)
            self._put(path, page.render_page(*args))

    def _put(self, path: str, content: bytes) -> None:
        etag = files.etag_of(content)
        target = self._public / path
        before = self._before.get(path)
        if before is not None and before.etag == etag and target.exists():
            return
        self.files.put(target, content)
        self.changes.append(DocumentChange(path=path, etag=etag))
        self.sizes[path] = len(content)
