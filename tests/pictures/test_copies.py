"""Copies of pictures, and when they go."""

import os

import pytest
from sqlalchemy import select

from demo.newsroom import Newsroom
from pipeline.erase import foreseen
from pipeline.orders import order_for
from pipeline.store import tables as t
from schemas.order import Action, Order
from tests.house import House, demo_sources
from tests.pictures.seeing import ATENEO, KEYS, ids, media, narrowed, pictures, seen, twins

pytestmark = pytest.mark.server


def test_a_retraction_takes_the_copies_with_it(house: House, newsroom: Newsroom) -> None:
    """Within the same publish, as soon as no other card shows the picture."""
    seen(house, *ATENEO)
    before = len(media(house))
    one, other = twins(house, KEYS[0], newsroom)
    house.act("retract", one)
    kept = media(house)
    told = house.act("retract", other).taken_back
    left = media(house)
    assert (len(kept), len(left)) == (before, before // 2)
    assert told is not None and told.pictures_until is not None
    gone = {house.settings.public / path for path in told.documents if path[:6] == "media/"}
    assert gone == {*kept} - {*left}


def test_a_restored_story_gets_its_copies_again(house: House) -> None:
    """A retraction by mistake costs a second look, no more."""
    seen(house, "ateneo-it")
    before = media(house)
    card = ids(house, "sources/ateneo-it", 0)
    house.act("retract", card)
    house.act("restore", card)
    house.look()
    assert (len(before), media(house)) == (12, before)


def test_a_purge_takes_every_copy(house: House) -> None:
    """What a newsroom takes back is gone from the public folder, whatever mail shows it."""
    seen(house, "ateneo-it")
    purge = Action(name="purge", target="ateneo-it", by="an operator")
    house.carry_out(Order(trigger="edit", action=purge))
    assert media(house) == []


def test_an_erasure_leaves_no_address_of_a_picture(house: House, newsroom: Newsroom) -> None:
    """Copies, uses and what was found go with the story."""
    seen(house, *ATENEO)
    one, _ = twins(house, KEYS[0], newsroom)
    told = foreseen(house.pipe.store, house.pipe.shelf, house.settings, one, story=True)
    before = len(media(house))
    house.act("erase", one, story="yes")
    assert (told.pictures, told.copies) == (1, before - len(media(house)))
    with house.pipe.store.reading() as c:
        left = list(c.scalars(select(t.image.c.url)))
        uses = list(c.scalars(select(t.image_use.c.card)))
    assert (len(left), len(uses), len(media(house))) == (1, 2, 6)


def test_a_hidden_story_keeps_its_copy(house: House, newsroom: Newsroom) -> None:
    """Mail that was sent still shows it, and the editor may restore it."""
    seen(house, *ATENEO)
    before = media(house)
    for card in twins(house, KEYS[0], newsroom):
        house.act("hide", card)
    assert media(house) == before


def test_a_withdrawn_storys_copy_goes_after_its_grace(house: House, newsroom: Newsroom) -> None:
    """It stays for the mails that were sent, and is gone when nobody reads them any more."""
    seen(house, *ATENEO)
    before = len(media(house))
    newsroom.delete(KEYS[0])
    house.refresh(*ATENEO)
    house.later(minutes=11)
    house.refresh(*ATENEO)
    house.pipe.upkeep.sweep(house.pipe.store.clock())
    kept = len(media(house))
    house.later(days=401)
    house.pipe.upkeep.sweep(house.pipe.store.clock())
    house.pipe.publisher.publish()
    assert (kept, len(media(house))) == (before, before // 2)


@pytest.mark.parametrize("images", ["hotlink", "none"])
def test_narrower_rights_take_the_copies_back(
    house: House, newsroom: Newsroom, images: str
) -> None:
    """With the next publish no document names a copy and no file is left."""
    seen(house, *ATENEO)
    narrowed(house, newsroom.port, images)
    house.pipe.publisher.publish()
    named = [path for path, (text, _) in house.public().items() if b"/media/" in text]
    shown = [bool(card["image"]) for card in pictures(house, "sources/ateneo-it")]
    assert (named, media(house), set(shown)) == ([], [], {images == "hotlink"})


def test_wider_rights_have_pictures_copied(house: House, newsroom: Newsroom) -> None:
    """What was measured as a link is copied once a story was taken in under wider rights."""
    narrowed(house, newsroom.port, "hotlink")
    seen(house, "ateneo-it")
    demo_sources(house.settings.sources[0], newsroom.port)
    house.reopen()
    assert house.look() == []
    source = house.pipe.declared.sources["ateneo-it"]
    house.carry_out(order_for(source, "manual", force=True))
    house.look()
    assert len(media(house)) == 12


def test_files_that_a_crash_left_are_swept(house: House) -> None:
    """A copy that the store does not know goes once it is a day old."""
    stray = house.settings.public / "media" / "ab" / f"ab{'0' * 30}-1200.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    house.pipe.upkeep.sweep(house.pipe.store.clock())
    assert not stray.exists()
