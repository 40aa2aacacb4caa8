"""The HTML and the plain words of a card."""

import re
from functools import lru_cache
from html import escape, unescape

from feeds.kept import Kept
from feeds.page_words import CHANNEL_WORDS
from feeds.xml import legal
from schemas.addresses import absolute
from schemas.card import Image, StoryCard
from schemas.channel import Channel, Variant
from schemas.errors import CardError
from schemas.types import Rights
from schemas.vocabulary import topic_of, topics

_FIRST_PICTURE = re.compile(r'<img\b[^>]*?\ssrc="([^"]*)"', re.IGNORECASE)
_ACTIVE = re.compile(r"<(?:script|style|iframe|form|object)\b", re.IGNORECASE)
_RELATIVE = re.compile(r'="(?:(?<=\ssrc=")|(?<=\shref="))(?!https?://|mailto:)', re.IGNORECASE)
_UNFIT = re.compile(rf'{_ACTIVE.pattern}|\s(?:src|href)="(?!https?://|mailto:)', re.IGNORECASE)
_HTML: Kept[tuple[str | None]] = Kept(512)
"""The formats ask one after the other, each for all cards of a document."""
LONGEST_TITLE = 500
"""Characters; what comes from pages is cut long before."""


@lru_cache(maxsize=1024)
def address(url: str) -> str:
    """The address with everything escaped that feed readers trip over. Raises NotAnAddress."""
    return absolute(url, url)


def html_of(card: StoryCard) -> str | None:
    """The card's full HTML, its picture first; None where the teaser says it all.

    CardError where the body holds markup or addresses that no document may hold.
    """
    known = _HTML.find(card.id, card) or _HTML.keep(card.id, (_html(card),), card)
    return known[0]


def _html(card: StoryCard) -> str | None:
    if card.body is not None and (unfit := _unfit(card.body)):
        raise CardError(
            f"body: {unfit[0].strip()!r} must not be published; clean the page again",
            subject=card.id,
        )
    if card.body is None and card.image is None and card.rights.attribution is None:
        return None
    text = card.body or paragraph(card.teaser or card.title)
    credit = _credit(card)
    return legal(_picture_before(text, card.image) + text + (paragraph(credit) if credit else ""))


def _unfit(body: str) -> re.Match[str] | None:
    # Hardly a body holds any, and each alone begins with what is looked for in C.
    held = _ACTIVE.search(body) or _RELATIVE.search(body)
    return _UNFIT.search(body) if held else None


def _credit(card: StoryCard) -> str:
    """The words a republisher must show, as what they are; '' where none are asked for."""
    word = "Fonte" if card.language == "it" else "Source"
    return f"{word}: {card.rights.attribution}" if card.rights.attribution else ""


def paragraph(text: str) -> str:
    """Plain words as an HTML paragraph."""
    return f"<p>{escape(text, quote=False)}</p>"


def _picture_before(text: str, image: Image | None) -> str:
    """The paragraph of the lead picture; '' where the text begins its pictures with it."""
    first = _FIRST_PICTURE.search(text)
    if image is None or (first and unescape(first[1]) == image.url):
        return ""
    sizes = f' width="{image.width}" height="{image.height}"' if measured(image) else ""
    alt = escape(image.alt or "")
    return f'<p><img src="{escape(address(image.url))}" alt="{alt}"{sizes}></p>'


def measured(image: Image) -> bool:
    """Whether the picture's width and height are known."""
    return image.width is not None and image.height is not None


def terms_of(subject: Rights | Channel) -> str | None:
    """The words and the licence that a republisher must show, in one line."""
    return legal(" · ".join(filter(None, (subject.attribution, subject.licence)))) or None


def channel_terms(variant: Variant) -> str:
    """What a document says of its terms: the channel's words, or that each story has its own."""
    own = terms_of(variant.channel)
    return own or CHANNEL_WORDS["terms_how"].in_language(variant.language)


def title_of(card: StoryCard) -> str:
    """The title on one line. CardError where nothing readable is left of it, or far too much."""
    if len(card.title) > LONGEST_TITLE:
        raise CardError(f"title: {len(card.title)} characters are no title", subject=card.id)
    if title := " ".join(legal(card.title).split()):
        return title
    raise CardError("title: nothing readable is left of it", subject=card.id)


def subjects(card: StoryCard) -> dict[str, str]:
    """Topic → its label in the card's language; topics the vocabulary lost keep their slug."""
    known = topics()
    named = (topic_of(mark.topic) for mark in card.topics)
    return {
        topic: known[topic].label.in_language(card.language) if topic in known else topic
        for topic in named
    }
