"""Tests of documents' places in the history of their channel (published documents, 31, 35, 36)."""

from typing import Any

import orjson
import pytest
from lxml import etree

from feeds.check import reread
from feeds.position import Position, archive_at
from feeds.xml import qualified
from schemas.channel import FORMATS, Format
from tests.builders import NOON
from tests.feeds.samples import RENDERERS, entry, site, variant

ROOT = "https://www.example.org/poliflash/feeds"
SHOWN = variant("it", name="topics/energy")


def document(format_: Format, position: Position) -> bytes:
    """A document of one card at a place."""
    return RENDERERS[format_](SHOWN, [entry()], site(), NOON, position).content


def links(format_: Format, position: Position) -> dict[str, str]:
    """Relation → address in a document's head, but for the page's."""
    root = etree.fromstring(document(format_, position))
    head = root if format_ == "atom" else root.find("channel")
    assert head is not None
    found = {
        str(link.get("rel")): str(link.get("href")) for link in head.findall(qualified("atom:link"))
    }
    found.pop("alternate", None)
    return found


@pytest.mark.parametrize("format_", ["rss", "atom"])
@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (Position(), {"self": "topics/energy.it"}),
        (
            Position(before=3),
            {"self": "topics/energy.it", "prev-archive": "archive/topics/energy.it/3"},
        ),
        (
            archive_at(3, closed=False),
            {
                "self": "archive/topics/energy.it/3",
                "current": "topics/energy.it",
                "prev-archive": "archive/topics/energy.it/2",
            },
        ),
        (
            archive_at(1, closed=True),
            {
                "self": "archive/topics/energy.it/1",
                "current": "topics/energy.it",
                "next-archive": "archive/topics/energy.it/2",
            },
        ),
    ],
)  # fmt: skip
def test_documents_name_those_around_them(
    format_: Format, position: Position, expected: dict[str, str]
) -> None:
    """Requirements 35 and 36: Each in its own format, by RFC 5005's relations."""
    wanted = {relation: f"{ROOT}/{path}.{format_}" for relation, path in expected.items()}
    assert links(format_, position) == wanted


@pytest.mark.parametrize("format_", ["rss", "atom"])
@pytest.mark.parametrize(
    ("position", "expected"),
    [(Position(before=2), 0), (archive_at(2, closed=False), 0), (archive_at(2, closed=True), 1)],
)
def test_only_what_stays_as_it_is_calls_itself_an_archive(
    format_: Format, position: Position, expected: int
) -> None:
    """Requirement 35: Clients need never ask again for what says fh:archive."""
    root = etree.fromstring(document(format_, position))
    assert len(list(root.iter(qualified("fh:archive")))) == expected


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        (Position(), None),
        (Position(before=2), f"{ROOT}/archive/topics/energy.it/2.json"),
        (archive_at(2, closed=True), f"{ROOT}/archive/topics/energy.it/1.json"),
        (archive_at(1, closed=True), None),
    ],
)
def test_json_leads_to_the_page_before(position: Position, expected: str | None) -> None:
    """Requirement 31: `next_url` walks back and ends; it is never the document itself."""
    found: dict[str, Any] = orjson.loads(document("json", position))
    assert (found.get("next_url"), found["feed_url"] != found.get("next_url")) == (expected, True)


@pytest.mark.parametrize("format_", FORMATS)
def test_an_archive_reads_back_under_its_own_address(format_: Format) -> None:
    """The last look takes archives, too."""
    position = archive_at(4, closed=True)
    address = position.address(SHOWN, format_, site())
    assert len(reread(document(format_, position), format_, address)) == 1


@pytest.mark.parametrize("format_", FORMATS)
def test_a_new_version_of_ours_changes_no_archive(format_: Format) -> None:
    """Only subscription documents name the version that made them."""
    made = entry()
    position = archive_at(1, closed=True)
    old, new = (
        RENDERERS[format_](SHOWN, [made], site(version=v), NOON, position).content
        for v in ("1.0", "2.0")
    )
    assert old == new
