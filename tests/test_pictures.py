"""Pictures followed from a newsroom's pages to public documents."""

import asyncio
import datetime as dt
import io
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson
import pytest
from PIL import Image
from sqlalchemy import select

from demo.awkward import Awkward
from demo.content import STORIES
from demo.kinds import Asked
from demo.newsroom import Newsroom
from demo.pictures import picture
from demo.server import serve_newsroom
from pipeline.media import account, orders
from pipeline.orders import order_for
from pipeline.run import carry_out
from pipeline.settings import Settings
from pipeline.store import runs
from pipeline.store import tables as t
from pipeline.store.record import card_from
from schemas.order import Action, Order
from tests.house import House, demo_sources

pytestmark = pytest.mark.server

KEYS = ("accordo-istituto-galvani", "bici-reclinata-record")
"""Stories in both languages; both versions show one picture."""
PLAIN = "ibe-call-twin-regions"
"""A story of a source whose pictures may be linked, not copied."""
ATENEO = ("ateneo-it", "ateneo-en")
EVERY = (*ATENEO, "europa")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    """A small newsroom: two sites, three stories."""
    for site, keys in (("ateneo", KEYS), ("europa", (PLAIN,))):
        (tmp_path / "content" / site).mkdir(parents=True)
        for key in keys:
            shutil.copy(STORIES / site / f"{key}.toml", tmp_path / "content" / site)
    room = Newsroom(tmp_path / "content", clock=lambda: dt.datetime.now(dt.UTC))
    with serve_newsroom(room):
        yield room


def read(house: House, *slugs: str) -> None:
    """Read sources (all without names); the stories are published, no picture is looked at."""
    assert {run.outcome for run in house.refresh(*(slugs or EVERY))} == {"passed"}


def pictures(house: House, name: str) -> list[dict[str, Any]]:
    """The cards of a channel, as their own documents show them."""
    found = []
    for item in house.feed(name):
        key = item["id"].removeprefix("urn:uuid:").replace("-", "")
        found.append(
            orjson.loads((house.settings.public / f"cards/{key[:2]}/{key}.json").read_bytes())
        )
    return found


def media(house: House) -> list[Path]:
    """The copies that lie in the public folder."""
    return sorted(path for path in (house.settings.public / "media").rglob("*") if path.is_file())


def visits(newsroom: Newsroom) -> list[tuple[int, bool]]:
    """Status and condition of the requests for pictures."""
    return [(v.status, v.conditional) for v in newsroom.requests if ".jpg" in v.path.lower()]


def test_a_story_is_published_before_its_picture_is_asked_for(
    house: House, newsroom: Newsroom
) -> None:
    """A run asks for no picture; the story shows what its page says."""
    read(house, "europa")
    (card,) = pictures(house, "sources/europa")
    assert (card["image"]["bytes"], visits(newsroom)) == (None, [])


def test_the_facts_follow(house: House, newsroom: Newsroom) -> None:
    """Real width, height, bytes and type, at the original address where rights allow no copy."""
    read(house, "europa")
    (before,) = pictures(house, "sources/europa")
    house.look()
    (after,) = pictures(house, "sources/europa")
    image = after["image"]
    real = len(newsroom.world.page("europa", asked(image["url"])).body)
    assert (image["width"], image["height"], image["bytes"]) == (1200, 675, real)
    assert (image["url"], image["media_type"]) == (before["image"]["url"], "image/jpeg")


def asked(url: str) -> Any:
    """An address as the newsroom is asked for it."""
    return Asked(unquote(urlsplit(url).path), {})


def test_a_measured_picture_is_no_change_of_its_story(house: House) -> None:
    """`updated`, revision and place stay, of the card, its channel and its documents' items."""
    read(house, "europa")
    before = pictures(house, "sources/europa")
    feed = orjson.loads((house.settings.public / "feeds/sources/europa.json").read_bytes())
    house.look()
    after = pictures(house, "sources/europa")
    later = orjson.loads((house.settings.public / "feeds/sources/europa.json").read_bytes())
    assert [c | {"image": 0} for c in before] == [c | {"image": 0} for c in after]
    assert feed["_poliflash"]["updated"] == later["_poliflash"]["updated"]
    assert [i["date_modified"] for i in feed["items"]] == [
        i["date_modified"] for i in later["items"]
    ]


def test_a_measured_picture_mails_nothing_again(house: House) -> None:
    """Releases are as they were before the picture was looked at."""
    read(house)
    with house.pipe.store.reading() as c:
        before = c.execute(select(t.release)).all()
    house.look()
    with house.pipe.store.reading() as c:
        assert c.execute(select(t.release)).all() == before


def test_the_enclosure_has_the_real_length(house: House) -> None:
    """What newsletter tools take is what a client would download."""
    read(house, "ateneo-it")
    house.look()
    rss = (house.settings.public / "feeds/sources/ateneo-it.rss").read_text("utf-8")
    sizes = {f"media/{p.parent.name}/{p.name}": p.stat().st_size for p in media(house)}
    named = [name for name in sizes if f'/{name}" length="{sizes[name]}" type="image/jpeg"' in rss]
    assert len(named) == len(KEYS)


def test_a_copy_takes_the_place_of_the_original(house: House) -> None:
    """Where the rights allow it every place shows our JPEG; WebP and smaller sizes beside."""
    read(house, "ateneo-it")
    house.look()
    for card in pictures(house, "sources/ateneo-it"):
        image = card["image"]
        kinds = [(r["width"], r["media_type"]) for r in image["renditions"]]
        assert kinds == [
            (w, kind) for w in (1200, 600, 320) for kind in ("image/jpeg", "image/webp")
        ]
        path = house.settings.public / image["url"].removeprefix("http://127.0.0.1:8000/")
        assert path.stat().st_size == image["bytes"]


def test_webp_never_stands_in_a_feed(house: House) -> None:
    """Mail programs do not show it; only pages offer it to browsers."""
    read(house)
    house.look()
    feeds = [path for path in (house.settings.public / "feeds").rglob("*") if path.is_file()]
    named = [path for path in feeds if b".webp" in path.read_bytes()]
    assert {path.suffix for path in named} == {".html"}
    assert not [path for path in named if "editions" in path.parts]


@pytest.mark.parametrize("mode", ["bomb", "page", "pixel", "banner", "blank", "missing"])
def test_what_is_no_picture_is_not_shown(house: House, newsroom: Newsroom, mode: Awkward) -> None:
    """Bombs, web pages, pixels, banners, placeholders and what is gone leave every document."""
    newsroom.picture(KEYS[0], mode)
    newsroom.picture(KEYS[1], mode)
    read(house, "ateneo-it")
    (url, *_) = [card["image"]["url"] for card in pictures(house, "sources/ateneo-it")]
    house.look()
    shown = [path for path, (text, _) in house.public().items() if url.encode() in text]
    assert ([c["image"] for c in pictures(house, "sources/ateneo-it")], shown, media(house)) == (
        [None, None],
        [],
        [],
    )


@pytest.mark.parametrize("mode", ["turned", "print", "huge", "webp"])
def test_an_awkward_picture_is_copied_as_jpeg(
    house: House, newsroom: Newsroom, mode: Awkward
) -> None:
    """Upright, in RGB, of a size that mail takes."""
    newsroom.picture(KEYS[0], mode)
    newsroom.picture(KEYS[1], mode)
    read(house, "ateneo-it")
    house.look()
    for card in pictures(house, "sources/ateneo-it"):
        path = card["image"]["url"].removeprefix("http://127.0.0.1:8000/")
        opened = Image.open(io.BytesIO((house.settings.public / path).read_bytes()))
        assert (opened.format, opened.mode) == ("JPEG", "RGB")
        assert (opened.height > opened.width) == (mode == "turned")


def test_a_linked_webp_is_no_enclosure(house: House, newsroom: Newsroom) -> None:
    """It is told as what it is, and offered to nothing that mails it."""
    newsroom.picture(PLAIN, "webp")
    read(house, "europa")
    house.look()
    rss = (house.settings.public / "feeds/sources/europa.rss").read_text("utf-8")
    assert ('type="image/webp"' in rss, "<enclosure" in rss) == (True, False)


def test_a_slow_picture_stays_as_its_page_has_it(
    house: House, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried again later; the story is not worse for it."""
    monkeypatch.setattr("spiders.pictures.PATIENCE", 0.2)
    newsroom.picture(PLAIN, "slow")
    read(house, "europa")
    before = house.public()
    (run,) = house.look()
    assert "in time" in run.problems[0].why
    assert house.public() == before


def test_nothing_is_asked_again_before_a_day(house: House, newsroom: Newsroom) -> None:
    """A second look has nothing to do and changes no byte."""
    read(house)
    house.look()
    before = house.public()
    newsroom.forget_requests()
    assert (house.look(), visits(newsroom), house.public()) == ([], [], before)


def test_a_look_a_day_later_is_conditional(house: House, newsroom: Newsroom) -> None:
    """What is unchanged costs a 304 and touches no file."""
    read(house)
    house.look()
    house.later(days=1, minutes=1)
    house.pipe.publisher.publish()  # what newsletters release meanwhile
    before = house.public()
    newsroom.forget_requests()
    house.look()
    assert set(visits(newsroom)) == {(304, True)}
    assert house.public() == before


def test_a_picture_that_comes_back_is_shown_again(house: House, newsroom: Newsroom) -> None:
    """A 404 hides it, an hour later it is there again, and so it is for readers."""
    newsroom.picture(PLAIN, "missing")
    read(house, "europa")
    house.look()
    newsroom.picture(PLAIN)
    house.later(hours=2)
    house.look()
    assert [bool(card["image"]) for card in pictures(house, "sources/europa")] == [True]


def test_a_picture_replaced_at_its_address_is_copied_anew(house: House, newsroom: Newsroom) -> None:
    """Other bytes, another name: what was immutable stays so."""
    read(house, "ateneo-it")
    house.look()
    before = set(media(house))
    newsroom.picture(KEYS[0], "turned")
    house.later(days=1, minutes=1)
    house.look()
    assert before < set(media(house))


def ids(house: House, name: str, place: int) -> str:
    """The id of a card by its place in a channel."""
    found: str = house.feed(name)[place]["id"]
    return found


def twins(house: House, key: str, newsroom: Newsroom) -> list[str]:
    """The ids of both language versions of a story."""
    urls = {row["url"] for row in newsroom.stories() if row["key"] == key}
    return [item["id"] for item in house.feed("stories") if item["url"] in urls]


def test_a_retraction_takes_the_copies_with_it(house: House, newsroom: Newsroom) -> None:
    """Within the same publish, as soon as no other card shows the picture."""
    read(house, *ATENEO)
    house.look()
    before = len(media(house))
    one, other = twins(house, KEYS[0], newsroom)
    house.act("retract", one)
    kept = len(media(house))
    house.act("retract", other)
    assert (kept, len(media(house))) == (before, before // 2)


def test_a_restored_story_gets_its_copies_again(house: House) -> None:
    """A retraction by mistake costs a second look, no more."""
    read(house, "ateneo-it")
    house.look()
    before = media(house)
    card = ids(house, "sources/ateneo-it", 0)
    house.act("retract", card)
    house.act("restore", card)
    house.look()
    assert (len(before), media(house)) == (12, before)


def test_a_purge_takes_every_copy(house: House) -> None:
    """What a newsroom takes back is gone from the public folder, whatever mail shows it."""
    read(house, "ateneo-it")
    house.look()
    purge = Action(name="purge", target="ateneo-it", by="an operator")
    house.carry_out(Order(trigger="edit", action=purge))
    assert media(house) == []


def test_an_erasure_leaves_no_address_of_a_picture(house: House, newsroom: Newsroom) -> None:
    """Copies, uses and what was found go with the story."""
    read(house, *ATENEO)
    house.look()
    one, _ = twins(house, KEYS[0], newsroom)
    house.act("erase", one, story="yes")
    with house.pipe.store.reading() as c:
        left = list(c.scalars(select(t.image.c.url)))
        uses = list(c.scalars(select(t.image_use.c.card)))
    assert (len(left), len(uses), len(media(house))) == (1, 2, 6)


def test_a_hidden_story_keeps_its_copy(house: House, newsroom: Newsroom) -> None:
    """Mail that was sent still shows it, and the editor may restore it."""
    read(house, *ATENEO)
    house.look()
    before = media(house)
    for card in twins(house, KEYS[0], newsroom):
        house.act("hide", card)
    assert media(house) == before


def test_a_withdrawn_storys_copy_goes_after_its_grace(house: House, newsroom: Newsroom) -> None:
    """It stays for the mails that were sent, and is gone when nobody reads them any more."""
    read(house, *ATENEO)
    house.look()
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


def narrowed(settings: Settings, port: int, images: str) -> House:
    """The same house after somebody edited the rights of its sources."""
    for file in demo_sources(settings.sources[0], port).glob("ateneo-*.toml"):
        text = file.read_text("utf-8").replace('images = "copy"', f'images = "{images}"')
        file.write_text(text, "utf-8")
    return House(settings)


@pytest.mark.parametrize("images", ["hotlink", "none"])
def test_narrower_rights_take_the_copies_back(
    settings: Settings, newsroom: Newsroom, images: str
) -> None:
    """With the next publish no document names a copy and no file is left."""
    house = House(settings)
    read(house, *ATENEO)
    house.look()
    house.close()
    house = narrowed(settings, newsroom.port, images)
    house.pipe.publisher.publish()
    named = [path for path, (text, _) in house.public().items() if b"/media/" in text]
    shown = [bool(card["image"]) for card in pictures(house, "sources/ateneo-it")]
    assert (named, media(house), set(shown)) == ([], [], {images == "hotlink"})
    house.close()


def test_wider_rights_have_pictures_copied(settings: Settings, newsroom: Newsroom) -> None:
    """What was measured as a link is copied once a story was taken in under wider rights."""
    house = narrowed(settings, newsroom.port, "hotlink")
    read(house, "ateneo-it")
    house.look()
    house.close()
    demo_sources(settings.sources[0], newsroom.port)
    house = House(settings)
    assert house.look() == []
    source = house.pipe.declared.sources["ateneo-it"]
    house.carry_out(order_for(source, "manual", force=True))
    house.look()
    assert len(media(house)) == 12
    house.close()


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
    read(house, "ateneo-it")
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
    read(house, "europa")
    house.look()
    with house.pipe.store.reading() as c:
        (card,) = [card_from(text) for text in c.scalars(select(t.card.c.record))]
        line = account.told(c, card)
    assert "refused" in line and "a logo, a banner or a rule" in line


def test_files_that_a_crash_left_are_swept(house: House) -> None:
    """A copy that the store does not know goes once it is a day old."""
    stray = house.settings.public / "media" / "ab" / f"ab{'0' * 30}-1200.jpg"
    stray.parent.mkdir(parents=True)
    stray.write_bytes(b"x")
    os.utime(stray, (0, 0))
    house.pipe.upkeep.sweep(house.pipe.store.clock())
    assert not stray.exists()
