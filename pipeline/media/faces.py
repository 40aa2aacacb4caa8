"""Cards as readers see them: with their picture's facts, its copy, or a stand-in."""

import re
from collections.abc import Callable, Iterable
from html import escape

from sqlalchemy import Connection

from pipeline.media.copies import path_of
from pipeline.recent import keep
from pipeline.store import images
from pipeline.store.images import Found
from pipeline.store.store import Store
from schemas.card import Image, Rendition, StoryCard
from schemas.types import Section

_TYPES = {"jpg": "image/jpeg", "webp": "image/webp"}
_SIZES = re.compile(r'\s(?:width|height)="[^"]*"', re.IGNORECASE)
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
Address = Callable[[str], str]
"""A path below the public folder → its address."""


class Faces:
    """What is known of pictures, looked up once for a whole publish."""

    def __init__(self, store: Store, address: Address) -> None:
        """`address`: a path below the public folder → its address."""
        self._store = store
        self._address = address
        self._known: dict[str, Found | None] = {}
        self._stand_ins: dict[str, Image] | None = None
        self._made: dict[str, tuple[StoryCard, Found, StoryCard]] = {}

    def forget(self) -> None:
        """Look everything up anew."""
        self._known.clear()
        self._stand_ins = None

    def learn(self, c: Connection, cards: Iterable[StoryCard]) -> None:
        """Look up all of their pictures at once."""
        urls = {card.image.url for card in cards if card.image} - self._known.keys()
        if urls:
            found = images.found(c, urls)
            self._known |= {url: found.get(url) for url in urls}

    def faced(self, card: StoryCard) -> StoryCard:
        """The card with the picture that readers are to see, or without one."""
        if card.image is not None and card.image.url not in self._known:
            with self._store.reading() as c:
                self.learn(c, [card])
        found = self._known.get(card.image.url) if card.image else None
        seen = self._with_facts(card, found)
        stand_in = None if seen.image else self._stand_in(seen.section)
        return seen.model_copy(update={"image": stand_in}) if stand_in else seen

    def _with_facts(self, card: StoryCard, found: Found | None) -> StoryCard:
        """The same object for the same card and facts: what is rendered of it is known then."""
        if card.image is None or found is None:
            return card
        last = self._made.get(card.id)
        if last is not None and last[0] is card and last[1] == found:
            return last[2]
        made = with_facts(card, found, self._address)
        return keep(self._made, card.id, (card, found, made))[2]

    def _stand_in(self, section: Section) -> Image | None:
        """What a section shows for a story without a picture: it tells nothing, so no words."""
        if self._stand_ins is None:
            with self._store.reading() as c:
                ours = images.ours(c)
            blank = Image(url=self._address(""), alt="", fallback=True)
            self._stand_ins = {
                name.split(":")[1]: copied(blank, found, self._address)
                for name, found in ours.items()
            }
        return self._stand_ins.get(section)


def with_facts(card: StoryCard, found: Found | None, address: Address) -> StoryCard:
    """The card with what was measured of its picture; without a picture that is none or is gone.

    What could not be looked at is shown as its page has it.
    """
    image = card.image
    if image is None or found is None or found.state == "new":
        return card
    if found.state in ("refused", "gone"):
        return card.model_copy(update={"image": None, "body": _without(card.body, image.url)})
    if found.width is None:
        return card
    measured = {name: getattr(found, name) for name in ("width", "height", "bytes", "media_type")}
    own = image.model_copy(update=measured)
    if found.sizes and card.rights.images == "copy":
        own = copied(own, found, address)
    return card.model_copy(update={"image": own, "body": _with(card.body, image.url, own)})


def copied(image: Image, found: Found, address: Address) -> Image:
    """Our copy in the place of the original: the widest JPEG, all sizes beside."""
    assert found.digest is not None, "copies are known by it"
    all_ = tuple(
        Rendition(
            url=address(path_of(found.digest, size.width, size.suffix)),
            width=size.width,
            height=size.height,
            bytes=size.bytes,
            media_type=_TYPES[size.suffix],
        )
        for size in found.sizes
    )
    widest = next(one for one in all_ if one.media_type == "image/jpeg")
    return image.model_copy(update={**dict(widest), "renditions": all_})


def _with(body: str | None, url: str, image: Image) -> str | None:
    """The text with the picture in its measured size, or its copy, wherever it shows it."""
    shown = f'src="{escape(image.url)}" width="{image.width}" height="{image.height}"'
    return _changed(body, url, lambda tag, its: _SIZES.sub("", tag).replace(its, shown))


def _without(body: str | None, url: str) -> str | None:
    """The text without a picture that nobody could see."""
    return _changed(body, url, lambda _tag, _its: "")


def _changed(body: str | None, url: str, change: Callable[[str, str], str]) -> str | None:
    """The text with every tag changed that shows a picture; told the tag and its `src`."""
    its = f'src="{escape(url)}"'
    if body is None or its not in body:
        return body
    return _IMG.sub(lambda tag: change(tag[0], its) if its in tag[0] else tag[0], body)
