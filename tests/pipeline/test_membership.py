"""Which channels a card is in, and from when."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.membership import Directory, Sibling, Standing, placed
from schemas.card import Editorial, EditorMark
from schemas.channel import Variant
from tests.builders import card, channel

SEEN = datetime(2026, 5, 4, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)
RECENT = timedelta(days=3)
IT, EN, FR = ((Sibling(language=language),) for language in ("it", "en", "fr"))
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
    ("an English one with a twin", "en", {"siblings": IT}, {}, {"news.en": HOUR}),
    (
        "an Italian one with a twin",
        "it",
        {"siblings": EN},
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
    """Requirement 56: A newsletter waits, takes no history, and falls back to the other language
    after 48 h.
    """
    made = {"published": SEEN, **fields}
    built = card(first_seen=SEEN, updated=SEEN, language=language, **made)
    found = placed(built, Standing(**standing), variants("newsletter"), SEEN, RECENT)
    assert {key: at - SEEN for key, at in found.items()} == expected


def test_the_card_chosen_at_release_stays() -> None:
    """Requirement 57: An English story that a newsletter released stays in it when its Italian
    twin arrives.
    """
    built = card(first_seen=SEEN, updated=SEEN, language="en", published=SEEN)
    standing = Standing(siblings=IT, released=frozenset({"news", "news.it"}))
    found = placed(built, standing, variants("newsletter"), SEEN, RECENT)
    assert set(found) == {"news", "news.it", "news.en"}


def test_web_channels_take_everything_at_once() -> None:
    """History and fresh stories are in web channels from the moment they are live."""
    found = places("web", Standing(history=True), language="it")
    assert found == {"news": timedelta(0), "news.it": timedelta(0)}


BILINGUAL = {"fallback": {"it": ("en", "fr"), "en": ("it",)}}
ONE = {"filter": {"languages": ("it",)}, "fallback": {"it": ("en", "fr")}, "suffixes": ()}
HAD_FR = (Sibling(language="fr", released=frozenset({"news.it"})),)
WEB = [
    ("English alone", BILINGUAL, "en", (), (), {"news", "news.it", "news.en"}),
    ("English beside Italian", BILINGUAL, "en", IT, (), {"news", "news.en"}),
    ("Italian after English", BILINGUAL, "it", EN, (), {"news", "news.it"}),
    ("English shown, then Italian", BILINGUAL, "en", IT, ("news.it",), {"news", "news.en"}),
    ("French alone", BILINGUAL, "fr", (), (), {"news", "news.it"}),
    ("French beside English", BILINGUAL, "fr", EN, (), {"news"}),
    ("French shown, then English", BILINGUAL, "fr", EN, ("news.it",), {"news", "news.it"}),
    ("English after French shown", BILINGUAL, "en", HAD_FR, (), {"news", "news.en"}),
    ("a language nobody falls back to", BILINGUAL, "de", (), (), {"news"}),
    ("English in one document without suffix", ONE, "en", (), (), {"news"}),
    ("English in it beside Italian", ONE, "en", IT, (), set()),
    ("Italian in it", ONE, "it", EN, (), {"news"}),
    ("German in it", ONE, "de", (), (), set()),
    ("no fallback", {}, "en", (), (), {"news", "news.en"}),
]  # fmt: skip


def declared(**of_channel: Any) -> tuple[Variant, ...]:
    """The variants of a channel `news`."""
    made = channel(name="news", **of_channel)
    return tuple(Variant(channel=made, language=language) for language in (None, *made.suffixes))


@pytest.mark.parametrize(
    ("of_channel", "language", "siblings", "released", "expected"),
    [row[1:] for row in WEB],
    ids=[row[0] for row in WEB],
)
def test_web_channels_with_fallback(
    of_channel: dict[str, Any],
    language: str,
    siblings: tuple[Sibling, ...],
    released: tuple[str, ...],
    expected: set[str],
) -> None:
    """One version per story: the reader's, else the one already shown, else by the order."""
    standing = Standing(siblings=siblings, released=frozenset(released))
    built = card(first_seen=SEEN, language=language)
    variants_ = Directory(declared(**of_channel)).likely(built)
    assert set(placed(built, standing, variants_, SEEN, RECENT)) == expected


MAILED = [
    ("French beside English", {}, "fr", EN, {}),
    ("English beside French", {}, "en", FR, {"news": 1, "news.it": 48, "news.en": 1}),
    ("French alone", {}, "fr", (), {"news": 1, "news.it": 48, "news.en": 48}),
    ("French, not named", {"fallback": {"it": ("en",)}}, "fr", (), {"news": 1, "news.en": 48}),
    ("no fallback at all", {"fallback": {"it": ()}}, "en", (), {"news": 1, "news.en": 1}),
    ("an English letter", {"filter": {"languages": ("en",)}}, "en", IT, {"news": 1, "news.en": 1}),
    ("one letter, Italian first", ONE, "en", (), {"news": 48}),
]


@pytest.mark.parametrize(
    ("of_channel", "language", "siblings", "expected"),
    [row[1:] for row in MAILED],
    ids=[row[0] for row in MAILED],
)
def test_the_order_of_a_newsletters_languages(
    of_channel: dict[str, Any],
    language: str,
    siblings: tuple[Sibling, ...],
    expected: dict[str, int],
) -> None:
    """Its own after the hold, else after 48 hours the best of those it falls back to."""
    built = card(first_seen=SEEN, updated=SEEN, language=language, published=SEEN)
    variants_ = declared(profile="newsletter", **of_channel)
    found = placed(built, Standing(siblings=siblings), variants_, SEEN, RECENT)
    assert {key: (at - SEEN) // HOUR for key, at in found.items()} == expected
