"""Cards on their way from the store into documents."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import Connection

from feeds.entry import Entry, Origin, Twin, order, origin_of
from feeds.selection import MOST, cut
from pipeline.media.faces import Faces
from pipeline.recent import ROOM, keep, make_room
from pipeline.rights import as_public
from pipeline.store import archives, cards, newest
from schemas.card import StoryCard
from schemas.channel import Quota, Variant
from schemas.source import Source

_SPARE = 5
"""Cards that a channel may gain before its document asks for many more."""
_Entered = tuple[str, datetime | None]
"""A card's id, and its release where the channel dates by it."""
_Found = tuple[StoryCard, datetime | None]


class Entries:
    """The entries of documents, with what they say besides the card."""

    def __init__(self, sources: Mapping[str, Source], faces: Faces) -> None:
        """`sources`: the declared ones; `faces`: what is known of pictures."""
        self._sources = sources
        self._faces = faces
        self._origins = {slug: origin_of(source) for slug, source in sources.items()}
        self._bound: dict[str, tuple[StoryCard, StoryCard]] = {}
        self._made: dict[tuple[str, datetime | None], tuple[StoryCard, Entry]] = {}
        self._families: dict[str, list[StoryCard]] = {}
        self._cards: dict[str, StoryCard] = {}
        """By their ids, as they are since the last `look_again`: channels share most of them."""
        self._shown: dict[tuple[str, datetime | None], Entry] = {}
        """The entries of subscription documents, made of these."""
        self._alone: dict[tuple[str, datetime | None], tuple[StoryCard, Entry]] = {}
        """The entries of archives, likewise."""
        self._enough: dict[str, int] = {}
        """Variant → as many of its newest cards as its last document was made of, and some."""
        self._newest: dict[tuple[str, int], Sequence[_Entered]] = {}
        """Variant and limit → the newest of its cards, since then, too."""
        self._pinned: set[str] | None = None
        """The cards that an editor pinned, once they were asked for."""

    def look_again(self) -> None:
        """Ask the store anew for cards and their language versions."""
        self._families.clear()
        self._cards.clear()
        self._shown.clear()
        self._alone.clear()
        self._newest.clear()
        self._pinned = None

    def expect(self, c: Connection, variants: Iterable[Variant]) -> None:
        """Read together what the documents of these variants show: a few questions for all."""
        ids: set[str] = set()
        for variant in variants:
            if len(ids) < ROOM // 2:
                ids.update(card for card, _ in self._entered(c, variant, self._first(variant)))
        found = self._look_up(c, ids)
        self._versions(c, {card.story for card in found})
        self._faces.learn(c, found)

    def of(self, c: Connection, variant: Variant) -> tuple[Entry, ...]:
        """The entries of a variant's subscription document, newest first."""
        found = self._candidates(c, variant)
        make_room(self._shown)
        if new := [card for card, at in found if (card.id, at) not in self._shown]:
            self._versions(c, {card.story for card in new})
            self._faces.learn(c, new)
        taken = cut([self._of_today(card, at) for card, at in found], variant.channel)
        self._enough[variant.key] = len(taken) + _SPARE
        return taken

    def asked(self, c: Connection, found: Sequence[StoryCard]) -> tuple[Entry, ...]:
        """The entries of public cards that were asked for, in this order."""
        self.look_again()
        families = self._versions(c, {card.story for card in found})
        return tuple(
            Entry(
                card=card,
                origin=self._origin(card),
                twins=_twins(card, families.get(card.story, ())),
            )
            for card in found
        )

    def archived(
        self, c: Connection, variant: Variant, found: Sequence[tuple[StoryCard, datetime]]
    ) -> tuple[Entry, ...]:
        """The entries of an archive, newest first: (card, its release).

        They name no other language version and no other newsroom's copy, which may go while the
        archive stays.
        """
        mailed = variant.channel.profile == "newsletter"
        asked = [(card, at if mailed else None) for card, at in found]
        if new := [card for card, at in asked if (card.id, at) not in self._alone]:
            self._faces.learn(c, new)
        made = (self._by_itself(card, released) for card, released in asked)
        return tuple(sorted(made, key=order))

    def _by_itself(self, card: StoryCard, released: datetime | None) -> Entry:
        """The entry of a card of an archive; since `look_again` it is the same for all channels."""
        key = card.id, released
        known = self._alone.get(key)
        if known is None or known[0] is not card:
            known = card, self._entry(_without_copies(card), released, ())
            keep(self._alone, key, known)
        return known[1]

    def frozen(self, held: Iterable[StoryCard], at: datetime) -> tuple[Entry, ...]:
        """Cards of an edition that was frozen at an instant, in this order.

        What other newsrooms and languages tell of them belongs to today, and is left out.
        """
        return tuple(
            Entry(card=self.public(card), origin=self._origin(card), released=at)
            for card in map(_without_copies, held)
        )

    def public(self, card: StoryCard) -> StoryCard:
        """The card as every document shows it."""
        kept = self._bound.get(card.id)
        if kept is None or kept[0] is not card:
            kept = card, as_public(card, self._sources)
            keep(self._bound, card.id, kept)
        return self._faces.faced(kept[1])

    def _of_today(self, card: StoryCard, released: datetime | None) -> Entry:
        """The entry of a card as it is since the last `look_again`; its versions are known."""
        known = self._shown.get((card.id, released))
        if known is None:
            known = self._entry(card, released, _twins(card, self._families[card.story]))
            self._shown[card.id, released] = known
        return known

    def _entry(self, card: StoryCard, released: datetime | None, twins: tuple[Twin, ...]) -> Entry:
        """The entry that was made before, where nothing is different."""
        shown = self.public(card)
        kept = self._made.get((card.id, released))
        if kept is not None and kept[1].twins == twins and (kept[0] is shown or kept[0] == shown):
            return kept[1]
        made = Entry(card=shown, origin=self._origin(card), released=released, twins=twins)
        keep(self._made, (card.id, released), (shown, made))
        return made

    def _versions(self, c: Connection, stories: set[str]) -> Mapping[str, Sequence[StoryCard]]:
        """Story → its public cards, by their ids."""
        make_room(self._families)
        new = stories - self._families.keys()
        self._families |= {story: [] for story in new}
        for card in self._look_up(c, cards.ids_in(c, new, live=True)):
            if card.public:
                self._families[card.story].append(card)
        return self._families

    def _candidates(self, c: Connection, variant: Variant) -> list[_Found]:
        """The cards that `cut` can choose from: all it would take of everything there is."""
        limit = self._first(variant)
        while True:
            rows = self._entered(c, variant, limit)
            found = self._read(c, rows)
            if len(rows) < limit or not found:
                return found
            if limit >= MOST:
                break
            last, first = (at or card.sort_at for card, at in (found[0], found[-1]))
            if first < last - variant.channel.window:
                break
            limit = min(MOST, 2 * limit)
        if pinned := self._pins(c) - {card for card, _ in rows}:
            mailed, held = _mailed(variant), archives.entered(c, variant.key, pinned)
            found += self._read(c, [(card, at if mailed else None) for card, at in held.items()])
        return found

    def _first(self, variant: Variant) -> int:
        """How many of a variant's newest cards are asked for, before more are."""
        if variant.channel.quota != Quota():
            return MOST
        length, enough = variant.channel.length, self._enough.get(variant.key, 0)
        return min(MOST, enough) if enough > length + _SPARE else length

    def _entered(self, c: Connection, variant: Variant, limit: int) -> Sequence[_Entered]:
        key = variant.key, limit
        if key not in self._newest:
            rows = (newest.released if _mailed(variant) else newest.entered)(c, *key)
            keep(self._newest, key, rows)
        return self._newest[key]

    def _pins(self, c: Connection) -> set[str]:
        if self._pinned is None:
            self._pinned = newest.pinned(c)
        return self._pinned

    def _read(self, c: Connection, rows: Sequence[_Entered]) -> list[_Found]:
        """Cards in the place of their ids."""
        known = self._known(c, {card for card, _ in rows})
        return [(known[card], at) for card, at in rows if card in known]

    def _look_up(self, c: Connection, ids: AbstractSet[str]) -> list[StoryCard]:
        """The cards of ids, by these."""
        known = self._known(c, ids)
        return [known[card] for card in sorted(ids) if card in known]

    def _known(self, c: Connection, ids: AbstractSet[str]) -> Mapping[str, StoryCard]:
        """The cards of ids, among others; each is read once until `look_again`."""
        make_room(self._cards)
        if new := ids - self._cards.keys():
            self._cards |= cards.live(c, new)
        return self._cards

    def _origin(self, card: StoryCard) -> Origin:
        """The newsroom a card came from, also where it is no longer declared."""
        if card.source in self._origins:
            return self._origins[card.source]
        parts = urlsplit(card.url)
        return Origin(name=card.source, home=f"{parts.scheme}://{parts.netloc}/")


def _without_copies(card: StoryCard) -> StoryCard:
    """The card without what other newsrooms tell of it."""
    return card.model_copy(update={"also_at": ()}) if card.also_at else card


def _mailed(variant: Variant) -> bool:
    return variant.channel.profile == "newsletter"


def _twins(card: StoryCard, family: Sequence[StoryCard]) -> tuple[Twin, ...]:
    """The other public language versions of a card's story."""
    return tuple(
        Twin(id=other.id, language=other.language, url=other.url)
        for other in family
        if other.id != card.id
    )
