"""One story out of feed and page."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from schemas.extracted import AuthorFound, Extracted, ImageFound
from schemas.types import Moment
from spiders.merge import merged

URL = "https://news.example.org/uno"
DAY = Moment(day=date(2026, 3, 2))
TIME = Moment(day=date(2026, 3, 2), instant=datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def said(by: str, **fields: Any) -> Extracted:
    """What a feed or a page says, with its provenance."""
    return Extracted(url=URL, provenance=dict.fromkeys(fields, by), **fields)


@pytest.mark.parametrize(
    ("name", "feed", "page", "leader"),
    [
        ("title", "Dal feed", "Dalla pagina", "feed"),
        ("guid", "g-1", None, "feed"),
        ("tags", ("a",), ("b",), "feed"),
        ("tags", (), ("b",), "page"),
        ("authors", (AuthorFound(name="F"),), (AuthorFound(name="P"),), "feed"),
        ("published", TIME, DAY, "feed"),
        ("published", DAY, TIME, "page"),
        ("published", DAY, None, "feed"),
        ("published", None, DAY, "page"),
        ("body", "<p>feed</p>", "<p>page</p>", "page"),
        ("body", "<p>feed</p>", None, "feed"),
        ("language", "it", "en", "page"),
        ("section", "Startup", "Ricerca", "page"),
        ("teaser", "Dal feed", "Dalla pagina", "page"),
        ("canonical", None, URL, "page"),
        ("translations", {"en": URL}, {}, "feed"),
    ],
)
def test_who_leads(name: str, feed: Any, page: Any, leader: str) -> None:
    """Each field comes from the one that says it better, with its provenance."""
    story = merged(said("feed", **{name: feed}), said("page", **{name: page}))
    assert getattr(story, name) == {"feed": feed, "page": page}[leader]
    assert story.provenance[name] == leader


@pytest.mark.parametrize(
    ("feed", "page", "expected"),
    [
        ("a.jpg", "b.jpg", ("b.jpg", None, None)),
        ("a.jpg", "a.jpg", ("a.jpg", 900, None)),
        ("a.jpg", None, ("a.jpg", 900, None)),
        (None, "b.jpg", ("b.jpg", None, None)),
    ],
)
def test_picture(
    feed: str | None, page: str | None, expected: tuple[str, int | None, None]
) -> None:
    """The page's picture leads; of the same picture the feed adds what the page leaves out."""
    from_feed = ImageFound(url=f"{URL}/{feed}", width=900) if feed else None
    from_page = ImageFound(url=f"{URL}/{page}") if page else None
    image = merged(said("feed", image=from_feed), said("page", image=from_page)).image
    assert image is not None
    assert (image.url.removeprefix(f"{URL}/"), image.width, image.alt) == expected


def test_address_is_the_pages() -> None:
    """The story's address is where the page was read, after redirects."""
    item, page = said("feed"), Extracted(url="https://news.example.org/nuova")
    assert merged(item, page).url == "https://news.example.org/nuova"
