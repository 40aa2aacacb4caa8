"""Whole pages in the shapes of real newsrooms, each with what it says beside it."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from schemas.extracted import Extracted
from spiders.extract import extract
from spiders.extract.visible import visible_text

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"), key=lambda page: page.name)


def _read(page: Path) -> tuple[dict[str, Any], Extracted]:
    said = json.loads(page.with_suffix(".json").read_text())
    return said, extract(page.read_bytes(), said["url"], charset=said.get("charset"), whole=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_fields(page: Path) -> None:
    """Every field is what the page says, or empty where it says nothing."""
    said, found = _read(page)
    got = found.model_dump(mode="json")
    assert {name: got[name] for name in said["expected"]} == said["expected"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_provenance(page: Path) -> None:
    """Each field names the voice it is from, and no empty field has one."""
    said, found = _read(page)
    got = found.provenance
    assert {name: got.get(name) for name in said["provenance"]} == said["provenance"]
    assert all(getattr(found, name) for name in got)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_body(page: Path) -> None:
    """The body is the story's text, all of it and nothing around it."""
    said, found = _read(page)
    assert visible_text(html.fragment_fromstring(found.body or "<p></p>")) == said["text"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_same_bytes_say_the_same(page: Path) -> None:
    """Extracting twice gives equal records."""
    assert _read(page)[1] == _read(page)[1]
