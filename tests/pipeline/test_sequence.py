"""Documents while they are put in place and removed, one after the other."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from lxml import etree

from pipeline import editing
from tests.pipeline.annals import Newsroom


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom without stories."""
    made = Newsroom(tmp_path)
    yield made
    made.store.close()


ROOTS = ("manifest.json", "opml.xml", "feeds/few.json", "feeds/letter.json", "feeds/stories.json")
"""What readers begin with."""


class Reader:
    """Looks whether all that he is led to, from wherever he may begin, is there."""

    def __init__(self, room: Newsroom) -> None:
        """Has seen nothing yet."""
        self._public, self._base = room.settings.public, f"{room.settings.public_url}/"
        self._read: dict[tuple[str, int], list[str]] = {}
        self.missing: set[str] = set()
        self.found: set[str] = set()

    def walk(self) -> None:
        """From the roots that there are to all they lead to."""
        ahead = [root for root in ROOTS if (self._public / root).exists()]
        met = set(ahead)
        while ahead:
            for name in self._names(ahead.pop()):
                if name not in met:
                    met.add(name)
                    ahead.append(name)
        self.found |= met

    def _names(self, path: str) -> list[str]:
        file = self._public / path
        if not file.exists():
            self.missing.add(path)
            return []
        key = path, file.stat().st_ino
        if key not in self._read:
            names = [name.removeprefix(self._base) for name in named(file) if name]
            self._read[key] = names
        return self._read[key]


def named(path: Path) -> Iterator[str]:
    """The addresses and paths that a document sends its readers on to."""
    if path.name == "opml.xml":
        found = etree.fromstring(path.read_bytes()).iterfind(".//outline[@xmlUrl]")
        yield from (outline.get("xmlUrl", "") for outline in found)
    if path.suffix != ".json":
        return
    content: dict[str, Any] = orjson.loads(path.read_bytes())
    if path.name == "manifest.json":
        yield from content["documents"]
    elif content.get("version", "") == "https://jsonfeed.org/version/1.1":
        yield content.get("next_url", "")
        yield from (item["_poliflash"]["card"] for item in content["items"])


def test_nothing_leads_to_a_file_that_is_not_there_yet(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever instant a reader comes at: cards, archives, subscription documents, lists."""
    reader, replaced = Reader(room), os.replace

    def replace(partial: str, target: str) -> None:
        replaced(partial, target)
        reader.walk()

    monkeypatch.setattr(os, "replace", replace)
    for _ in range(2):  # the second time archives close that readers know already
        room.add(110)
    assert reader.missing == set()
    assert {"feeds/archive/few/1.json", "feeds/archive/few/2.json"} <= reader.found


def test_what_goes_is_removed_after_all_that_led_to_it(
    room: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A retracted story's own document is the last to go."""
    gone = room.add(231)[-1]
    left: list[list[str]] = []
    unlink = Path.unlink

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if path.name == f"{gone.key}.json":
            files = (p for p in room.settings.public.rglob("*") if p.is_file() and p != path)
            left.append([p.name for p in files if gone.key.encode() in p.read_bytes()])
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlinked)
    room.change(gone, editing.retracted(gone, by="Anna", at=room.store.clock()))
    assert left and left[0] == []
