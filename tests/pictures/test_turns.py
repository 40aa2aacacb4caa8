"""Whose turn it is to be looked at, and what editors are told."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import select

from demo.newsroom import Newsroom
from demo.pictures import picture
from pipeline.media import account, orders
from pipeline.orders import order_for
from pipeline.run import carry_out
from pipeline.settings import Settings
from pipeline.store import runs
from pipeline.store import tables as t
from pipeline.store.record import card_from
from tests.house import House
from tests.pictures.seeing import KEYS, PLAIN, pictures, read, seen

pytestmark = pytest.mark.server


def test_a_section_shows_its_stock_picture(
    tmp_path: Path, settings: Settings, newsroom: Newsroom
) -> None:
    """Marked as what it is, without words, only where the story has no picture of its own."""
    stock = tmp_path / "stock"
    stock.mkdir()
    for section in ("research_innovation", "at_polito", "students", "awards"):
        (stock / f"{section}.jpg").write_bytes(picture("stock"))
    newsroom.picture(KEYS[0], "missing")
    house = House(settings.model_copy(update={"section_pictures": stock}))
    house.refresh("ateneo-it")
    house.look()
    found = {
        (c["image"]["fallback"], c["image"]["alt"] == "")
        for c in pictures(house, "sources/ateneo-it")
    }
    assert found == {(True, True), (False, False)}
    house.close()


def test_a_look_gives_way_to_a_run(house: House) -> None:
    """Whoever presses refresh does not wait for pictures; these stay due."""
    read(house, "europa")
    source = house.pipe.declared.sources["ateneo-it"]
    order = orders.next_order(house.pipe)
    assert order is not None
    with house.pipe.store.writing() as c:
        runs.enqueue(c, order, house.pipe.store.clock())
        (look,) = [runs.claim(c, house.pipe.store.clock())]
        runs.enqueue(c, order_for(source, "manual"), house.pipe.store.clock())
    assert look is not None
    run = asyncio.run(carry_out(house.pipe, *look))
    assert (run.outcome, "left for later" in run.reason) == ("passed", True)
    assert orders.next_order(house.pipe) == order


def test_nothing_is_queued_while_a_run_waits(house: House) -> None:
    """Pictures come when nothing else is to be done."""
    read(house, "europa")
    source = house.pipe.declared.sources["ateneo-it"]
    with house.pipe.store.writing() as c:
        runs.enqueue(c, order_for(source, "manual"), house.pipe.store.clock())
    assert not orders.enqueue(house.pipe)


def test_one_look_is_queued_at_a_time(house: House) -> None:
    """However often the crawler thinks of pictures."""
    read(house)
    assert [orders.enqueue(house.pipe), orders.enqueue(house.pipe)] == [True, False]


def test_cards_from_before_are_looked_at_too(house: House) -> None:
    """A store that knew cards and no pictures learns of them at its first sweep."""
    read(house, "europa")
    with house.pipe.store.writing() as c:
        c.execute(t.image.delete())
        c.execute(t.image_use.delete())
    house.pipe.upkeep.daily()
    assert orders.next_order(house.pipe) is not None


def test_public_pictures_wait_for_a_contact_address(house: House) -> None:
    """Without one nothing but this machine is asked, and the others are put off."""
    read(house, "europa")
    with house.pipe.store.writing() as c:
        c.execute(t.image.update().values(host="pictures.example.org"))
    assert orders.next_order(house.pipe) is None
    with house.pipe.store.reading() as c:
        (why,) = c.scalars(select(t.image.c.why))
    assert "POLIFLASH_CONTACT" in why


def test_pictures_without_words_are_counted(house: House) -> None:
    """Editors see what nobody described; their own words count, and so does an empty text."""
    read(house, "ateneo-it")
    with house.pipe.store.reading() as c:
        before = account.account(c, "ateneo-it")
        (card,) = account.without_words(c, "ateneo-it", None, 10)
    house.act("edit", card.id, image_alt="Due mani e una bicicletta")
    with house.pipe.store.reading() as c:
        after = account.account(c, "ateneo-it")
    counted = [(one.pictured, one.wordless) for one in (before, after)]
    assert counted == [(2, 1), (2, 0)]


def test_what_became_of_a_picture_is_told(house: House, newsroom: Newsroom) -> None:
    """One line for an editor who wonders where it is."""
    newsroom.picture(PLAIN, "banner")
    seen(house, "europa")
    with house.pipe.store.reading() as c:
        (card,) = [card_from(text) for text in c.scalars(select(t.card.c.record))]
        line = account.told(c, card)
    assert "refused" in line and "a logo, a banner or a rule" in line
