"""The cards document of a channel."""

from typing import Any

import jsonschema_rs
import orjson
import pytest

from feeds import record_schemas
from feeds.embed.cards import cards_document
from schemas.embed import MOST, CardsDocument, Embedded, Picture
from tests.builders import NOON
from tests.embed.samples import cards_json, document, embedded_in, pictured
from tests.feeds.samples import entry, site

MEDIA = "https://www.example.org/poliflash/media/3f/3f2a91c0d4e5b6a7988091a2b3c4d5e6"


def only(**fields: Any) -> Embedded:
    """The one story of a document."""
    return document([entry(**fields)]).cards[0]


def shown(**image: Any) -> Picture:
    """The picture of a story that has this one."""
    found = only(image=pictured(**image)).image
    assert found is not None
    return found


def test_it_holds_a_dozen_pinned_ones_first() -> None:
    """Then the newest."""
    pinned = entry(title="Fissata", editor={"pinned": True})
    found = document([pinned, *(entry(title=str(n)) for n in range(20))])
    assert [card.title for card in found.cards] == ["Fissata", *map(str, range(19, 8, -1))]
    assert len(found.cards) == MOST


def test_the_bytes_lead_back_to_it() -> None:
    """And are the same each time."""
    assert CardsDocument.model_validate_json(cards_json()) == document()
    assert cards_json() == cards_json()


def test_its_schema_is_published() -> None:
    """Whoever reads it in a program need not guess."""
    published = dict(record_schemas.render(site()))
    schema = orjson.loads(published["schemas/cards.json"])
    assert jsonschema_rs.validator_for(schema).is_valid(orjson.loads(cards_json()))


def test_what_is_added_later_is_no_fault() -> None:
    """A reader of today's version reads tomorrow's documents."""
    told = orjson.loads(cards_json())
    told["cards"][0]["mood"] = told["mood"] = "serene"
    assert CardsDocument.model_validate(told) == document()


def test_it_leads_to_the_channel() -> None:
    """Absolute addresses, with the prefix of the public one."""
    found = document()
    base = "https://www.example.org/poliflash/feeds/stories.it."
    assert found.more == base + "html"
    assert found.feeds == {format_: base + format_ for format_ in ("rss", "atom", "json")}
    assert (found.channel, found.language, found.day) == ("stories", "it", "2 marzo 2026")
    assert orjson.loads(cards_json())["updated"] == "2026-03-02T12:00:00Z"


@pytest.mark.parametrize(
    ("language", "suffixes", "spoken", "words"),
    [
        ("it", ("it", "en"), "en", "it"),
        ("en", ("it", "en"), "it", "en"),
        (None, ("it", "en"), "it", "en"),
        (None, (), "it", "it"),
        (None, (), "en", "en"),
        (None, (), "de", "en"),
    ],
)
def test_it_speaks_the_language_of_its_readers(
    language: Any, suffixes: tuple[str, ...], spoken: str, words: str
) -> None:
    """A channel without language versions speaks that of its stories."""
    variant = embedded_in(language, suffixes=suffixes)
    found = cards_document(variant, [entry(language=spoken)], site(), NOON)
    assert found.language == words
    assert spoken in found.words.tongues


def test_a_day_is_told_in_words_or_not_at_all() -> None:
    """An unknown date stays unknown."""
    dated, undated = only(published=NOON), only(published=None)
    assert (dated.date, dated.day) == ("2026-03-02", "2 marzo 2026")
    assert (undated.date, undated.day) == (None, None)


@pytest.mark.parametrize(
    ("rights", "teaser", "attribution"),
    [
        ({"text": "title"}, "", None),
        ({"text": "teaser"}, "Due frasi.", None),
        ({"text": "teaser", "attribution": "Ufficio stampa"}, "Due frasi.", "Ufficio stampa"),
        ({"text": "teaser", "attribution": "Ateneo"}, "Due frasi.", None),
    ],
)
def test_it_shows_what_rights_allow_and_ask_for(
    rights: dict[str, str], teaser: str, attribution: str | None
) -> None:
    """An attribution that is the source's own name is told once."""
    found = only(teaser="Due frasi.", rights=rights)
    assert (found.source, found.teaser, found.attribution) == ("Ateneo", teaser, attribution)


def test_copies_are_offered_in_every_size() -> None:
    """The one of 600 pixels where nobody chooses."""
    found = shown()
    assert (found.src, found.width, found.height) == (f"{MEDIA}-600.jpg", 600, 338)
    sizes = ((320, "320w"), (600, "600w"), (1200, "1200w"))
    assert found.webp == ", ".join(f"{MEDIA}-{wide}.webp {told}" for wide, told in sizes)
    assert found.jpeg == ", ".join(f"{MEDIA}-{wide}.jpg {told}" for wide, told in sizes)


@pytest.mark.parametrize(("width", "height"), [(1200, 675), (None, None)])
def test_without_copies_the_original_is_shown(width: int | None, height: int | None) -> None:
    """With its size where that is known, and no invented words."""
    found = shown(renditions=(), width=width, height=height, alt=None, credit=None)
    assert (found.src, found.webp, found.jpeg) == (f"{MEDIA}-1200.jpg", None, None)
    assert (found.width, found.height, found.alt, found.credit) == (width, height, "", None)


def test_links_are_those_of_the_newsroom() -> None:
    """No campaign is counted on other people's pages."""
    variant = embedded_in(link_params={"utm_medium": "email"})
    (found,) = cards_document(variant, [entry(url="https://a.example.org/b")], site(), NOON).cards
    assert found.url == "https://a.example.org/b"
