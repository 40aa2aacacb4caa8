"""Copies of one story in several newsrooms."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pipeline.alike import Text, alike
from pipeline.dating import published, rome_day
from schemas.card import Pickup, StoryCard
from schemas.decision import Cleaned, Decision, Likeness

WINDOW = timedelta(days=10)
"""Stories further apart are different ones: last year's edition reads like this year's."""


def copy_of(page: Cleaned, similar: Sequence[Likeness]) -> Likeness | None:
    """The card another newsroom's copy of the same story led to, if the page is one.

    Both dates must be known and near each other; two stories of one source are never one.
    """
    text = Text(page.shingles, page.marks)
    candidates = [
        (alike(text, Text(likeness.shingles, likeness.marks)), likeness)
        for likeness in similar
        if likeness.card.source != page.source
        and likeness.card.language == page.language
        and _near(page, likeness.card)
    ]
    copied = [pair for pair in candidates if pair[0]]
    if not copied:
        return None
    return max(copied, key=lambda pair: (pair[0], pair[1].authority, pair[1].card.id))[1]


def _near(page: Cleaned, card: StoryCard) -> bool:
    there = rome_day(card.published)
    if page.published is None or not isinstance(there, date):
        return False
    return abs(page.published.day - there) <= WINDOW


def take_over(leader: Likeness, page: Cleaned, *, now: datetime, authority: int) -> Decision:
    """The leader with the copy noted; the copy leads if its source has the higher authority."""
    if authority <= leader.authority:
        noted = picked_up(leader.card, page)
        return noted.model_copy(update={"action": "duplicate", "shingles": leader.shingles})
    old = leader.card
    date = published(page.published, old.first_seen)
    fields = {
        name: getattr(page, name) for name in Cleaned.model_fields if name in StoryCard.model_fields
    }
    fields |= {
        "published": date.at,
        "published_precision": date.precision,
        "also_at": _with(
            tuple(other for other in old.also_at if other.url != page.url),
            Pickup(source=old.source, url=old.url, title=old.title),
        ),
        "updated": now,
        "revision": old.revision + 1,
    }
    card = StoryCard.model_validate({**dict(old), **fields})
    return Decision(
        action="duplicate",
        card=card,
        changed=("source", "url", "also_at"),
        reason=f"{page.source} leads before {old.source}",
        text_hash=page.text_hash,
        shingles=page.shingles,
    )


def picked_up(card: StoryCard, page: Cleaned) -> Decision:
    """A card that another source tells too: only `also_at` may change."""
    pickup = Pickup(source=page.source, url=page.url, title=page.title)
    also_at = card.also_at if page.url == card.url else _with(card.also_at, pickup)
    reason = f"a copy of {card.url}"
    if also_at == card.also_at:
        return Decision(action="unchanged", card=card, reason=reason)
    after = card.model_copy(update={"also_at": also_at, "revision": card.revision + 1})
    return Decision(action="touched", card=after, changed=("also_at",), reason=reason)


def _with(also_at: tuple[Pickup, ...], pickup: Pickup) -> tuple[Pickup, ...]:
    """Each address once, the latest title, in a fixed order."""
    others = (other for other in also_at if other.url != pickup.url)
    return tuple(sorted((*others, pickup), key=lambda p: (p.source, p.url)))
