"""A newsletter that is declared no more, with its archives and editions."""

from pathlib import Path

import pytest

from pipeline.files import ENDED
from schemas.order import ActionName
from tests.newsletters.press import Press
from tests.newsletters.test_editions import FIRST
from web.rare import Rare
from web.shelf import Shelf


def files(press: Press) -> dict[str, bytes]:
    """Everything of the newsletter that lies in the public folder."""
    found = sorted((press.public / "feeds").rglob("*"))
    names = {file.relative_to(press.public).as_posix(): file for file in found if file.is_file()}
    return {name: file.read_bytes() for name, file in names.items() if "/letter" in name}


def declaration(press: Press) -> Path:
    """The newsletter's file."""
    return press.settings.channels[0] / "letter.toml"


def end(press: Press) -> str:
    """Declare it no more; what its file said."""
    said = declaration(press).read_text("utf-8")
    declaration(press).unlink()
    press.reopen()
    press.publisher.publish()
    return said


def test_all_of_it_answers_410(press: Press) -> None:
    """Requirement 46: its documents, page, archives, editions, their list and the latest one."""
    before = {name for name in files(press) if not name.endswith((".gz", ".br"))}
    assert {f"feeds/{FIRST}.html", "feeds/editions/letter/index.json"} < before
    assert {"feeds/letter.html", "feeds/archive/letter/1.rss"} < before
    end(press)
    rare = Rare(press.public, Shelf(press.public, "https://www.example.org"))
    assert {name for name in before if not rare.ended(name)} == set()
    assert {name.removesuffix(ENDED) for name in files(press)} == before


def test_declared_again_it_has_the_editions_that_it_had(press: Press) -> None:
    """Byte for byte; nothing says any more that it ended."""
    before = {name: text for name, text in files(press).items() if "/editions/letter/2" in name}
    said = end(press)
    declaration(press).write_text(said, "utf-8")
    press.reopen()
    press.publisher.publish()
    after = files(press)
    assert {name: after.get(name) for name in before} == before
    assert [name for name in after if name.endswith(ENDED)] == []


@pytest.mark.parametrize("name", ["hide", "retract"])
def test_a_retraction_brings_nothing_of_it_back(press: Press, name: ActionName) -> None:
    """Its editions stay gone when one of their stories changes."""
    card = next(card.id for card in press.desk.cards() if card.title == "La storia ponte")
    end(press)
    before = files(press)
    press.order(name, card)
    assert files(press) == before
