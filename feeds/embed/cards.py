"""The cards document of a channel variant: what a page that embeds it asks for."""

from collections.abc import Sequence
from datetime import datetime

import orjson

from feeds.channel_page import page_path
from feeds.content import address, measured
from feeds.dates import day_in_words
from feeds.embed.words import words_for
from feeds.entry import Entry
from feeds.kept import Kept
from feeds.page import Story, newest
from feeds.site import Site
from feeds.xml import legal
from schemas.card import Image, Rendition
from schemas.channel import FORMATS, Variant
from schemas.embed import MOST, CardsDocument, Embedded, Picture
from schemas.types import InterfaceLanguage

SHOWN_WIDTH = 600
"""Pixels of the copy that is shown where a browser does not choose."""

_EMBEDDED: Kept[Embedded] = Kept(2048)
_TOLD: Kept[orjson.Fragment] = Kept(2048)


def cards_document(
    variant: Variant, entries: Sequence[Entry], site: Site, updated: datetime
) -> CardsDocument:
    """The newest of a variant's entries, pinned ones first, 12 at most.

    `updated`: the newest change among them or of one removed.
    """
    language = _language(variant, entries)
    stories = newest(entries, language)[:MOST]
    title = legal(variant.channel.title.in_language(language))
    return CardsDocument(
        channel=variant.channel.name,
        language=language,
        title=title,
        updated=updated.replace(microsecond=0),
        day=day_in_words(updated, language),
        more=site.address(page_path(variant)),
        feeds={format_: site.self_link(variant, format_) for format_ in FORMATS},
        licence=_shown(variant.channel.licence),
        attribution=_shown(variant.channel.attribution),
        words=words_for(language, title, (story.card.language for story in stories)),
        cards=tuple(map(_embedded, stories)),
    )


def written(document: CardsDocument) -> bytes:
    """The document's bytes."""
    around = document.model_dump(mode="json", by_alias=True, exclude={"cards"})
    values = {**around, "cards": [_told(card) for card in document.cards]}
    return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)


def _told(card: Embedded) -> orjson.Fragment:
    """A story is in many documents, and the same in most of them the next time."""
    key = (card.id, card.kicker)
    if (known := _TOLD.find(key, card)) is not None:
        return known
    return _TOLD.keep(key, orjson.Fragment(orjson.dumps(card.model_dump(mode="json"))), card)


def _language(variant: Variant, entries: Sequence[Entry]) -> InterfaceLanguage:
    """The language of a document's words; see `CardsDocument.language`."""
    if variant.reader:
        return variant.reader
    spoken = [entry.card.language for entry in entries]
    alone = not variant.channel.suffixes
    return "it" if alone and spoken.count("it") > spoken.count("en") else "en"


def _embedded(story: Story) -> Embedded:
    key = (story.card.id, story.date, story.tongue)
    return _EMBEDDED.find(key, story) or _EMBEDDED.keep(key, _made_of(story), story)


def _made_of(story: Story) -> Embedded:
    card = story.card
    attribution = _shown(card.rights.attribution)
    return Embedded(
        id=card.id,
        url=story.link,
        title=story.title,
        teaser=story.teaser,
        language=card.language,
        section=card.section,
        kicker=story.section,
        date=story.date,
        day=story.day,
        source=story.source,
        attribution=attribution if attribution != story.source else None,
        image=_picture(card.image) if card.image else None,
    )


def _shown(words: str | None) -> str | None:
    return legal(words) or None if words else None


def _picture(image: Image) -> Picture:
    jpeg = [one for one in image.renditions if one.media_type == "image/jpeg"]
    webp = [one for one in image.renditions if one.media_type == "image/webp"]
    near = min(jpeg, key=lambda one: abs(one.width - SHOWN_WIDTH), default=None)
    known = near or (image if measured(image) else None)
    return Picture(
        src=near.url if near else address(image.url),
        width=known.width if known else None,
        height=known.height if known else None,
        alt=legal(image.alt or ""),
        credit=_shown(image.credit),
        webp=_srcset(webp),
        jpeg=_srcset(jpeg) if len(jpeg) > 1 else None,
        fallback=image.fallback,
    )


def _srcset(renditions: Sequence[Rendition]) -> str | None:
    """The narrowest first."""
    ordered = sorted(renditions, key=lambda one: one.width)
    return ", ".join(f"{one.url} {one.width}w" for one in ordered) or None
