"""Pictures that are looked at, and what documents then show."""

import io

import orjson
import pytest
from PIL import Image
from sqlalchemy import select

from demo.awkward import Awkward
from demo.newsroom import Newsroom
from pipeline.store import tables as t
from tests.house import House
from tests.pictures.seeing import KEYS, PLAIN, asked, media, pictures, read, seen, visits

pytestmark = pytest.mark.server


def test_a_story_is_published_before_its_picture_is_asked_for(
    house: House, newsroom: Newsroom
) -> None:
    """A run asks for no picture; the story shows what its page says."""
    house.refresh("europa")
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
    seen(house, "ateneo-it")
    rss = (house.settings.public / "feeds/sources/ateneo-it.rss").read_text("utf-8")
    sizes = {f"media/{p.parent.name}/{p.name}": p.stat().st_size for p in media(house)}
    named = [name for name in sizes if f'/{name}" length="{sizes[name]}" type="image/jpeg"' in rss]
    assert len(named) == len(KEYS)


def test_a_copy_takes_the_place_of_the_original(house: House) -> None:
    """Where the rights allow it every place shows our JPEG; WebP and smaller sizes beside."""
    seen(house, "ateneo-it")
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
    seen(house)
    feeds = [path for path in (house.settings.public / "feeds").rglob("*") if path.is_file()]
    named = [path for path in feeds if b".webp" in path.read_bytes()]
    assert {path.suffix for path in named} == {".html"}
    assert not [path for path in named if "editions" in path.parts]


@pytest.mark.parametrize("modes", [("bomb", "page", "pixel"), ("banner", "blank", "missing")])
def test_what_is_no_picture_is_not_shown(
    house: House, newsroom: Newsroom, modes: tuple[Awkward, ...]
) -> None:
    """Bombs, web pages, pixels, banners, placeholders and what is gone leave every document."""
    for key, mode in zip((*KEYS, PLAIN), modes, strict=True):
        newsroom.picture(key, mode)
    read(house, "ateneo-it", "europa")
    urls = [card["image"]["url"].encode() for card in pictures(house, "stories")]
    assert len(set(urls)) == len(modes)
    house.look()
    shown = [path for path, (text, _) in house.public().items() if any(u in text for u in urls)]
    left = [card["image"] for card in pictures(house, "stories")]
    assert (left, shown, media(house)) == ([None] * len(modes), [], [])


@pytest.mark.parametrize("modes", [("turned", "print"), ("huge", "webp")])
def test_an_awkward_picture_is_copied_as_jpeg(
    house: House, newsroom: Newsroom, modes: tuple[Awkward, ...]
) -> None:
    """Upright, in RGB, of a size that mail takes."""
    wanted = dict(zip(KEYS, modes, strict=True))
    for key, mode in wanted.items():
        newsroom.picture(key, mode)
    seen(house, "ateneo-it")
    keys = {row["url"]: row["key"] for row in newsroom.stories()}
    found = {wanted[keys[card["url"]]]: card for card in pictures(house, "sources/ateneo-it")}
    assert found.keys() == set(modes)
    for mode, card in found.items():
        path = card["image"]["url"].removeprefix("http://127.0.0.1:8000/")
        opened = Image.open(io.BytesIO((house.settings.public / path).read_bytes()))
        assert (opened.format, opened.mode) == ("JPEG", "RGB"), mode
        assert (opened.height > opened.width) == (mode == "turned"), mode


def test_a_linked_webp_is_no_enclosure(house: House, newsroom: Newsroom) -> None:
    """It is told as what it is, and offered to nothing that mails it."""
    newsroom.picture(PLAIN, "webp")
    seen(house, "europa")
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
    seen(house)
    before = house.public()
    newsroom.forget_requests()
    assert (house.look(), visits(newsroom), house.public()) == ([], [], before)


def test_a_look_a_day_later_is_conditional(house: House, newsroom: Newsroom) -> None:
    """What is unchanged costs a 304 and touches no file."""
    seen(house)
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
    seen(house, "europa")
    newsroom.picture(PLAIN)
    house.later(hours=2)
    house.look()
    assert [bool(card["image"]) for card in pictures(house, "sources/europa")] == [True]


def test_a_picture_replaced_at_its_address_is_copied_anew(house: House, newsroom: Newsroom) -> None:
    """Other bytes, another name: what was immutable stays so."""
    seen(house, "ateneo-it")
    before = set(media(house))
    newsroom.picture(KEYS[0], "turned")
    house.later(days=1, minutes=1)
    house.look()
    assert before < set(media(house))
