"""Validators and readers that are not ours over a representative set of documents.

Collected where `FEEDCHECK` is the folder in which feedcheck is set up (`FEEDVALIDATOR` is then the
`src` of the W3C validator, as feedcheck asks for).
"""

import os
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from feeds.edition import edition_of
from feeds.position import FROZEN, Position, archive_at
from schemas.channel import FORMATS, Format
from tests.builders import NOON
from tests.feeds.samples import RENDERERS, entry, site, variant
from tests.feeds.test_contract import CARDS, HUB


class Sort(NamedTuple):
    """One sort of document."""

    cards: tuple[dict[str, Any], ...] = CARDS
    position: Position = Position(before=1)
    released: bool = False


SORTS = {
    "channel": Sort(),
    "archive": Sort(position=archive_at(2, closed=True)),
    "newsletter": Sort(released=True),
    "edition": Sort(position=FROZEN, released=True),
    "empty": Sort(cards=(), position=Position()),
}


def _document(sort: Sort, format_: Format) -> tuple[bytes, str]:
    """Its bytes, and the address that it is served at."""
    shown = variant("it", licence="CC-BY-4.0", attribution="Ateneo & C.")
    shown = edition_of(shown, NOON) if sort.position.frozen else shown
    where = site(hubs=HUB, icon="https://www.example.org/i.png")
    entries = []
    for number, of_card in enumerate(sort.cards):
        at = NOON + timedelta(days=1, hours=-number) if sort.released else None
        seen = NOON - timedelta(hours=number)
        entries.append(entry(at, **{"published": seen, "first_seen": seen, **of_card}))
    updated = NOON + timedelta(days=2)
    made = RENDERERS[format_](shown, entries, where, updated, sort.position)
    return made.content, sort.position.address(shown, format_, where)


@pytest.mark.slow
@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", SORTS)
def test_the_worlds_validators_find_nothing(name: str, format_: Format, tmp_path: Path) -> None:
    """Requirements 1, 20, 27 and 35: no error and no warning in any tool that feedcheck drives."""
    folder, sort = Path(os.environ["FEEDCHECK"]), SORTS[name]
    content, address = _document(sort, format_)
    (tmp_path / "document").write_bytes(content)
    command = [folder / "_tools/venv/bin/python", folder / "feedcheck.py", tmp_path / "document"]
    alone = () if sort.cards else ("--no-npm",)  # one of them takes no Atom without entries
    ran = subprocess.run(
        [*command, *alone, "--strict", "--self-url", address],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
