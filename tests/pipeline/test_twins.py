"""Language versions found by what pages say, from the page to the store."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pipeline import editing
from pipeline.accept import Placing, accept, place
from pipeline.intake import Intake
from pipeline.nodes import other_languages
from pipeline.raw.keeping import Keeping
from pipeline.raw.shelf import Shelf
from pipeline.releases import release_ready
from pipeline.settings import settings_from
from pipeline.store import cards, proposals, publication
from pipeline.store.store import Store, opened
from pipeline.tally import Tally
from schemas.card import StoryCard
from schemas.channel import Variant
from schemas.crawl import PageSeen
from tests.builders import channel, source
from tests.pipeline.pages import extracted

HOST = "http://ateneo.localhost:8001"
ITALIAN, ENGLISH = f"{HOST}/it/notizie/ponte", f"{HOST}/en/news/bridge"
LETTER = Variant(channel=channel(name="letter", profile="newsletter", hold="0m"))


class Desk:
    """A store into which pages are read one after the other."""

    def __init__(self, store: Store, folder: Path) -> None:
        """Every page is a run of its own."""
        self.store = store
        self._shelf = Shelf(folder, "Poliflash")
        self._runs = 0
        self.placing = Placing(variants=(LETTER,), recent=timedelta(days=3))

    def read(self, url: str, **said: Any) -> None:
        """A page is read, and what it gives accepted."""
        self._runs += 1
        run, origin = f"{self._runs:032x}", source()
        keeping = Keeping(self.store, self._shelf, origin.slug, run)
        intake = Intake(self.store, origin, {}, run, Tally(), keeping)
        intake.take(PageSeen(url=url, extracted=extracted(url=url, **said)))
        intake.flush()
        with self.store.writing() as c:
            waiting, now = proposals.of_run(c, run), self.store.clock()
            accept(c, waiting, self.placing, now, cause=f"run:{run}", history=False)
            proposals.drop(c, [row.id for row in waiting])

    def italian(self, **said: Any) -> None:
        """The Italian version is read."""
        self.read(ITALIAN, **said)

    def english(self, **said: Any) -> None:
        """The English version is read."""
        words = {"title": "The bridge that speaks", "teaser": "It tells who looks after it."}
        self.read(ENGLISH, language="en", body=None, **{**words, **said})

    def cards(self) -> list[StoryCard]:
        """Every card."""
        with self.store.reading() as c:
            return cards.page_of(c)

    def stories(self) -> int:
        """Into how many stories they fall."""
        return len({card.story for card in self.cards()})

    def edit(self, how: Callable[..., StoryCard], card: StoryCard) -> None:
        """An editor does something to a card."""
        with self.store.writing() as c:
            now = self.store.clock()
            after = how(cards.live(c, [card.id])[card.id], by="Anna", at=now)
            cards.save(c, after, cause="editor:Anna", changed=(), at=now)
            place(c, {card.id: False}, self.placing, now)

    def release(self) -> set[str]:
        """The languages of the cards that the newsletter has sent."""
        now = self.store.clock() + timedelta(minutes=1)
        with self.store.writing() as c:
            release_ready(c, {LETTER.key: LETTER}, now, now.replace(microsecond=0))
            sent = publication.entries(c, LETTER.key, 100, by_release=True)
        return {card.language for card, _ in sent}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """An empty store."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    yield Desk(store, tmp_path / "pages")
    store.close()


TO_IT, TO_EN = {"translations": {"it": ITALIAN}}, {"translations": {"en": ENGLISH}}
NODE = {"aliases": [f"{HOST}/node/7"]}
LINKS = [
    ("the later page names the earlier", {}, TO_IT, 1),
    ("the earlier page names the later", TO_EN, {}, 1),
    ("neither", {}, {}, 2),
    ("one node, unprefixed for the default language", NODE, {"aliases": [f"{HOST}/en/node/7"]}, 1),
    ("one node, printed alike", NODE, NODE, 1),
    ("one node, each with its prefix", {"aliases": [f"{HOST}/it/node/7"]},
     {"aliases": [f"{HOST}/en/node/7"]}, 1),
    ("two nodes", NODE, {"aliases": [f"{HOST}/en/node/8"]}, 2),
    ("one number at two hosts", NODE, {"aliases": ["http://altrove.localhost:8001/en/node/7"]}, 2),
    ("one page of many texts", {"aliases": [f"{HOST}/node/7?idn=1"]},
     {"aliases": [f"{HOST}/en/node/7?idn=2"]}, 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("italian", "english", "stories"), [row[1:] for row in LINKS], ids=[row[0] for row in LINKS]
)
def test_what_links_two_languages(
    desk: Desk, italian: dict[str, Any], english: dict[str, Any], stories: int
) -> None:
    """Two cards of one story, whichever of the pages says so."""
    desk.italian(**italian)
    desk.english(**english)
    assert (len(desk.cards()), desk.stories()) == (2, stories)


def test_a_link_that_the_older_page_gets_later(desk: Desk) -> None:
    """The younger version joins the story although its own page is not read again."""
    desk.italian()
    desk.english()
    assert desk.stories() == 2
    desk.italian(**TO_EN)
    english = next(card for card in desk.cards() if card.language == "en")
    assert (desk.stories(), english.revision, english.title) == (1, 2, "The bridge that speaks")


def test_a_withdrawn_version_is_not_brought_back_by_a_link(desk: Desk) -> None:
    """A page may name a translation that is gone."""
    desk.italian()
    desk.english()
    (english,) = (card for card in desk.cards() if card.language == "en")
    with desk.store.writing() as c:
        cards.set_state(c, english.id, "withdrawn")
    desk.italian(**TO_EN)
    assert [card.language for card in desk.cards()] == ["it"]


def test_a_release_counts_for_the_story_it_turns_out_to_be_of(desk: Desk) -> None:
    """The older version, hidden while the younger was sent, is not sent when they are linked."""
    desk.italian()
    (italian,) = desk.cards()
    desk.edit(editing.hidden, italian)
    desk.english()
    assert desk.release() == {"en"}
    desk.english(**TO_IT)
    desk.edit(editing.restored, italian)
    assert (desk.release(), desk.stories()) == ({"en"}, 1)


KEYS = [
    ("url:a.example/node/7", ("url:a.example/it/node/7", "url:a.example/en/node/7")),
    ("url:a.example/en/node/7", ("url:a.example/node/7", "url:a.example/it/node/7")),
    ("url:a.example/node/7?x=2", ("url:a.example/it/node/7?x=2", "url:a.example/en/node/7?x=2")),
    ("url:a.example/x/node/7", ()),
    ("url:a.example/node/seven", ()),
    ("guid:a:/node/7", ()),
]  # fmt: skip


@pytest.mark.parametrize(("key", "expected"), KEYS)
def test_the_keys_of_one_node(key: str, expected: tuple[str, ...]) -> None:
    """Drupal puts the language before `/node/N`, the default one perhaps not."""
    assert other_languages(key) == expected
