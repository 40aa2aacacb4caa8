"""Which channels a card is in, and from when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.membership import Standing, placed
from schemas.card import Editorial, EditorMark
from schemas.channel import Variant
from tests.builders import card, channel

SEEN = datetime(2026, 5, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
RECENT = timedelta(days=3)
RELEASED = Editorial(log=(EditorMark(action="release", by="ed", at=SEEN),))


def variants(profile: str) -> tuple[Variant, ...]:
    """A channel in all languages, in Italian and in English."""
    made = channel(name="news", profile=profile)
    return tuple(Variant(channel=made, language=language) for language in (None, "it", "en"))


def places(profile: str, standing: Standing, **fields: Any) -> dict[str, timedelta]:
    """Variant → how long after first sight the card may be released."""
    made = card(first_seen=SEEN, updated=SEEN, published=SEEN, **fields)
    found = placed(made, standing, variants(profile), SEEN, RECENT)
    return {key: at - SEEN for key, at in found.items()}


NEWSLETTERS = [
    ("an Italian story", "it", {}, {}, {"news": HOUR, "news.it": HOUR, "news.en": 48 * HOUR}),
    (
        "an English one without twin",
        "en",
        {},
        {},
        {"news": HOUR, "news.en": HOUR, "news.it": 48 * HOUR},
    ),
    ("an English one with a twin", "en", {"siblings": frozenset({"it"})}, {}, {"news.en": HOUR}),
    (
        "an Italian one with a twin",
        "it",
        {"siblings": frozenset({"en"})},
        {},
        {"news": HOUR, "news.it": HOUR},
    ),
    (
        "young history",
        "it",
        {"history": True},
        {},
        {"news": HOUR, "news.it": HOUR, "news.en": 48 * HOUR},
    ),
    ("history", "it", {"history": True}, {"published": SEEN - 4 * 24 * HOUR}, {}),
    (
        "undated history",
        "it",
        {"history": True},
        {"published": None, "published_precision": "unknown"},
        {},
    ),
    (
        "history released by hand",
        "it",
        {"history": True},
        {"published": SEEN - 9 * 24 * HOUR, "editor": RELEASED},
        {"news": 0 * HOUR, "news.it": 0 * HOUR},
    ),
    ("a hidden one", "it", {}, {"editor": Editorial(hidden=True)}, {}),
    (
        "one under embargo",
        "it",
        {},
        {"editor": Editorial(embargo=SEEN + 5 * HOUR)},
        {"news": 5 * HOUR, "news.it": 5 * HOUR, "news.en": 48 * HOUR},
    ),
]


@pytest.mark.parametrize(
    ("standing", "fields", "language", "expected"),
    [(s, f, language, e) for _, language, s, f, e in NEWSLETTERS],
    ids=[row[0] for row in NEWSLETTERS],
)
def test_newsletters(
    standing: dict[str, Any], fields: dict[str, Any], language: str, expected: dict[str, timedelta]
) -> None:
    """A newsletter waits, takes no history, and falls back to the other language after 48 h."""
    made = {"published": SEEN, **fields}
    built = card(first_seen=SEEN, updated=SEEN, language=language, **made)
    found = placed(built, Standing(**standing), variants("newsletter"), SEEN, RECENT)
    assert {key: at - SEEN for key, at in found.items()} == expected


def test_the_card_chosen_at_release_stays() -> None:
    """An English story that a newsletter released stays in it when its Italian twin arrives."""
    built = card(first_seen=SEEN, updated=SEEN, language="en", published=SEEN)
    standing = Standing(siblings=frozenset({"it"}), released=frozenset({"news", "news.it"}))
    found = placed(built, standing, variants("newsletter"), SEEN, RECENT)
    assert set(found) == {"news", "news.it", "news.en"}


def test_web_channels_take_everything_at_once() -> None:
    """History and fresh stories are in web channels from the moment they are live."""
    found = places("web", Standing(history=True), language="it")
    assert found == {"news": timedelta(0), "news.it": timedelta(0)}
