"""The declared sources."""

import tomllib
from pathlib import Path

import pytest
from parsel import Selector

from schemas.source import Source
from spiders.crawl import spider_of

ROOT = Path(__file__).parents[2]
REAL = sorted((ROOT / "spiders" / "sources").glob("*.toml"))
DEMO = sorted((ROOT / "demo" / "sources").glob("*.toml"))


def declared(file: Path) -> Source:
    """The source a file declares."""
    return Source(slug=file.stem, **tomllib.loads(file.read_text()))


@pytest.mark.parametrize("file", [*REAL, *DEMO], ids=lambda file: file.stem)
def test_source_can_be_used(file: Path) -> None:
    """Each file is valid, its kind has a spider, its selector can be read."""
    source = declared(file)
    assert spider_of(source.kind).name == source.kind
    if source.listing:
        assert Selector(text="<p>").css(source.listing.links) == []


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_only_seen_endpoints_are_enabled(file: Path) -> None:
    """Nothing is asked of a server before somebody saw that the address exists."""
    source = declared(file)
    assert source.confidence == "seen" or not source.enabled
    assert source.note


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_rights_of_others_are_respected(file: Path) -> None:
    """Of third parties no picture is shown, and full text only under a licence."""
    source = declared(file)
    ours = "polito.it" in source.home
    assert ours or source.rights.images == "none"
    assert source.rights.text != "full" or source.rights.licence


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_real_sources_are_asked_with_a_delay(file: Path) -> None:
    """A second between two requests is the least."""
    assert declared(file).delay >= 1


def test_there_are_sources() -> None:
    """The folders are where the programs look for them."""
    assert len(REAL) > 20 and len(DEMO) == 7
