"""Sources brought back after a redesign."""

from datetime import date
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.catalogue import source_from
from schemas.types import Moment
from spiders.scout.finding import selector_for
from tests.house import demo_sources
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
def test_a_redesigned_source_is_mended(tmp_path: Path, newsroom: Newsroom) -> None:
    """After `fix --yes` the new file reads the redesigned site, and its test passes."""
    sources = demo_sources(tmp_path / "sources", newsroom.port)
    assert poliflash("refresh", "ateneo-it", folder=tmp_path, sources=sources).returncode == 0
    newsroom.redesign("ateneo")
    ended = poliflash("sources", "fix", "ateneo-it", "--yes", folder=tmp_path, sources=sources)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    mended = source_from(sources / "ateneo-it.toml")
    assert mended.listing is not None and mended.listing.links != "h3.node__title a"
    checked = poliflash("sources", "check", "ateneo-it", folder=tmp_path, sources=sources)
    assert checked.returncode == 0, checked.stdout
