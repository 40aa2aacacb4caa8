"""What is to become of a page."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from pipeline.copies import copy_of, picked_up, take_over
from pipeline.dating import future, kept, moved, published
from pipeline.pictures import image_key
from pipeline.text import title_key, without_ellipsis
from schemas.card import Editorial, Image, StoryCard
from schemas.decision import Cleaned, Decision, Past

SECOND_LOOK = timedelta(minutes=10)
"""How long after the first failed look a story page may be taken for gone."""

ERASED = "erased: never to be collected again"
Withdrawal = Literal["none", "suspect", "moved", "withdrawn"]


class Look(NamedTuple):
    """What was last found at an address."""

    fetched: datetime
    gone_since: datetime | None
    """When the story first seemed gone from there."""


def decide(
    page: Cleaned, past: Past, *, now: datetime, mint: Callable[[], str], authority: int
) -> Decision:
    """New, updated, touched, unchanged, duplicate or rejected, with the card to be stored.

    `now` must be later than every instant given before; `mint` gives a new id; `authority` is
    the page's source's. A duplicate that takes no lead says nothing about the leader's text.
    """
    if past.erased:
        return Decision(action="rejected", reason=ERASED)
    if reason := future(page.published, now):
        return Decision(action="rejected", reason=reason)
    if past.card is not None:
        if past.merged or (past.card.source != page.source and not past.heir):
            return picked_up(past.card, page)
        return _again(page, past, past.card, now)
    if not past.apart and (leader := copy_of(page, past.similar)):
        return _linked(take_over(leader, page, now=now, authority=authority), past)
    card = _new(page, past, past.id or mint(), now)
    return _decision("new", card, page, past)


def withdrawal(
    status: int,
    listing_ok: bool,
    first_look: datetime | None,
    now: datetime,
    others: Iterable[Look] = (),
) -> Withdrawal:
    """Whether a story page that answers `status` is gone.

    404 and 410 say so, 403 only while the listing answers (an unpublished Drupal page); it
    takes two looks at least ten minutes apart. `first_look`: when it first seemed gone;
    `others`: the story's other addresses. One that answered since tells that the story only
    moved; one that was not asked since is waited for.
    """
    if status not in (404, 410) and not (status == 403 and listing_ok):
        return "none"
    if first_look is None:
        return "suspect"
    standing = [look.fetched for look in others if look.gone_since is None]
    if any(fetched >= first_look for fetched in standing):
        return "moved"
    if standing or now - first_look < SECOND_LOOK:
        return "suspect"
    return "withdrawn"


def _new(page: Cleaned, past: Past, card_id: str, now: datetime) -> StoryCard:
    first_seen = past.first_seen or now
    at, precision = published(page.published, first_seen)
    return StoryCard(
        id=card_id,
        story=_story(card_id, first_seen, card_id, past),
        revision=1,
        published=at,
        published_precision=precision,
        updated=now,
        first_seen=first_seen,
        body=page.body,
        image=page.image,
        editor=Editorial(),  # its default would be copied deeply
        **_plain_fields(page),
    )


def _plain_fields(page: Cleaned) -> dict[str, Any]:
    """What a card simply takes from its page."""
    names = (
        *("url", "source", "section", "kind", "language", "title", "teaser", "authors", "topics"),
        *("departments", "projects", "people", "tags", "rights", "provenance"),
    )
    return {name: getattr(page, name) for name in names}


def _story(own: str, first_seen: datetime, current: str, past: Past) -> str:
    """The story of the oldest language version, if there are others."""
    if not past.twins:
        return current
    oldest = min(past.twins, key=lambda twin: (twin.first_seen, twin.id))
    return current if current == own and first_seen < oldest.first_seen else oldest.story


def _linked(decision: Decision, past: Past) -> Decision:
    """A copy's page may know the story's other language version where the leader's did not."""
    card = decision.card
    if card is None:
        return decision
    story = _story(card.id, card.first_seen, card.story, past)
    joins = tuple(twin.id for twin in past.twins if twin.story != story)
    changes = {"card": card.model_copy(update={"story": story}), "joins": joins}
    return decision.model_copy(update=changes)


def _again(page: Cleaned, past: Past, card: StoryCard, now: datetime) -> Decision:
    """A known story looked at once more."""
    fields = _plain_fields(page)
    date = kept(card, published(page.published, card.first_seen))
    fields |= {
        "story": _story(card.id, card.first_seen, card.story, past),
        "published": date.at,
        "published_precision": date.precision,
        "image": _image(card.image, page.image, allowed=page.rights.images != "none"),
        "body": _body(card, page),
    }
    material = _material(card, page, past)
    if moved(card, date):
        material.append("published")
    changed = [name for name in fields if _differs(name, getattr(card, name), fields[name])]
    if not changed and not material:
        return _decision("unchanged", card, page, past)
    fields |= {"revision": card.revision + 1, "updated": now if material else card.updated}
    after = StoryCard.model_validate({**dict(card), **fields})
    names = tuple(dict.fromkeys((*material, *changed)))
    return _decision("updated" if material else "touched", after, page, past, names)


def _material(card: StoryCard, page: Cleaned, past: Past) -> list[str]:
    """The fields whose change a reader is told about."""
    found = []
    if page.title != card.title:
        found.append("title")
    text_moved = bool(page.text_hash and past.text_hash) and page.text_hash != past.text_hash
    if not _recut(card, page, text_moved=text_moved):
        found.append("teaser")
    if text_moved or (page.body and not card.body):
        found.append("body")
    if image_key(page.image) != image_key(card.image):
        found.append("image")
    return found


def _recut(card: StoryCard, page: Cleaned, *, text_moved: bool) -> bool:
    """Whether a teaser is the same words, more or fewer of them, or another cut of one text."""
    old, new = without_ellipsis(card.teaser), without_ellipsis(page.teaser)
    if old == new or (old and new and (old in new or new in old)):
        return True
    by_us = "text" in (card.provenance.get("teaser"), page.provenance.get("teaser"))
    return by_us and not text_moved


def _body(card: StoryCard, page: Cleaned) -> str | None:
    """A look that found no text takes none away, unless the rights do."""
    if page.rights.text != "full":
        return None
    return page.body or card.body


def _image(old: Image | None, new: Image | None, *, allowed: bool) -> Image | None:
    """The picture the page names, with what was measured of the same file before."""
    if new is None:
        return old if old and old.fallback and allowed else None
    if old is None or old.fallback or old.url.partition("?")[0] != new.url.partition("?")[0]:
        return new
    measured = {
        name: getattr(old, name)
        for name in ("width", "height", "bytes", "media_type")
        if getattr(new, name) is None
    }
    return new.model_copy(update=measured)


def _differs(name: str, old: Any, new: Any) -> bool:
    if name == "tags":
        return {title_key(tag) for tag in old} != {title_key(tag) for tag in new}
    if name == "topics":  # a new version that finds the same words changes nothing
        return {(t.topic, t.words) for t in old} != {(t.topic, t.words) for t in new}
    return bool(old != new)


def _decision(
    action: Literal["new", "updated", "touched", "unchanged"],
    card: StoryCard,
    page: Cleaned,
    past: Past,
    changed: tuple[str, ...] = (),
) -> Decision:
    return Decision(
        action=action,
        card=card,
        changed=changed,
        joins=tuple(twin.id for twin in past.twins if twin.story != card.story),
        text_hash=page.text_hash or past.text_hash,
        shingles=page.shingles,
    )
