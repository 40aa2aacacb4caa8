"""One story per reader language, over the demo newsroom."""

from pathlib import Path
from typing import Any

import pytest

from demo.newsroom import Newsroom
from pipeline.editing import hidden, retracted
from pipeline.settings import Settings
from schemas.order import Order
from tests.builders import card
from tests.house import House
from tests.press import Press

pytestmark = pytest.mark.server

CASA = """
title = { it = "Casa", en = "Home" }
description = { it = "Tutto.", en = "All." }
fallback = { it = ["en"], en = ["it"] }
"""
SOURCES = {"it": "ateneo-it", "en": "ateneo-en"}
CHANNELS = (
    *("stories", "stories.it", "stories.en", "casa", "casa.it", "casa.en"),
    *("newsletter", "newsletter.it", "newsletter.en"),
)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """A house with a channel of its own that falls back to the other language."""
    folder = tmp_path / "channels"
    folder.mkdir()
    (folder / "casa.toml").write_text(CASA, "utf-8")
    return settings.model_copy(update={"channels": (folder,)})


class Story:
    """A story that the newsroom tells in both languages, and where readers find it."""

    def __init__(self, house: House, newsroom: Newsroom) -> None:
        """Published after the first runs, so that it is news; nothing has read it yet."""
        self._house = house
        house.read(*SOURCES.values())
        self._titles = {row["language"]: row["title"] for row in newsroom.publish()}

    def read(self, language: str) -> None:
        """One of its versions is found."""
        self._house.refresh(SOURCES[language])

    def wait(self, hours: int) -> None:
        """Time goes by, and what became ready is released."""
        self._house.later(hours=hours)
        self._house.carry_out(Order(trigger="publish"))

    def places(self) -> dict[str, set[str]]:
        """Channel → the languages in which the story stands there."""
        found = {}
        for channel in CHANNELS:
            titles = self._house.titles(channel)
            found[channel] = {lang for lang, title in self._titles.items() if title in titles}
        return found

    def card(self, language: str) -> str:
        """The id of one of its versions."""
        feed = self._house.feed("stories")
        return next(str(i["id"]) for i in feed if i["title"] == self._titles[language])


@pytest.fixture
def story(house: House, newsroom: Newsroom) -> Story:
    """A bilingual story, of which nothing was read."""
    return Story(house, newsroom)


def test_the_english_version_a_day_later(story: Story) -> None:
    """It is new where English is read, takes the stand-in's place there, and nothing else."""
    story.read("it")
    story.wait(24)
    it = {"it"}
    before = dict.fromkeys(CHANNELS, it) | {"stories.en": set(), "newsletter.en": set()}
    assert story.places() == before
    story.read("en")
    story.wait(72)
    both, en = {"it", "en"}, {"en"}
    english = {"stories.en": en, "casa.en": en, "newsletter.en": en}
    assert story.places() == before | english | {"stories": both, "casa": both}


def test_the_english_version_after_the_newsletters_fell_back(story: Story) -> None:
    """What an English newsletter sent in Italian after 48 hours it does not send again."""
    story.read("it")
    story.wait(47)
    assert story.places()["newsletter.en"] == set()
    story.wait(2)
    assert story.places()["newsletter.en"] == {"it"}
    story.read("en")
    story.wait(72)
    found = story.places()
    assert (found["newsletter.en"], found["newsletter"]) == ({"it"}, {"it"})
    assert (found["casa.en"], found["stories.en"]) == ({"en"}, {"en"})


def test_the_italian_version_a_day_later(story: Story) -> None:
    """The newsletter of all languages keeps the English it sent; Italian readers get theirs."""
    story.read("en")
    story.wait(24)
    assert story.places()["casa.it"] == {"en"}
    story.read("it")
    story.wait(72)
    found = story.places()
    assert (found["newsletter"], found["newsletter.it"]) == ({"en"}, {"it"})
    assert (found["casa.it"], found["casa.en"]) == ({"it"}, {"en"})


def test_a_hidden_version_leaves_its_place_to_the_other(story: Story, house: House) -> None:
    """Web readers get the other language while theirs is hidden; newsletters send nothing again."""
    story.read("it")
    story.read("en")
    story.wait(24)
    italian = story.card("it")
    house.act("hide", italian)
    story.wait(72)
    hidden = story.places()
    house.act("restore", italian)
    story.wait(72)
    assert (hidden["casa.it"], hidden["newsletter"], hidden["newsletter.it"]) == (
        {"en"},
        set(),
        set(),
    )
    restored = story.places()
    assert (restored["casa.it"], restored["newsletter.it"]) == ({"it"}, {"it"})


def test_a_replaced_item_is_another_item(story: Story, house: House) -> None:
    """The version that takes a stand-in's place has its own id and its own date."""
    story.read("it")
    (stand_in,) = [i for i in house.feed("casa.en") if i["id"] == story.card("it")]
    assert stand_in["language"] == "it"
    story.read("en")
    ids = [item["id"] for item in house.feed("casa.en")]
    assert story.card("en") in ids
    assert stand_in["id"] not in ids


@pytest.mark.parametrize("how", [hidden, retracted])
def test_a_version_taken_back_is_named_nowhere(tmp_path: Path, how: Any) -> None:
    """One publish takes it out of the other version's documents, too, and names a new one there."""
    press = Press(tmp_path)
    italian, english = card(), card(language="en", title="The bridge that speaks")
    english = english.model_copy(update={"story": italian.story})
    press.put(italian)
    press.publish()
    press.put(english)
    press.publish()
    named = press.settings.public / "feeds/stories.it.json"
    assert english.id in named.read_text("utf-8")
    press.put(how(english, by="Anna", at=press.clock()))
    press.publish()
    files = (path for path in press.settings.public.rglob("*.*") if path.is_file())
    assert [path.name for path in files if english.id in path.read_text("utf-8", "replace")] == []
    press.close()
