"""Cards in a file for analysts, from the command line."""

import json
import zipfile
from pathlib import Path

import pytest

from pipeline.settings import settings_from
from pipeline.store import cards
from pipeline.store.store import opened
from tests.builders import NOON, card
from tests.calling import Call


@pytest.fixture
def archive(tmp_path: Path) -> None:
    """A store with an Italian, an English and a hidden card."""
    store = opened(settings_from(data=tmp_path / "data", public=tmp_path / "public"))
    made = [
        card(title="Ponte"),
        card(title="Bridge", language="en", published=None),
        card(title="Nascosta", editor={"hidden": True}),
    ]
    with store.writing() as c:
        for one in made:
            cards.save(c, one, cause="test", changed=(), at=NOON)
    store.close()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [((), ["Ponte", "Bridge"]), (("language=en",), ["Bridge"]), (("q=pont*",), ["Ponte"])],
)
def test_export_takes_the_filters_of_the_api(
    archive: None, call: Call, tmp_path: Path, filters: tuple[str, ...], expected: list[str]
) -> None:
    """What is hidden stays out."""
    to = tmp_path / "cards.jsonl"
    ended = call("cards", "export", *filters, "--format", "jsonl", "--to", str(to))
    assert ended.code == 0, ended
    lines = to.read_text("utf-8").splitlines()
    assert sorted(json.loads(line)["title"] for line in lines) == sorted(expected)


@pytest.mark.parametrize(
    ("format_", "begins"), [("csv", b"\xef\xbb\xbfkey;"), ("xlsx", b"PK"), ("jsonl", b"{")]
)
def test_each_format_is_written_whole(
    archive: None, call: Call, tmp_path: Path, format_: str, begins: bytes
) -> None:
    """And nothing else lies beside it."""
    to = tmp_path / "out" / "cards"
    to.parent.mkdir()
    assert call("cards", "export", "--format", format_, "--to", str(to)).code == 0
    assert to.read_bytes().startswith(begins)
    assert [path.name for path in to.parent.iterdir()] == ["cards"]
    assert format_ != "xlsx" or zipfile.is_zipfile(to)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("topic=patent",), "topic: there is no 'patent'; there are"),
        (("topik=patents",), "topik: no such filter; there are q, language"),
        (("source=ateneu",), "ateneu: no such source"),
        (("patents",), "patents: write FILTER=VALUE"),
        (("q=a", "q=b"), "q: is given more than once"),
        (("--to", "/nowhere/x.csv"), "/nowhere/x.csv: cannot be written"),
    ],
)
def test_what_cannot_be_exported(
    archive: None, call: Call, words: tuple[str, ...], message: str
) -> None:
    """One line says what is off."""
    ended = call("cards", "export", *words)
    assert (ended.code, message in ended.err) == (2, True), ended


def test_stats_print_each_version_of_a_story_once(archive: None, call: Call) -> None:
    """By month, the undated apart."""
    ended = call("cards", "stats", "--by", "month", "--json")
    told = json.loads(ended.out)
    assert [(x["key"], x["stories"], x["undated"]) for x in told["figures"]] == [
        (None, 0, 1),
        ("2026-03", 1, 0),
    ]
    assert "2026-03" in call("cards", "stats", "--by", "month").out
