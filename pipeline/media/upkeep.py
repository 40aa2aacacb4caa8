"""Which copies of pictures go, and when.

At once, whatever mail shows them: where the story was retracted, purged or erased, or the source's
rights allow copies no more. After a grace period: where no live card shows them any more (the
story was withdrawn, or has another picture), because mails that were sent name them.
"""

import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from pipeline.daily import EVERY, Daily
from pipeline.editing import is_erased
from pipeline.logs import log
from pipeline.media import copies
from pipeline.media.faces import Address, Faces
from pipeline.media.sections import files_in, prepare
from pipeline.rights import bound
from pipeline.settings import Settings
from pipeline.store import cards, copied, images
from pipeline.store.store import Store, remember, remembered
from schemas.card import StoryCard
from schemas.errors import StoreError
from schemas.source import Source

_SWEPT = "pictures-swept"
_NOTED = "pictures-noted"
_NAME = re.compile(r"([0-9a-f]{32})-[0-9]+\.(?:jpg|webp)")


def to_copy(c: Connection, urls: Collection[str], sources: Mapping[str, Source]) -> set[str]:
    """The pictures that a live card shows whose rights, then and now, allow a copy."""
    users = images.users(c, urls)
    shown = {its.card for rows in users.values() for its in rows if its.state == "live"}
    may = {i for i, card in cards.live(c, shown).items() if _permitted(card, sources)}
    return {url for url, rows in users.items() if any(its.card in may for its in rows)}


def followed(
    c: Connection, changed: Collection[str], sources: Mapping[str, Source], now: datetime
) -> bool:
    """Give up at once what changed cards (ids) may not show, nor any other card.

    Whether there was any.
    """
    uses = images.uses(c, changed)
    if not uses:
        return False
    found = cards.live(c, uses)
    erased = [card for card in uses if card not in found]
    taken = {uses[card] for card in uses if not _permitted(found.get(card), sources)}
    images.want_copies(c, set(uses.values()) - taken, now)
    images.forget_uses(c, [*erased, *(i for i, card in found.items() if is_erased(card))])
    others = {url: [row.card for row in rows] for url, rows in images.users(c, taken).items()}
    shown = cards.live(c, {card for ids in others.values() for card in ids})
    free = {
        url for url in taken if not any(_permitted(shown[i], sources) for i in others.get(url, ()))
    }
    known = images.found(c, free)
    lost = {its.digest for its in known.values() if its.digest}
    copied.drop(c, lost, now)
    images.forget(c, free - others.keys())
    return bool(lost)


def copies_of(c: Connection, ids: Collection[str]) -> int:
    """How many copies lie there of pictures that only these cards show."""
    urls = set(images.uses(c, ids).values())
    others = images.users(c, urls)
    own = [url for url in urls if {row.card for row in others.get(url, ())} <= set(ids)]
    return sum(len(its.sizes) for its in images.found(c, own).values())


def _permitted(card: StoryCard | None, sources: Mapping[str, Source]) -> bool:
    """Whether a copy may be shown, or may have been until the card got another picture."""
    if card is None or is_erased(card) or card.editor.retracted:
        return False
    source = sources.get(card.source)
    return (bound(card, source.rights) if source else card).rights.images == "copy"


def declared_anew(c: Connection, sources: Mapping[str, Source], now: datetime) -> None:
    """After a change of rights: give up what no source's rights allow any more."""
    allowed = {slug for slug, source in sources.items() if source.rights.images == "copy"}
    copied.drop(
        c,
        {
            digest
            for digest, slugs in copied.sources_of(c).items()
            if not any(slug in allowed or slug not in sources for slug in slugs)
        },
        now,
    )


class Pictures:
    """What a publish needs of pictures: faces for its cards, and the going of copies."""

    def __init__(
        self, store: Store, sources: Mapping[str, Source], settings: Settings, address: Address
    ) -> None:
        """`address`: a path below the public folder → its address."""
        self._sources = sources
        self._public = settings.public
        self._own = files_in(settings.section_pictures)
        self.faces = Faces(store, address)
        self.fixed = "".join(name for name, _ in self._own.values())
        """What changes once every document is to be rendered anew."""
        self._ready = False

    def follow(self, c: Connection, changed: Collection[str], now: datetime) -> bool:
        """Before a publish: forget what was known, give up copies; whether some were given up."""
        if not self._ready:
            prepare(c, self._own, self._public, now)
            self._ready = True
        self.faces.forget()
        return followed(c, changed, self._sources, now)

    def declared_anew(self, c: Connection, now: datetime) -> None:
        """After a change of rights."""
        declared_anew(c, self._sources, now)

    def restore(self, c: Connection, now: datetime) -> None:
        """Before everything is published: give up copies that are not there, have them made."""
        own = {its.digest for its in images.ours(c).values()}
        missing = copied.every(c).keys() - copies.digests(self._public) - own
        urls = images.showing(c, missing)
        copied.drop(c, missing, now)
        images.want_copies(c, urls, now)
        self._ready = False  # our own are looked after anyway

    def lying(self, digest: str) -> list[str]:
        """Where the copies of a picture lie, below the public folder."""
        return copies.lying(self._public, digest)

    def remove(self, digest: str) -> None:
        """Remove copies that were given up."""
        copies.remove(self._public, digest)


class Upkeep:
    """Notes the pictures of cards from before, and removes what nobody shows any more."""

    def __init__(self, store: Store, public: Path, grace: timedelta) -> None:
        """`grace`: how long copies stay that no live card shows."""
        self._store = store
        self._public = public
        self._grace = grace
        self._daily = Daily(store, _SWEPT)

    def daily(self) -> None:
        """Sweep unless that was done within a day; trouble is logged and tried again in a day."""
        try:
            if not self._daily.due():
                return
            now = self._store.clock()
            with self._store.reading() as c:
                noted = remembered(c, _NOTED)
            if noted is None:
                self._note_all(now)
            self.sweep(now)
        except (OSError, StoreError) as error:
            log.error("pictures-not-swept", reason=str(error))

    def sweep(self, now: datetime) -> None:
        """Mark what is unused, give up what was for too long, remove files that nobody knows."""
        with self._store.writing() as c:
            shown = copied.sources_of(c).keys() | {its.digest for its in images.ours(c).values()}
            kept = copied.every(c)
            idle = {digest: since for digest, since in kept.items() if digest not in shown}
            copied.unused(c, [d for d, since in kept.items() if since and d in shown], None)
            copied.unused(c, [d for d, since in idle.items() if since is None], now)
            old = [d for d, since in idle.items() if since and now - since > self._grace]
            copied.drop(c, old, now)
            remember(c, _SWEPT, now.isoformat())
        strays = self._strays(kept.keys(), now)
        for path in strays:
            path.unlink(missing_ok=True)
        if old or strays:
            log.info("pictures-swept", copies=len(old), strays=len(strays))

    def _strays(self, kept: Collection[str], now: datetime) -> list[Path]:
        """Files that a crash left before the store knew of them."""
        found = []
        for path in (self._public / copies.FOLDER).glob("*/*"):
            name = _NAME.fullmatch(path.name)
            age = now - datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if age > EVERY and (name is None or name[1] not in kept):
                found.append(path)
        return found

    def _note_all(self, now: datetime) -> None:
        """The pictures of cards that were there before pictures were looked at."""
        with self._store.reading() as c:
            parts = list(cards.walk(c))
        for ids in parts:
            with self._store.writing() as c:
                images.note(c, cards.live(c, ids).values(), now)
        with self._store.writing() as c:
            remember(c, _NOTED, now.isoformat())
