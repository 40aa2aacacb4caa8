"""Sources brought back after a redesign."""

from datetime import date
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.catalogue import source_from
from pipeline.clean import cleaned
from pipeline.workshop.mending import Mending, Row, unproven
from pipeline.workshop.visit import Given
from schemas.crawl import ListingSeen
from schemas.extracted import Extracted
from schemas.types import Moment
from spiders.scout.finding import Picture, selector_for
from tests.builders import source
from tests.house import House
from tests.running import poliflash

PAGES = [
    (b"<p class=kicker>News</p><h2 class=big>A boat</h2>", "https://x.example/1", "A boat"),
    (b"<p class=kicker>Blog</p><h2 class=big>A train</h2>", "https://x.example/2", "A train"),
]


def test_known_values_lead_to_a_selector() -> None:
    """One that says the right thing on every page."""
    assert selector_for(PAGES, "en") == ".big"


def test_a_value_that_is_nowhere_has_no_selector() -> None:
    """Nothing is guessed."""
    assert selector_for([(PAGES[0][0], PAGES[0][1], "A plane")], "en") is None


def test_a_day_is_found_as_it_is_printed() -> None:
    """Whatever the words and figures."""
    page = (
        b"<p>x</p><div class=when>3 marzo 2026</div>",
        "https://x.example/",
        Moment(day=date(2026, 3, 3)),
    )
    assert selector_for([page], "it") == ".when"


@pytest.mark.server
def test_a_redesigned_source_is_mended(tmp_path: Path, house: House, newsroom: Newsroom) -> None:
    """After `fix --yes` the new file reads the redesigned site, and its test passes."""
    house.read("ateneo-it")
    house.close()
    sources = tmp_path / "sources"
    newsroom.redesign("ateneo")
    ended = poliflash("sources", "fix", "ateneo-it", "--yes", folder=tmp_path, sources=sources)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    mended = source_from(sources / "ateneo-it.toml")
    assert mended.listing is not None and mended.listing.links != "h3.node__title a"
    assert "ateneo-it: replayed: " in ended.stdout
    checked = poliflash("sources", "check", "ateneo-it", folder=tmp_path, sources=sources)
    assert checked.returncode == 0, checked.stdout
    again = poliflash("sources", "fix", "ateneo-it", folder=tmp_path, sources=sources)
    assert "proposed: " not in again.stderr
    assert "! published: no selector brings it back" in again.stderr  # the pages print none


@pytest.mark.server
def test_nothing_is_written_without_a_yes(tmp_path: Path, house: House, newsroom: Newsroom) -> None:
    """Whoever says no keeps the file as it was."""
    house.read("ateneo-it")
    house.close()
    sources = tmp_path / "sources"
    newsroom.redesign("ateneo")
    before = (sources / "ateneo-it.toml").read_text("utf-8")
    ended = poliflash("sources", "fix", "ateneo-it", folder=tmp_path, sources=sources)
    assert ended.returncode == 1 and "proposed: " in ended.stderr
    assert (sources / "ateneo-it.toml").read_text("utf-8") == before


def row(today: str, field: str = "title") -> Row:
    """A field whose last good value was `A`."""
    return Row(url="https://x.example/1", field=field, good="A", today=today)


STORY = Given(
    listings=(ListingSeen(url="https://x.example/", links=("https://x.example/1",)),),
    cards=(cleaned(Extracted(url="https://x.example/1", title="A"), source()),),
)
EDIT = ("fields", "title", {"css": "h1"})
PROOFS = [
    (Mending(edits=(EDIT,), rows=(row("B"),)), STORY, row("A"), None),
    (Mending(edits=(EDIT,), rows=(row("B"),)), STORY, row("C"), "title is C, not A"),
    (Mending(rows=(row("B"),)), STORY, row("B"), None),
    (Mending(rows=(row("A", "teaser"),)), STORY, row("", "teaser"), "teaser is empty, not A"),
    (Mending(), Given(cards=STORY.cards), row("A"), "no story is recognised"),
    (Mending(), Given(listings=STORY.listings), row("A"), "none of its stories can be read"),
]


@pytest.mark.parametrize(("mending", "given", "after", "why"), PROOFS, ids=range(len(PROOFS)))
def test_a_rewritten_source_must_prove_itself(
    mending: Mending, given: Given, after: Row, why: str | None
) -> None:
    """It finds stories, brings back what it was rewritten for, and loses nothing else."""
    told = list(unproven(mending, given, [after]))
    assert [why in line for line in told if why] == ([True] if why else [])
    assert bool(told) is bool(why)


def test_a_picture_is_found_by_its_address() -> None:
    """The selector names the image that shows it, not the logo above."""
    html = b"<img class=logo src=/l.png><figure class=lead><img src=/a.jpg></figure>"
    page = (html, "https://x.example/1", Picture("https://x.example/a.jpg"))
    assert selector_for([page], "en") == ".lead img"
