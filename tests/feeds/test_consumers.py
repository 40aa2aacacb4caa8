"""Tests of how the tools that read us take our documents."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from feeds.consumers import FIELDS, PLAIN, Consumer, consumers
from feeds.entry import Entry
from feeds.taking import Opened, reached
from schemas.channel import Format
from schemas.errors import PublishError
from tests.builders import NOON, card_id
from tests.feeds.samples import PICTURE, entry, rendered

TAKEN = Path(__file__).with_name("taken")
FULL = {"text": "full", "attribution": "Ateneo"}
BODY = '<p>Uno &amp; due</p><p><img src="https://news.example.org/in.jpg" alt=""></p>'
INSIDE = {"body": BODY, "rights": FULL, "language": "en", "title": "R&D < 3 > 2"}

CARDS: tuple[dict[str, Any], ...] = (
    {"image": PICTURE, "teaser": "Una barca & due remi: 3 < 4."},
    {"teaser": ""},
    {"published": None, "first_seen": NOON},
    {"image": {"url": "https://news.example.org/unmeasured.png"}},
    INSIDE,
)
"""A measured picture, no teaser, no date, a picture of unknown size, a full text."""


def _entries(released: bool = False) -> list[Entry]:
    made = []
    for number, of_card in enumerate(CARDS):
        at = NOON + timedelta(days=9) if released else None
        fixed: dict[str, Any] = {
            "id": card_id(number),
            "url": f"https://news.example.org/{number}",
            "title": f"Storia {number}",
            "teaser": f"Fatto {number}.",
            "published": NOON - timedelta(hours=number),
        }
        made.append(entry(at, **{**fixed, **of_card}))
    return made


@pytest.mark.parametrize("slug", consumers())
def test_a_tool_takes_from_a_document_what_its_file_says(
    slug: str, golden: Callable[[Path, object], object]
) -> None:
    """Requirements 51, 55, 56, 57: date, picture and text of each item, in every format."""
    tool = consumers()[slug]
    opened = {f: Opened(rendered(f, _entries()), f, f).taken(tool) for f in tool.reads}
    found = {f: [item.model_dump(mode="json") for item in items] for f, items in opened.items()}
    assert found == golden(TAKEN / f"{slug}.json", found)


@pytest.mark.parametrize("slug", [slug for slug, tool in consumers().items() if tool.mails])
def test_a_newsletter_tool_passes_over_nothing_of_a_newsletter(slug: str) -> None:
    """Requirements 4 and 56: every item has a date of its own, a title, an address and an id."""
    tool = consumers()[slug]
    for format_ in tool.reads:
        items = Opened(rendered(format_, _entries(released=True)), format_, "x").taken(tool)
        assert [(item.id, item.lacks, bool(item.at)) for item in items] == [
            (card_id(number), (), True) for number in range(len(CARDS))
        ]


def test_the_tools_that_editors_name_are_known() -> None:
    """Each profile is a file of its own."""
    assert set(consumers()) == {
        "mailchimp", "mailerlite", "brevo", "mailup", "hubspot", "outlook", "drupal", "wordpress",
        "reader",
    }  # fmt: skip


@pytest.mark.parametrize("format_", PLAIN)
def test_every_field_has_a_place_in_every_format(format_: Format) -> None:
    """A reader without habits of its own finds all there is."""
    assert set(PLAIN[format_]) == set(FIELDS)


@pytest.mark.parametrize(
    ("format_", "content"), [("rss", b"<rss>"), ("json", b"[1"), ("json", b"[]"), ("rss", b"<a/>")]
)
def test_what_is_no_document_is_named(format_: Format, content: bytes) -> None:
    """No tool is said to take anything of bytes that it cannot read."""
    with pytest.raises(PublishError, match="x: is not well-formed"):
        Opened(content, format_, "x")


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(1, ("daily", "weekly")), (24, ("daily", "weekly")), (25, ("weekly",)), (-1, ()), (999, ())],
)
def test_a_first_send_reaches_back_by_its_rhythm(hours: int, expected: tuple[str, ...]) -> None:
    """Requirement 56: a day or a week; what is dated later is not sent yet."""
    tool = Consumer(
        slug="x",
        name="X",
        takes="date",
        first={"daily": timedelta(days=1), "weekly": timedelta(days=7)},
    )
    assert reached(NOON, tool, NOON + timedelta(hours=hours)) == expected


def test_an_item_without_a_date_is_in_no_send() -> None:
    """A tool that goes by dates cannot place it."""
    assert reached(None, consumers()["mailchimp"], NOON) == ()
