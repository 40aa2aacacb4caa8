"""Editors' words on which newsletters carry a card, and when."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.accept import Placing
from pipeline.edits import after
from pipeline.settings import settings_from
from pipeline.store import publication
from pipeline.store.store import opened
from schemas.channel import Variant
from schemas.errors import InputError
from schemas.order import Action, ActionName
from tests.builders import NOON, card, channel
from tests.pipeline.desk import Desk

CHANNELS = (
    channel(name="web"),
    channel(name="daily", profile="newsletter", hold="60m"),
    channel(name="monthly", profile="newsletter", hold="1d"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A web channel and two newsletters."""
    store = opened(settings_from(data=tmp_path / "data"))
    found = Desk(store, tmp_path / "pages")
    variants = tuple(Variant(channel=one) for one in CHANNELS)
    found.placing = Placing(variants=variants, recent=timedelta(days=3))
    yield found
    store.close()


def waits(desk: Desk) -> dict[str, bool]:
    """Channel → whether the one card that it holds still waits for its hold."""
    now = desk.store.clock()
    with desk.store.reading() as c:
        ready = {row.variant for row in publication.ready(c, now)}
        (one,) = desk.cards()
        return {key: key not in ready for key in publication.variants_with(c, [one.id])[one.id]}


def test_a_hold_is_the_channel_s_own(desk: Desk) -> None:
    """The web shows a story at once; each newsletter waits."""
    desk.italian()
    assert waits(desk) == {"web": False, "daily": True, "monthly": True}


def test_release_now_skips_every_hold(desk: Desk) -> None:
    """Every newsletter takes it at the next publish."""
    desk.italian()
    desk.order("release", desk.cards()[0])
    assert waits(desk) == {"web": False, "daily": False, "monthly": False}


def test_release_now_to_one_newsletter(desk: Desk) -> None:
    """The other one goes on waiting."""
    desk.italian()
    desk.order("release", desk.cards()[0], channel="monthly")
    assert waits(desk) == {"web": False, "daily": True, "monthly": False}


def test_on_the_web_and_not_in_the_mail(desk: Desk) -> None:
    """An excluded card leaves that channel alone, and a later crawl does not bring it back."""
    desk.italian()
    desk.order("exclude", desk.cards()[0], channel="daily")
    desk.italian(title="Il ponte che parla ancora", teaser="Un’altra frase, tutta intera.")
    assert desk.cards()[0].title == "Il ponte che parla ancora"
    assert set(waits(desk)) == {"web", "monthly"}


def test_the_filter_decides_again(desk: Desk) -> None:
    """What was excluded by mistake is back in its place."""
    desk.italian()
    desk.order("exclude", desk.cards()[0], channel="daily")
    desk.order("follow", desk.cards()[0], channel="daily")
    assert set(waits(desk)) == {"web", "daily", "monthly"}


def test_an_editor_puts_history_into_a_newsletter(desk: Desk) -> None:
    """What came with a first run is mailed by the one newsletter that an editor named."""
    desk.italian(history=True, published={"day": "2025-03-01"})
    assert set(waits(desk)) == {"web"}
    desk.order("include", desk.cards()[0], channel="daily")
    assert set(waits(desk)) == {"web", "daily"}


WRONG: list[tuple[ActionName, dict[str, str]]] = [
    ("include", {}),
    ("exclude", {"channel": "newslettre"}),
    ("follow", {"channel": "daily", "why": "x"}),
    ("release", {"title": "x"}),
]


@pytest.mark.parametrize(("name", "fields"), WRONG, ids=[row[0] for row in WRONG])
def test_what_names_no_channel_is_refused(name: ActionName, fields: dict[str, str]) -> None:
    """Before anything is done."""
    asked = Action(name=name, target="x", by="Anna", fields=fields)
    with pytest.raises(InputError):
        after(card(), asked, NOON, {"daily"})
