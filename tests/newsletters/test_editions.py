"""Editions of newsletters: what is in them, and that they stay."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from feeds.contract import defects
from pipeline.accept import place
from pipeline.erase import foreseen
from pipeline.raw.shelf import Shelf
from pipeline.store import cards, oblivion, publication
from schemas.channel import FORMATS
from schemas.order import ActionName
from tests.builders import source
from tests.newsletters.press import Press

SUNDAY = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EIGHT = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""Eight o'clock in Rome, on Monday."""
DAILY = """
suffixes = []
hold = "60m"
link_params = { utm_source = "letter", utm_medium = "mail" }
editions = { every = "day", at = "08:00" }
"""
BRIEF = DAILY + 'length = 1\nwindow = "1d"\n'
"""What is not the newest story is in its archive."""
FIRST = "editions/letter/2026-03-02"
ENDINGS = (*FORMATS, "html")
PICTURE = {"url": "https://www.example.org/ponte.jpg", "alt": "Il ponte"}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Press:
    """A daily newsletter that begins on a Sunday, and two stories that it has released; closed."""
    found = Press(tmp_path_factory.mktemp("press"), SUNDAY, letter=DAILY)
    found.at(SUNDAY)
    found.read("ponte", image=PICTURE)
    found.at(SUNDAY + HOUR)
    found.read("mulino")
    found.at(SUNDAY + 2 * HOUR)
    found.at(SUNDAY + 3 * HOUR)
    found.store.close()
    return found


def frozen(press: Press, name: str = FIRST) -> dict[str, bytes]:
    """The documents of an edition."""
    return {ending: press.bytes_of(f"{name}.{ending}") for ending in ENDINGS}


def id_of(press: Press, title: str) -> str:
    """Of the card that is called so."""
    return next(card.id for card in press.desk.cards() if card.title == title)


def test_what_was_released_is_in_the_edition(press: Press) -> None:
    """Requirement 61: The last one first, dated by the edition, in every format and as `latest`."""
    assert not press.public.joinpath("feeds", "editions").exists()
    press.at(EIGHT + timedelta(seconds=3))
    assert press.titles(FIRST) == ["La storia mulino", "La storia ponte"]
    assert press.titles("editions/letter/latest") == press.titles(FIRST)
    assert press.bytes_of(f"{FIRST}.rss").count(b"<pubDate>Mon, 02 Mar 2026 08:00:03 +0100<") == 2
    assert set(frozen(press)) == set(ENDINGS)


def test_a_publish_is_due_at_the_cut_off(press: Press) -> None:
    """Though no card waits and none changed."""
    press.now = EIGHT - timedelta(minutes=1)
    assert not press.publisher.due()
    press.now = EIGHT
    assert press.publisher.due()


def test_every_document_keeps_the_contract(press: Press) -> None:
    """Editions and `latest`, with pictures and link parameters."""
    press.at(EIGHT)
    base = "https://www.example.org/poliflash/feeds/"
    for name in (FIRST, "editions/letter/latest"):
        for format_ in FORMATS:
            path = f"{name}.{format_}"
            assert defects(press.bytes_of(path), format_, base + path, EIGHT) == []
    index = "editions/letter/index.json"
    assert defects(press.bytes_of(index), "json", base + index, EIGHT) == []


def test_an_edition_stays_as_it_is(press: Press) -> None:
    """Whatever is edited, found, said anew, or rendered from the beginning, by another process."""
    press.at(EIGHT)
    before = frozen(press)
    press.order("edit", id_of(press, "La storia ponte"), title="Un altro titolo")
    press.order("pin", id_of(press, "La storia mulino"))
    press.read("torre")
    press.read("ponte", title="Ancora un altro", teaser="Una frase tutta diversa.")
    press.at(EIGHT + DAY)
    press.reopen()
    press.publisher.publish(full=True)
    assert press.titles("letter")[-1] == "Un altro titolo"
    assert (frozen(press), press.editions("letter")) == (before, ["2026-03-03", "2026-03-02"])


def test_an_edition_that_was_lost_comes_back(press: Press) -> None:
    """Byte for byte, from the store, also with a newer version of this program."""
    press.at(EIGHT)
    before = frozen(press)
    press.order("edit", id_of(press, "La storia ponte"), title="Un altro titolo")
    for path in (press.public / "feeds/editions").rglob("2026-*"):
        path.unlink()
    press.publisher.site = press.publisher.site.model_copy(update={"version": "9"})
    press.publisher.publish(full=True)
    assert frozen(press) == before


def test_an_edition_moves_with_our_address(press: Press) -> None:
    """Its documents name the address they are served at; its words stay."""
    press.at(EIGHT)
    press.settings = press.settings.model_copy(update={"public_url": "https://news.example.org"})
    press.order("edit", id_of(press, "La storia ponte"), title="Un altro titolo")
    press.reopen()
    press.publisher.publish()
    address = f"https://news.example.org/feeds/{FIRST}.rss"
    assert defects(press.bytes_of(f"{FIRST}.rss"), "rss", address, EIGHT) == []
    assert press.titles(FIRST) == ["La storia mulino", "La storia ponte"]


def test_an_edition_obeys_a_source_s_rights(press: Press) -> None:
    """Those that are declared today bind what was frozen under others."""
    press.at(EIGHT)
    assert PICTURE["url"].encode() in press.bytes_of(f"{FIRST}.html")
    press.sources = {"ateneo": source(rights={"images": "none"})}
    press.reopen()
    press.publisher.publish()
    assert not [e for e, content in frozen(press).items() if b"ponte.jpg" in content]


def test_late_stories_roll_over(press: Press) -> None:
    """What is still held at the cut-off is in the next edition, and in that one only."""
    press.at(EIGHT - HOUR / 2)
    press.read("torre")
    press.at(EIGHT)
    press.at(EIGHT + HOUR)
    assert "La storia torre" not in press.titles(FIRST)
    press.at(EIGHT + DAY)
    assert press.titles("editions/letter/2026-03-03") == ["La storia torre"]


def test_a_day_without_stories_has_no_edition(press: Press) -> None:
    """`latest` stays the last one that there was: nobody gets an empty mail."""
    press.at(EIGHT)
    latest = frozen(press, "editions/letter/latest")
    press.at(EIGHT + DAY)
    press.at(EIGHT + 2 * DAY)
    assert (frozen(press, "editions/letter/latest"), press.editions("letter")) == (
        latest, ["2026-03-02"],
    )  # fmt: skip


def test_history_is_in_no_edition(press: Press) -> None:
    """A source's first run brings none, but for what is younger than three days."""
    press.read("antica", history=True, published={"day": "2025-03-01"})
    press.at(EIGHT)
    assert press.titles(FIRST) == ["La storia mulino", "La storia ponte"]


def test_pinned_stories_come_first(press: Press) -> None:
    """An editor's order, before the order of release."""
    press.order("pin", id_of(press, "La storia ponte"))
    press.at(EIGHT)
    assert press.titles(FIRST) == ["La storia ponte", "La storia mulino"]


def test_what_has_no_room_comes_next_time(tmp_path: Path) -> None:
    """With a quota the stories that have waited longest go first, and pinned ones before them."""
    press = Press(tmp_path, SUNDAY, letter=DAILY.replace("60m", "0m") + "quota = 2\n")
    press.at(SUNDAY)
    for hours, name in enumerate(("uno", "due", "tre", "quattro"), start=1):
        press.read(name)
        press.at(SUNDAY + hours * HOUR)
    press.order("pin", id_of(press, "La storia quattro"))
    press.at(EIGHT)
    assert press.titles(FIRST) == ["La storia quattro", "La storia uno"]
    press.at(EIGHT + DAY)
    assert press.titles("editions/letter/2026-03-03") == ["La storia tre", "La storia due"]
    press.store.close()


def test_editions_that_were_missed_are_made_up_for(press: Press) -> None:
    """Each closes what was released until then; their items are dated by when they came out."""
    press.at(EIGHT - HOUR)
    press.read("torre")
    press.reopen()
    press.at(EIGHT + 3 * DAY + HOUR)
    assert press.editions("letter") == ["2026-03-02"]
    press.at(EIGHT + 4 * DAY)
    assert press.titles("editions/letter/2026-03-06") == ["La storia torre"]


@pytest.mark.parametrize("action", ["hide", "retract"])
def test_a_story_that_was_taken_back_leaves_its_edition(press: Press, action: ActionName) -> None:
    """And `latest`; the others stay, and readers that ask by date learn of it."""
    press.at(EIGHT)
    press.now = EIGHT + HOUR
    press.order(action, id_of(press, "La storia mulino"))
    for name in (FIRST, "editions/letter/latest"):
        assert press.titles(name) == ["La storia ponte"]
        assert not [e for e, content in frozen(press, name).items() if b"mulino" in content]
    assert b"<lastBuildDate>Mon, 02 Mar 2026 08:00:01" in press.bytes_of(f"{FIRST}.rss")


def test_a_story_that_its_newsroom_withdrew_leaves_its_edition(press: Press) -> None:
    """Its link would lead to nothing."""
    press.at(EIGHT)
    mulino = id_of(press, "La storia mulino")
    with press.store.writing() as c:
        cards.set_state(c, mulino, "withdrawn")
        place(c, {mulino: False}, press.publisher.placing, EIGHT)
    press.publisher.publish()
    assert press.titles(FIRST) == ["La storia ponte"]


def test_a_story_that_was_taken_back_by_mistake(press: Press) -> None:
    """It is in its place again, as it was, and in no other edition."""
    press.at(EIGHT)
    press.order("hide", id_of(press, "La storia mulino"))
    press.order("restore", id_of(press, "La storia mulino"))
    press.read("torre")
    press.at(EIGHT + HOUR)
    press.at(EIGHT + DAY)
    assert press.titles(FIRST) == ["La storia mulino", "La storia ponte"]
    assert press.titles("editions/letter/2026-03-03") == ["La storia torre"]


def test_a_story_hidden_at_the_cut_off_is_mailed_later(press: Press) -> None:
    """It was released for one edition, and is in the next one after it is shown again."""
    press.order("hide", id_of(press, "La storia mulino"))
    press.at(EIGHT)
    assert press.titles(FIRST) == ["La storia ponte"]
    press.order("restore", id_of(press, "La storia mulino"))
    press.at(EIGHT + DAY)
    press.at(EIGHT + 2 * DAY)
    assert press.titles("editions/letter/2026-03-03") == ["La storia mulino"]
    assert press.editions("letter") == ["2026-03-03", "2026-03-02"]


def test_of_an_erased_story_nothing_stays(press: Press) -> None:
    """Neither in the documents nor in what they are rendered from; it is told beforehand."""
    press.at(EIGHT)
    mulino = id_of(press, "La storia mulino")
    shelf = Shelf(press.settings.data / "pages", "test")
    told = foreseen(press.store, shelf, press.settings, mulino, story=False)
    assert told.channels == (FIRST, "letter")
    with press.store.writing() as c:
        oblivion.forget(c, [mulino])
        publication.mark_dirty(c, "card", {mulino: EIGHT})
    press.publisher.publish()
    assert not [e for e, content in frozen(press).items() if b"mulino" in content]
    assert press.titles(FIRST) == ["La storia ponte"]


ALLOWED = {"p", "a", "em", "h2", "h3", "img", "br"}
FRAME = {"html", "head", "meta", "title", "body"}


def test_the_mail_holds_what_mail_programs_show(press: Press) -> None:
    """Requirement 60: Listed elements, no styles, absolute addresses with link parameters."""
    press.at(EIGHT)
    text = press.bytes_of(f"{FIRST}.html").decode()
    assert set(re.findall(r"<([a-z0-9]+)", text)) <= ALLOWED | FRAME
    attributes = set(re.findall(r'\s([a-z-]+)="', text.split("<body>")[1]))
    assert attributes <= {"href", "src", "alt", "lang", "width", "height"}
    links = re.findall(r'(?:href|src)="([^"]*)"', text)
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert len([link for link in links if "utm_source=letter&amp;utm_medium=mail" in link]) == 4


def test_a_story_in_a_third_language_is_mailed_too(press: Press) -> None:
    """Its words of ours are English: there are none in its language."""
    press.read("pont", language="fr")
    press.at(EIGHT)
    mail = press.bytes_of(f"{FIRST}.html").decode()
    assert "La storia pont<" in mail
    assert "1 March 2026" in mail


def test_two_newsletters_keep_their_own_editions(tmp_path: Path) -> None:
    """A weekly one in a folder closes what the daily one has mailed long since."""
    weekly = 'suffixes = []\neditions = { every = "week", weekday = "monday" }'
    press = Press(tmp_path, SUNDAY, **{"letter": DAILY, "desk/weekly": weekly})
    press.at(SUNDAY)
    press.read("ponte")
    for hours in range(0, 9 * 24, 12):
        press.at(SUNDAY + hours * HOUR)
    assert press.titles("editions/letter/2026-03-02") == ["La storia ponte"]
    assert press.titles("editions/desk/weekly/2026-03-02") == ["La storia ponte"]
    assert press.editions("desk/weekly") == ["2026-03-02"]
    press.store.close()
