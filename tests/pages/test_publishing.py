"""Tests of what is published of the pages that editors keep."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from lxml import html

from pipeline.publish import Publisher
from pipeline.store import incidents
from schemas.page import BLOCKS
from tests.builders import card, source
from tests.pages.samples import page_file
from tests.press import FULL, Press

SECOND = 1_000_000_000
DOCUMENTS = {
    f"pages/innovation{path}.{language}.{suffix}"
    for language in ("it", "en")
    for path, suffix in (("", "json"), ("/figures", "json"), *((f"/{b}", "html") for b in BLOCKS))
}


class Room(Press):
    """A press with a folder of pages."""

    def __init__(self, folder: Path, kept: Path) -> None:
        """Its one page is declared and published, with one story: once, and copied from then on."""
        self.folder = folder / "pages"
        page_file(self.folder)
        super().__init__(folder, kept, pages=(self.folder,))
        self.publish()

    def begin(self) -> None:
        """What each test finds."""
        self.put(card(title="Prima"))
        self.publish()

    def edit(self, before: str, after: str) -> None:
        """An editor saves the file, some time after it was last read."""
        file = page_file(self.folder, before, after)
        later = file.stat().st_mtime_ns + len(after) * SECOND
        os.utime(file, ns=(later, later))

    def changes(self) -> set[str]:
        """Publish; what was written."""
        return {document.path for document in self.publish().documents}

    def json(self, path: str) -> dict[str, Any]:
        """A published document."""
        found: dict[str, Any] = orjson.loads((self.settings.public / path).read_bytes())
        return found

    def front(self, path: str = "index.html") -> html.HtmlElement:
        """The first page of all."""
        return html.document_fromstring((self.settings.public / path).read_text("utf-8"))

    def troubles(self) -> dict[str, str]:
        """What editors are told of now."""
        with self.store.reading() as c:
            return {one.kind: one.reason for one in incidents.current(c, audience="editors")}


@pytest.fixture
def room(tmp_path: Path, kept: Path) -> Iterator[Room]:
    """With one story, and everything published."""
    made = Room(tmp_path, kept)
    yield made
    made.close()


def test_a_page_is_published_whole_and_in_blocks(room: Room) -> None:
    """JSON, fragments and numbers in both languages, all of them in the manifest."""
    listed = {path for path in room.json("manifest.json")["documents"] if path.startswith("pages/")}
    assert listed == DOCUMENTS


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("page-document", "pages/innovation.it.json"),
        ("figures", "pages/innovation/figures.en.json"),
    ],
)
def test_a_document_keeps_to_its_schema(room: Room, name: str, path: str) -> None:
    """The schemas that are published beside it hold."""
    validator = jsonschema_rs.validator_for(room.json(f"schemas/{name}.json"))
    assert [error.message for error in validator.iter_errors(room.json(path))] == []


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("it", ["1.234", "12,5", "non disponibile", "al 31 dicembre 2021", "milioni di euro"]),
        ("en", ["1,234", "12.5", "not available", "as of 31 December 2021", "million euros"]),
    ],
)
def test_numbers_are_written_as_the_language_does(
    room: Room, language: str, expected: list[str]
) -> None:
    """A number that nobody gave is said to be missing, and has neither value nor unit."""
    figures = room.json(f"pages/innovation/figures.{language}.json")["figures"]
    shown = [figure["value"] for figure in figures]
    assert [*shown, figures[1]["as_of_words"], figures[1]["unit"]] == expected
    assert [figure["number"] for figure in figures] == [1234, 12.5, None]


def test_an_old_figure_is_marked_wherever_it_stands(room: Room) -> None:
    """In JSON, in the fragment, on the page, and once as an incident; never hidden."""
    fragment = (room.settings.public / "pages/innovation/figures.it.html").read_text("utf-8")
    marks = [
        [mark.text for mark in page.cssselect("[data-figure=fondi] .poliflash-mark")]
        for page in (html.fragment_fromstring(fragment), room.front())
    ]
    told = {
        f["id"]: f["stale"] for f in room.json("pages/innovation.it.json")["figures"]["figures"]
    }
    assert told == {"accordi": False, "fondi": True, "brevetti": False}
    assert marks == [["da aggiornare", "esempio"]] * 2
    assert room.troubles() == {"stale": "out of date: fondi"}


def test_age_comes_by_itself(room: Room) -> None:
    """The day after a figure's limit is a reason to publish, though nobody touched the file."""
    room.edit("90 years", "2 years")
    room.publish()
    assert not room.publisher.due()
    room.ahead += timedelta(days=800)
    assert room.publisher.due()
    assert "pages/innovation/figures.it.json" in room.changes()
    assert room.troubles() == {"stale": "out of date: accordi, fondi, brevetti"}
    assert not room.publisher.due()


def test_nothing_changed_nothing_is_written(room: Room) -> None:
    """Neither by a look nor by another story in a language that the document has not."""
    assert room.changes() == set()
    room.put(card(title="Second", language="en"))
    assert {path for path in room.changes() if path.startswith("pages/")} == {
        "pages/innovation.en.json"
    }


def test_an_edit_is_noticed_by_itself(room: Room) -> None:
    """And writes what shows it, and nothing else of the page."""
    room.edit("value = 1234", "value = 4321")
    assert room.publisher.due()
    changed = {path for path in room.changes() if path.startswith(("pages/", "index", "en/index"))}
    assert changed == {"index.html", "en/index.html"} | {
        path for path in DOCUMENTS if "figures" in path or path.count("/") == 1
    }


def test_a_broken_file_keeps_what_was_good(room: Room) -> None:
    """Its last good words stay, new stories come in, editors are told; a mended file ends it."""
    room.edit("value = 1234", 'value = "many"')
    room.put(card(title="Seconda"))
    room.publish()
    page = room.json("pages/innovation.it.json")
    assert page["figures"]["figures"][0]["number"] == 1234
    assert [story["title"] for story in page["stories"]["stories"]["cards"]] == ["Seconda", "Prima"]
    assert "figures 1 (accordi).value" in room.troubles()["unusable"]
    room.edit("value = 1234", "value = 7")
    room.publish()
    assert "unusable" not in room.troubles()


def test_a_page_that_goes_takes_its_documents_along(room: Room) -> None:
    """They answer 410 from then on, and the page of stories takes its place again."""
    assert room.front().cssselect(".poliflash-figures")
    (room.folder / "innovation.toml").unlink()
    room.publish()
    left = {file.name for file in (room.settings.public / "pages").rglob("*") if file.is_file()}
    assert {name for name in left if not name.endswith(".gone")} == set()
    assert not [path for path in room.json("manifest.json")["documents"] if "pages/" in path]
    assert (room.front().cssselect(".poliflash-figures"), room.troubles()) == ([], {})


def test_a_page_that_comes_back_is_there(room: Room) -> None:
    """What was removed is published again."""
    (room.folder / "innovation.toml").unlink()
    room.publish()
    room.edit("value = 1234", "value = 5")
    room.publish()
    files = {file.name for file in (room.settings.public / "pages").rglob("*") if file.is_file()}
    assert not [name for name in files if name.endswith(".gone")] and "innovation.it.json" in files


def test_pictures_of_its_own_lie_beside_it(room: Room) -> None:
    """They are published with the page, and go when it names them no more."""
    (room.folder / "innovation").mkdir()
    (room.folder / "innovation" / "a.png").write_bytes(b"PNG")
    picture = (
        '[intro.picture]\nfile = "a.png"\nwidth = 4\nheight = 3\n\n[[figures]]\nid = "accordi"'
    )
    room.edit('[[figures]]\nid = "accordi"', picture)
    room.publish()
    (intro,) = room.json("pages/innovation.it.json")["intro"]
    path = room.settings.public / "pages" / "innovation" / "a.png"
    assert (path.read_bytes(), intro["picture"]["src"].endswith("innovation/a.png")) == (
        b"PNG",
        True,
    )
    room.edit("value = 1234", "value = 5")
    room.publish()
    assert not path.exists()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("index.html", ("Dichiarazione di accessibilità", "https://a.example.org/it")),
        ("en/index.html", ("Accessibility statement", "https://a.example.org/en")),
    ],
)
def test_the_foot_leads_to_the_accessibility_statement(
    room: Room, path: str, expected: tuple[str, str]
) -> None:
    """Requirement 67: In the reader's language, where the page's file names one; in JSON, too."""
    assert expected[0] not in room.front(path).cssselect("footer")[0].text_content()
    named = 'accessibility = {it = "https://a.example.org/it", en = "https://a.example.org/en"}'
    room.edit("[[intro]]", f"{named}\n[[intro]]")
    room.publish()
    links = [(link.text, link.get("href")) for link in room.front(path).cssselect("footer a")]
    language = path.partition("/")[0] if "/" in path else "it"
    assert expected in links
    assert room.json(f"pages/innovation.{language}.json")["accessibility"] == expected[1]


def test_the_stories_are_those_of_the_channel(room: Room) -> None:
    """As many as the page asks for, in the order in which the page for people has them."""
    room.put(*(card(title=f"N{number}") for number in range(8)))
    room.publish()
    cards = room.json("pages/innovation.it.json")["stories"]["stories"]["cards"]
    shown = [link.text for link in room.front().cssselect("article h3 a")]
    assert (len(cards), [story["title"] for story in cards]) == (6, shown)


def test_a_restart_forgets_nothing(room: Room) -> None:
    """The last good words are in the store: a file that is broken at start-up changes nothing."""
    room.edit("value = 1234", "value =")
    room.publish()
    before = (room.settings.public / "pages/innovation.it.json").read_bytes()
    room.publisher = Publisher(room.settings, room.store, {"ateneo": source(rights=FULL)})
    room.publish(full=True)
    assert (room.settings.public / "pages/innovation.it.json").read_bytes() == before
