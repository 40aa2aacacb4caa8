"""Every shipped source, read from an answer in its site's shape."""

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.workshop.fixture import read
from schemas.source import Source
from spiders.links import is_ours

HERE = Path(__file__).parent
FILES = sorted((HERE.parents[1] / "spiders" / "sources").glob("*.toml"))
each_source = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def declared(file: Path) -> Source:
    """The source a file declares."""
    return Source(slug=file.stem, **tomllib.loads(file.read_text("utf-8")))


def test_a_folder_for_each_source() -> None:
    """Slug, file and folder bear one name."""
    folders = {path.name for path in HERE.iterdir() if (path / "expected.json").exists()}
    assert folders == {file.stem for file in FILES}


@each_source
def test_source_gives_its_cards(file: Path, golden: Any) -> None:
    """The listing gives its links, each page exactly its card."""
    found = read(declared(file), HERE / file.stem)
    assert found == golden(HERE / file.stem / "expected.json", found)


@each_source
def test_links_stay_on_the_newsroom(file: Path) -> None:
    """No listing leads to a host that is not the source's own."""
    source = declared(file)
    links = json.loads((HERE / file.stem / "expected.json").read_text("utf-8"))["links"]
    assert links and not [url for url in links if not is_ours(url, source)]


@each_source
def test_every_page_gives_a_card(file: Path) -> None:
    """There are as many cards as story pages, or at least one where the listing tells all."""
    folder = HERE / file.stem
    cards = json.loads((folder / "expected.json").read_text("utf-8"))["cards"]
    pages = list(folder.glob("page-*"))
    assert all(card.get("title") for card in cards)
    assert len(cards) == len(pages) if pages else cards


@each_source
def test_a_source_is_on_where_its_address_was_seen(file: Path) -> None:
    """Whatever is only reported, inferred or guessed is probed by a person first; all say so."""
    source = declared(file)
    assert source.confidence == "seen" or not source.enabled
    assert source.enabled or source.note


@each_source
def test_a_source_says_how_often_and_what_may_be_shown(file: Path) -> None:
    """Rhythm, rights and whom to name are written down, never left to what holds otherwise."""
    table = tomllib.loads(file.read_text("utf-8"))
    assert {"every", "language", "confidence", "note", "rights"} <= set(table)
    assert {"text", "images", "attribution"} <= set(table["rights"])


@pytest.mark.slow
def test_an_installed_source_can_be_tested(tmp_path: Path) -> None:
    """The wheel has every source's saved pages beside its file, and none of the tests."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=HERE.parents[1], check=True, capture_output=True)
    names = set(zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist())
    saved = {f"spiders/sources/{file.stem}/expected.json" for file in FILES}
    assert saved <= names and not [name for name in names if "test_" in name]
