"""Decisions about pages."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.decide import Look, decide, withdrawal
from schemas.card import Editorial
from schemas.decision import Past
from schemas.types import ROME
from tests.builders import card as any_card
from tests.builders import card_id
from tests.pipeline.pages import HOUR, NOW, SENTENCES, again, first, minting, page


def test_a_page_never_seen_is_new() -> None:
    """A fresh id, and every date is the first sight."""
    decision = decide(page(), Past(), now=NOW, mint=minting(), authority=0)
    card = decision.card
    assert decision.action == "new"
    assert card is not None
    assert (card.id, card.story, card.revision) == (card_id(9001), card_id(9001), 1)
    assert card.updated == card.first_seen == NOW


def test_an_id_minted_before_stays() -> None:
    """A card that was lost in quarantine comes back under its own id and first sight."""
    past = Past(id=card_id(5), first_seen=NOW - HOUR)
    card = decide(page(), past, now=NOW, mint=minting(), authority=0).card
    assert card is not None
    assert (card.id, card.first_seen, card.updated) == (card_id(5), NOW - HOUR, NOW)


def test_an_erased_story_is_never_collected_again() -> None:
    """Erasure wins over everything."""
    decision = decide(page(), Past(erased=True), now=NOW, mint=minting(), authority=0)
    assert (decision.action, decision.card) == ("rejected", None)


AHEAD = [
    ({"day": "2026-03-03"}, True),
    ({"day": "2026-03-02"}, False),
    ({"day": "2026-03-02", "instant": NOW + timedelta(minutes=16)}, True),
    ({"day": "2026-03-02", "instant": NOW + timedelta(minutes=14)}, False),
]


@pytest.mark.parametrize(("published", "refused"), AHEAD)
def test_a_date_in_the_future_is_an_error(published: dict[str, Any], refused: bool) -> None:
    """Requirement 6: A later day in Rome or a time beyond a quarter of an hour is rejected by its
    date.
    """
    decision = decide(page(published=published), Past(), now=NOW, mint=minting(), authority=0)
    assert (decision.action == "rejected") is refused
    assert ("2026-03" in decision.reason) is refused


DATES = [
    (None, None, "unknown"),
    ({"day": "2026-03-01"}, datetime(2026, 3, 1, 11, tzinfo=UTC), "day"),
    ({"day": "2025-07-01"}, datetime(2025, 7, 1, 10, tzinfo=UTC), "day"),
    ({"day": "2026-03-02"}, NOW.replace(microsecond=0), "day"),
    ({"day": "2026-03-01", "instant": NOW - HOUR}, NOW - HOUR, "minute"),
]


@pytest.mark.parametrize(("published", "at", "precision"), DATES)
def test_dates_are_emitted_as_they_are_known(
    published: dict[str, Any] | None, at: datetime | None, precision: str
) -> None:
    """A day is noon in Rome or the first sight that morning; a time is itself; nothing is now."""
    card = first(page(published=published))
    assert (card.published, card.published_precision) == (at, precision)


@given(
    st.dates(date(1995, 1, 1), date(2026, 3, 2)),
    st.integers(0, 82_799).map(lambda s: datetime(2026, 3, 2, tzinfo=UTC) + timedelta(seconds=s)),
)
def test_a_day_stays_its_day_in_rome(day: date, now: datetime) -> None:
    """No zone or summer time moves a date, and none is in the future."""
    card = first(page(published={"day": day}), now)
    assert card.published is not None
    assert card.published.astimezone(ROME).date() == day
    assert card.published <= now


CHANGES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "unchanged", ""),
    ({"title": "Il ponte che parlava"}, "updated", "title"),
    ({"teaser": "Tutt’altra frase."}, "updated", "teaser"),
    ({"teaser": SENTENCES[0].replace("cent’anni", "cento anni")}, "updated", "teaser"),
    ({"teaser": f"{SENTENCES[0]} {SENTENCES[1]}"}, "touched", "teaser"),
    ({"teaser": SENTENCES[0][:50] + "…"}, "touched", "teaser"),
    ({"teaser": SENTENCES[3], "provenance": {"teaser": "text"}}, "touched", "teaser"),
    ({"text_hash": "second"}, "updated", "body"),
    ({"text_hash": ""}, "unchanged", ""),
    ({"shingles": (1, 2)}, "unchanged", ""),
    ({"image": None}, "updated", "image"),
    ({"image": {"url": "https://a.example/altra.jpg"}}, "updated", "image"),
    ({"image": {"url": "https://a.example/p-300x200.jpg"}}, "touched", "image"),
    ({"image": {"url": "https://a.example/p.jpg", "alt": "Il ponte"}}, "touched", "image"),
    ({"published": {"day": "2026-02-27"}}, "updated", "published"),
    ({"published": None}, "unchanged", ""),
    (
        {"published": {"day": "2026-03-01", "instant": "2026-03-01T08:00:00Z"}},
        "touched",
        "published",
    ),
    ({"tags": ("ENERGIA", "acqua")}, "unchanged", ""),
    ({"tags": ("acqua",)}, "touched", "tags"),
    ({"authors": ({"name": "Maria Rossi"},)}, "touched", "authors"),
    ({"section": "awards"}, "touched", "section"),
    ({"url": "http://ateneo.localhost:8001/it/nuovo"}, "touched", "url"),
    ({"rights": {"text": "title", "images": "hotlink"}}, "touched", "rights"),
]
SEEN: dict[str, Any] = {"tags": ("acqua", "energia"), "image": {"url": "https://a.example/p.jpg"}}


@pytest.mark.parametrize(("change", "action", "field"), CHANGES)
def test_only_material_changes_are_updates(change: dict[str, Any], action: str, field: str) -> None:
    """Requirements 7 and 23: Title, teaser, text, picture, date move `updated`; order, cuts,
    labels do not.
    """
    card = first(page(**SEEN))
    decision = again(card, page(**{**SEEN, **change}))
    assert (decision.action, decision.changed[:1]) == (action, (field,) if field else ())
    assert decision.card is not None
    assert decision.card.updated == (NOW + HOUR if action == "updated" else NOW)
    assert decision.card.revision == (1 if action == "unchanged" else 2)


@given(
    st.text(min_size=1, max_size=40),
    st.text(max_size=40),
    st.lists(st.text(max_size=9), max_size=4),
    st.sampled_from([None, {"day": "2026-03-01"}, {"day": "2026-03-02"}]),
)
def test_the_same_page_twice_is_unchanged(
    title: str, teaser: str, tags: list[str], published: dict[str, Any] | None
) -> None:
    """Nothing changes by being looked at."""
    seen = page(title=title, teaser=teaser, tags=tags, published=published)
    card = first(seen)
    decision = again(card, seen)
    assert (decision.action, decision.card, decision.changed) == ("unchanged", card, ())


def test_a_time_is_never_lost_to_a_day() -> None:
    """A feed's minute survives the page that only prints a day."""
    card = first(page(published={"day": "2026-03-01", "instant": "2026-03-01T08:00:00Z"}))
    decision = again(card, page(published={"day": "2026-02-28"}))
    assert decision.card == card


def test_what_was_measured_of_a_picture_stays() -> None:
    """The page names only an address; sizes found earlier are kept."""
    picture = {"url": "https://a.example/p.jpg"}
    card = first(page(image=picture))
    assert card.image is not None
    card = card.model_copy(update={"image": card.image.model_copy(update={"width": 640})})
    assert again(card, page(image=picture)).action == "unchanged"


def test_an_editor_is_never_overruled() -> None:
    """What editors said stays with the card whatever the source changes."""
    editor = Editorial(pinned=True, overrides={"title": "Nostro"})
    card = first(page()).model_copy(update={"editor": editor})
    after = again(card, page(title="Altro")).card
    assert after is not None
    assert (after.editor, after.title) == (editor, "Altro")


def test_a_failed_reading_takes_no_text_away() -> None:
    """A look that finds no body keeps the old one; new rights do not."""
    full = {"text": "full", "licence": "CC-BY-4.0"}
    card = first(page(body="<p>x</p>", rights=full))
    kept = again(card, page(body=None, text_hash="", rights=full)).card
    gone = again(card, page(body=None, rights={"text": "teaser"})).card
    assert kept is not None
    assert gone is not None
    assert (kept.body, gone.body) == ("<p>x</p>", None)


def test_translations_share_a_story() -> None:
    """The language version that comes later joins the story of the first."""
    twin = any_card(language="en", first_seen=NOW - HOUR)
    card = decide(page(), Past(twins=(twin,)), now=NOW, mint=minting(), authority=0).card
    assert card is not None
    assert card.story == twin.story != card.id


def test_the_first_language_keeps_its_story() -> None:
    """The older version does not move when it learns of a younger twin."""
    twin = any_card(language="en", first_seen=NOW + HOUR)
    card = first(page())
    assert again(card, page(), twins=(twin,)).action == "unchanged"


def test_a_link_between_languages_is_no_news() -> None:
    """Linking two cards later changes the story id and does not move `updated`."""
    twin = any_card(language="en", first_seen=NOW - HOUR)
    decision = again(first(page()), page(), twins=(twin,))
    assert (decision.action, decision.changed) == ("touched", ("story",))


GONE = [
    (404, True, None, "suspect"),
    (404, False, NOW - timedelta(minutes=9), "suspect"),
    (404, False, NOW - timedelta(minutes=10), "withdrawn"),
    (410, True, NOW - HOUR, "withdrawn"),
    (403, True, NOW - HOUR, "withdrawn"),
    (403, False, NOW - HOUR, "none"),
    (500, True, NOW - HOUR, "none"),
    (200, True, NOW - HOUR, "none"),
    (0, True, NOW - HOUR, "none"),
]


@pytest.mark.parametrize(("status", "listing_ok", "first_look", "verdict"), GONE)
def test_a_story_is_gone_at_the_second_look(
    status: int, listing_ok: bool, first_look: datetime | None, verdict: str
) -> None:
    """404, 410, or 403 beside a healthy listing, twice, ten minutes apart."""
    assert withdrawal(status, listing_ok, first_look, NOW) == verdict


BEFORE, AFTER = NOW - 2 * HOUR, NOW - timedelta(minutes=1)
ELSEWHERE = [
    ((Look(AFTER, None),), "moved"),
    ((Look(BEFORE, None),), "suspect"),
    ((Look(AFTER, AFTER),), "withdrawn"),
    ((Look(AFTER, AFTER), Look(AFTER, None)), "moved"),
    ((Look(AFTER, AFTER), Look(BEFORE, None)), "suspect"),
]


@pytest.mark.parametrize(("others", "verdict"), ELSEWHERE)
def test_a_story_is_gone_from_all_its_addresses(others: tuple[Look, ...], verdict: str) -> None:
    """One that answered since the first look keeps it; one not asked since is waited for."""
    assert withdrawal(404, True, NOW - HOUR, NOW, others) == verdict


def test_a_merged_page_is_only_mentioned() -> None:
    """The page of a card that was merged changes nothing but `also_at`."""
    card = first(page())
    decision = again(card, page(title="Altro", url="https://a.example/altro"), merged=True)
    assert (decision.action, decision.changed) == ("touched", ("also_at",))


def test_an_heir_goes_on_with_the_card() -> None:
    """A source that took another's place updates its cards, and they are its own."""
    card = first(page(source="former"))
    decision = again(card, page(title="Altro"), heir=True)
    assert decision.card is not None
    assert (decision.action, decision.card.source) == ("updated", "ateneo")
