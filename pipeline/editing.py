"""What editors decide about a card."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, get_args

from pipeline.text import plain
from schemas.card import Editorial, EditorMark, StoryCard, TopicMark
from schemas.errors import InputError
from schemas.types import Section
from schemas.vocabulary import topics

Field = Literal["title", "teaser", "section", "image_alt"]
Regrouped = Literal["merge", "split", "undo"]
_Action = (
    Literal["edit", "hide", "restore", "pin", "unpin", "release", "retract", "channel", "link"]
    | Literal["unlink"]
    | Regrouped
)

_LONGEST: Mapping[str, int] = {"title": 500, "teaser": 1000, "image_alt": 500}
_BY_EDITOR = "editor"
ERASED = "–"
"""The title of a card of which nothing may stay."""


def shown(card: StoryCard) -> StoryCard:
    """The card as readers see it: the editor's words before the source's."""
    editor = card.editor
    if not editor.overrides and editor.topics is None:
        return card
    changes: dict[str, Any] = {
        field: text for field, text in editor.overrides.items() if field != "image_alt"
    }
    if "image_alt" in editor.overrides and card.image is not None:
        changes["image"] = card.image.model_copy(update={"alt": editor.overrides["image_alt"]})
    if editor.topics is not None:
        changes["topics"] = tuple(_mark(card, slug) for slug in editor.topics)
    touched = (*editor.overrides, *(("topics",) if editor.topics is not None else ()))
    changes["provenance"] = {**card.provenance, **dict.fromkeys(touched, _BY_EDITOR)}
    return card.model_copy(update=changes)


def edited(
    card: StoryCard,
    fields: Mapping[str, str | Sequence[str] | None],
    *,
    by: str,
    at: datetime,
    why: str = "",
) -> StoryCard:
    """The card with an editor's words for title, teaser, section, image_alt or topics.

    None, or '' where an empty text makes no sense, takes the editor's word back. Topics are
    slugs, also as one text with commas. InputError for unknown fields, sections, topics.
    """
    overrides: dict[Field, str] = dict(card.editor.overrides)
    chosen = card.editor.topics
    for name, value in fields.items():
        if name == "topics":
            chosen = _topics(value)
        else:
            field, text = _override(name, value)
            overrides.pop(field, None)
            if text is not None:
                overrides[field] = text
    return _after(card, "edit", by, at, why, overrides=overrides, topics=chosen)


def is_erased(card: StoryCard) -> bool:
    """Whether a purge left nothing of it."""
    return card.title == ERASED


def hidden(card: StoryCard, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card withdrawn from everything public, until it is restored."""
    return _after(card, "hide", by, at, why, hidden=True)


def restored(card: StoryCard, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card public again, whether it was hidden or retracted; InputError for a purged one."""
    if is_erased(card):
        raise InputError("it was purged: nothing of it is left to restore", subject=card.id)
    return _after(card, "restore", by, at, why, hidden=False, retracted=False)


def pinned(card: StoryCard, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card in front of the others where channels allow it."""
    return _after(card, "pin", by, at, why, pinned=True)


def unpinned(card: StoryCard, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card in its ordinary place again."""
    return _after(card, "unpin", by, at, why, pinned=False)


def released(
    card: StoryCard, *, by: str, at: datetime, why: str = "", channel: str = ""
) -> StoryCard:
    """The card sent to newsletters without waiting: to one of them, or to all.

    Its embargo ends with a release to all.
    """
    embargo = card.editor.embargo if channel else None
    return _after(card, "release", by, at, why, channel, embargo=embargo)


def retracted(card: StoryCard, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card taken back: gone from everything public, archives and editions included."""
    return _after(card, "retract", by, at, why, retracted=True)


def erased(card: StoryCard, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card taken back with all that it said; its id, its address and its place in time stay."""
    nothing: tuple[Any, ...] = ()
    blank: dict[str, Any] = {
        "title": ERASED,
        "teaser": "",
        "body": None,
        "image": None,
        "published": None,
        "published_precision": "unknown",
        "provenance": {},
        **dict.fromkeys(
            ("authors", "topics", "departments", "projects", "people", "tags", "also_at"), nothing
        ),
    }
    taken_back = retracted(card, by=by, at=at, why=why)
    editor = taken_back.editor.model_copy(
        update={"overrides": {}, "topics": None, "pinned": False, "channels": {}}
    )
    return taken_back.model_copy(update={**blank, "editor": editor})


def linked(card: StoryCard, story: str, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card as another language's version of a story."""
    return _after(card, "link", by, at, why).model_copy(update={"story": story})


def unlinked(card: StoryCard, story: str, *, by: str, at: datetime, why: str = "") -> StoryCard:
    """The card back in the story it was of."""
    return _after(card, "unlink", by, at, why).model_copy(update={"story": story})


def channelled(
    card: StoryCard,
    channel: str,
    *,
    included: bool | None,
    by: str,
    at: datetime,
    why: str = "",
) -> StoryCard:
    """The card put into a channel or kept out of it against its filter; None: the filter's word."""
    channels = {name: said for name, said in card.editor.channels.items() if name != channel}
    if included is not None:
        channels[channel] = included
    return _after(card, "channel", by, at, why, channel, channels=dict(sorted(channels.items())))


def regrouped(
    card: StoryCard, action: Regrouped, *, by: str, at: datetime, why: str = ""
) -> StoryCard:
    """The card after it was merged, split or put back."""
    return _after(card, action, by, at, why)


def _after(
    card: StoryCard,
    action: _Action,
    by: str,
    at: datetime,
    why: str,
    channel: str = "",
    **changes: Any,
) -> StoryCard:
    """The next revision; `updated` moves only with the words a reader sees."""
    mark = EditorMark(action=action, by=by, at=at, why=why, channel=channel)
    editor = Editorial.model_validate(
        {**dict(card.editor), **changes, "log": (*card.editor.log, mark)}
    )
    after = card.model_copy(update={"editor": editor, "revision": card.revision + 1})
    before_seen, after_seen = shown(card), shown(after)
    reworded = any(
        getattr(before_seen, field) != getattr(after_seen, field) for field in ("title", "teaser")
    )
    return after.model_copy(update={"updated": mark.at}) if reworded else after


def _mark(card: StoryCard, slug: str) -> TopicMark:
    found = next((mark for mark in card.topics if mark.topic == slug), None)
    return found or TopicMark(topic=slug, vocabulary=_BY_EDITOR)


def _override(name: str, value: str | Sequence[str] | None) -> tuple[Field, str | None]:
    if name not in get_args(Field):
        known = ", ".join((*get_args(Field), "topics"))
        raise InputError(f"no such field; editors may change {known}", subject=name)
    field: Field = name  # type: ignore[assignment]  # checked in the line above
    if value is None:
        return field, None
    if not isinstance(value, str):
        raise InputError("takes one text", subject=name)
    if field == "section":
        return field, _section(value)
    text = plain(value)
    if len(text) > _LONGEST[field]:
        raise InputError(f"longer than {_LONGEST[field]} characters", subject=name)
    return field, text if text or field != "title" else None


def _section(value: str) -> str | None:
    if value and value not in get_args(Section):
        raise InputError(
            f"no such section: {value}; there are {', '.join(get_args(Section))}",
            subject="section",
        )
    return value or None


def _topics(value: str | Sequence[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    slugs = value.split(",") if isinstance(value, str) else value
    chosen = tuple(dict.fromkeys(slug.strip() for slug in slugs if slug.strip()))
    if unknown := [slug for slug in chosen if slug not in topics()]:
        raise InputError(
            f"no such topic: {', '.join(unknown)}; there are {', '.join(topics())}",
            subject="topics",
        )
    return chosen
