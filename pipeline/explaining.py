"""What a tool takes of a published document, and why a card is not in it."""

import re
from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection

from feeds.check import reread
from feeds.consumers import consumers
from feeds.explanation import Absent, Explained, Explanation
from feeds.taking import Opened, reached
from pipeline.absence import clock, reasons
from pipeline.accept import families, standing_of
from pipeline.editing import shown
from pipeline.publish import Publisher
from pipeline.rendering import RENDERERS
from pipeline.store import cards, proposals, publication
from pipeline.store.record import card_from
from schemas.card import StoryCard
from schemas.channel import Quota, Variant
from schemas.errors import PublishError, UnknownError

LOOKED_AT = 100
"""Cards that are looked through for such as are not in a document."""
LISTED = 20

_NAME = re.compile(r"[a-z0-9-]+(?:[./][a-z0-9-]+)*")
"""Of channels, and of archives and editions below them."""

Visible = Callable[[StoryCard], bool]


def explained(
    publisher: Publisher, channel: str, profile: str | None, now: datetime
) -> Explanation:
    """What a tool takes of a channel's document; without a name the tool it is meant for.

    UnknownError for a name that leads nowhere, PublishError where the document cannot be read.
    """
    variant = publisher.variants.get(channel)
    tool = consumers().get(profile or _usual(channel, variant))
    if tool is None:
        there = ", ".join(consumers())
        raise UnknownError(f"no such tool; there are {there}", subject=str(profile))
    format_ = next(iter(tool.reads))
    path = f"feeds/{channel}.{format_}"
    known = variant is not None or (
        _NAME.fullmatch(channel) and (publisher.public / path).is_file()
    )
    if not known:
        raise UnknownError("no such channel; see `poliflash feeds list`", subject=channel)
    opened = Opened(_content(publisher, path), format_, path)
    items = tuple(
        Explained(taken=taken, sends=reached(taken.at, tool, now)) for taken in opened.taken(tool)
    )
    address = publisher.site.address(path)
    return Explanation(channel=channel, address=address, format=format_, consumer=tool, items=items)


def _usual(channel: str, variant: Variant | None) -> str:
    if variant is not None and variant.channel.read_by:
        return variant.channel.read_by
    mailed = variant is not None and variant.channel.profile == "newsletter"
    return "mailchimp" if mailed or channel.startswith("editions/") else "reader"


def _content(publisher: Publisher, path: str) -> bytes:
    try:
        return (publisher.public / path).read_bytes()
    except OSError as error:
        raise PublishError(f"cannot be read: {error.strerror}", subject=path) from None


def missing(
    c: Connection, publisher: Publisher, channel: str, now: datetime, visible: Visible
) -> tuple[Absent, ...]:
    """The newest cards that may be shown and are not in a channel, each with its reasons."""
    variant = publisher.variants.get(channel)
    if variant is None:
        return ()
    inside = _inside(publisher, variant)
    found = [
        card
        for card in cards.page_of(c, limit=LOOKED_AT)
        if card.id not in inside and visible(card)
    ]
    return tuple(_absent(c, publisher, variant, card, now, inside) for card in found[:LISTED])


def asked(
    c: Connection, publisher: Publisher, channel: str, name: str, now: datetime, visible: Visible
) -> Absent:
    """Why a card, by its id, key or address, is not in a channel; no reasons where it is.

    UnknownError for a channel or a card that there is not, or that may not be shown.
    """
    variant = publisher.variants.get(channel)
    if variant is None:
        raise UnknownError("not a channel that takes cards by itself", subject=channel)
    card = cards.find(c, name) or _quarantined(c, name)
    if card is None or not visible(card):
        raise UnknownError("no such card; `poliflash cards list` shows ids", subject=name)
    return _absent(c, publisher, variant, card, now, _inside(publisher, variant))


def open_to_all(c: Connection, now: datetime) -> Visible:
    """Which cards everybody may see."""

    def visible(card: StoryCard) -> bool:
        embargo = card.editor.embargo
        shows = card.public and (embargo is None or embargo <= now)
        return shows and cards.state_of(c, card.id) == "live"

    return visible


def _quarantined(c: Connection, name: str) -> StoryCard | None:
    held = (card_from(row.record) for row in proposals.held(c))
    return next((card for card in held if name in (card.id, card.key, card.url)), None)


def _inside(publisher: Publisher, variant: Variant) -> frozenset[str]:
    """The ids in the published document; none where it cannot be read."""
    path = variant.path("json")
    try:
        content = _content(publisher, path)
        return frozenset(reread(content, "json", publisher.site.address(path)))
    except PublishError:
        return frozenset()


def _absent(
    c: Connection,
    publisher: Publisher,
    variant: Variant,
    card: StoryCard,
    now: datetime,
    inside: Collection[str],
) -> Absent:
    why = () if card.id in inside else _why(c, publisher, variant, card, now)
    return Absent(key=card.key, title=shown(card).title, why=why)


def _why(
    c: Connection, publisher: Publisher, variant: Variant, card: StoryCard, now: datetime
) -> tuple[str, ...]:
    family = cards.live(c, cards.ids_in(c, {card.story}))
    status = cards.status(c, family)
    state = status.get(card.id, ("quarantine", False))[0]
    if state != "live":
        return (_not_live(c, card, state),)
    released = publication.released_in(c, family)
    known = families(family.values(), status)[card.story]
    standing = standing_of(card, known, status[card.id], released)
    assert standing is not None, "a live card stands somewhere"
    found = reasons(shown(card), standing, variant, now, publisher.placing.recent)
    return found or (_later(c, publisher, variant, card),)


def _not_live(c: Connection, card: StoryCard, state: str) -> str:
    held = next((row.reason for row in proposals.held(c) if row.card == card.id), None)
    if state == "quarantine":
        return f"it is not public yet; it waits in quarantine: {held}"
    return {
        "withdrawn": "it is withdrawn: its page is gone",
        "merged": "it became part of another card",
    }[state]


def _later(c: Connection, publisher: Publisher, variant: Variant, card: StoryCard) -> str:
    """Why a card that belongs into a channel does not stand in its document."""
    row = publication.entry_of(c, card.id, variant.key)
    if row is None:
        had = publication.released_cards(c, variant.key, {card.story}).get(card.story, set())
        if had - {card.id} and variant.channel.profile == "newsletter":
            sent = ", ".join(sorted(x.language for x in cards.live(c, had).values()))
            return f"the newsletter sent the story already ({sent}), and sends it once"
        return "it was taken out of it by hand, or has not been placed yet"
    if not row.released:
        return f"it enters with the first publication after {clock(row.ready_at)}"
    return _beyond(c, publisher, variant, card)


def _beyond(c: Connection, publisher: Publisher, variant: Variant, card: StoryCard) -> str:
    publisher.entries.look_again()
    entries = {entry.card.id: entry for entry in publisher.entries.of(c, variant)}
    if card.id in entries:
        made = RENDERERS["json"](variant, [entries[card.id]], publisher.site, card.updated)
        told = dict(made.refused).get(card.id)
        return f"it cannot be rendered: {told}" if told else "it enters with the next publication"
    channel = variant.channel
    free = variant.model_copy(update={"channel": channel.model_copy(update={"quota": Quota()})})
    if card.id in {entry.card.id for entry in publisher.entries.of(c, free)}:
        return "newer cards of its source or section fill the quota"
    days = channel.window.days
    return f"it is beyond the newest {channel.length} cards and older than {days} days"
