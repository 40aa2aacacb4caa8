"""Cleaned stories."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.clean import cleaned
from pipeline.cleaning import stories_of
from pipeline.reading import Story
from schemas.crawl import PageSeen
from schemas.errors import CardError
from tests.builders import source
from tests.pipeline.pages import BODY, SENTENCES, URL, extracted

FULL = {"text": "full", "images": "hotlink", "licence": "CC-BY-4.0"}


def test_a_good_page_gives_a_good_story() -> None:
    """Title, teaser, date, section, language arrive as the page says them."""
    page = cleaned(extracted(section="Studenti@PoliTO"), source())
    assert (page.title, page.section, page.language) == ("Il ponte che parla", "students", "it")
    assert page.teaser == f"{SENTENCES[0]} {SENTENCES[1]}"
    assert page.published == extracted().published


@pytest.mark.parametrize("title", [None, "", " \u200b ", "[node:title]"])
def test_a_story_without_title_is_no_card(title: str | None) -> None:
    """The error names the address, the field, what to do."""
    with pytest.raises(CardError, match=f"{URL}.*title.*selector"):
        cleaned(extracted(title=title), source())


def test_an_address_nobody_can_follow_is_no_card() -> None:
    """An address that passes for one but cannot be spelled is refused by name."""
    with pytest.raises(CardError, match="no usable address"):
        cleaned(extracted(url="http://256.1.1.1/x"), source())


CANONICALS = [
    ("http://ateneo.localhost:8001/it/ponte?utm_source=x", "http://ateneo.localhost:8001/it/ponte"),
    ("http://ateneo.localhost:8001/", URL),
    ("http://ateneo.localhost:8001/it/notizie", URL),
    ("https://altrove.example/ponte", URL),
    (None, URL),
]


@pytest.mark.parametrize(("named", "url"), CANONICALS)
def test_a_canonical_address_is_believed_with_care(named: str | None, url: str) -> None:
    """Home pages, listings, other sites named as canonical would merge all stories into one."""
    assert cleaned(extracted(canonical=named), source()).url == url


def test_every_name_of_a_page_is_an_alias() -> None:
    """Canonical, node, guid, listed address each lead back to the card, most precise first."""
    said = extracted(
        canonical="http://ateneo.localhost:8001/it/ponte",
        aliases=("http://ateneo.localhost:8001/node/7", "http://ateneo.localhost:8001/"),
        guid=" 7@ateneo ",
    )
    assert [(alias.key, alias.learnt) for alias in cleaned(said, source()).aliases] == [
        ("url:ateneo.localhost:8001/it/ponte", "canonical"),
        ("url:ateneo.localhost:8001/node/7", "node"),
        ("guid:ateneo:7@ateneo", "guid"),
        ("url:ateneo.localhost:8001/it/notizie/ponte", "listed"),
    ]


def test_host_aliases_are_one_host() -> None:
    """A page read under an old host name has the new one's address."""
    page = cleaned(
        extracted(url="http://vecchio.localhost:8001/it/ponte"),
        source(hosts={"vecchio.localhost": "ateneo.localhost"}),
    )
    assert page.url == "http://ateneo.localhost:8001/it/ponte"


def test_a_moved_newsroom_is_known_by_its_old_addresses() -> None:
    """A story is looked up where it was before its host became an alias of another."""
    moved = source(hosts={"www.vecchio.localhost": "ateneo.localhost"})
    story = cleaned(extracted(url="http://ateneo.localhost:8001/it/notizie/ponte"), moved)
    assert [(a.key, a.learnt) for a in story.aliases][-1] == (
        "url:vecchio.localhost:8001/it/notizie/ponte",
        "host",
    )


def test_rights_decide_what_is_kept() -> None:
    """Only full rights keep a body; title rights keep no teaser; picture rights no picture."""
    full = cleaned(extracted(), source(rights=FULL))
    title = cleaned(extracted(), source(rights={"text": "title", "images": "none"}))
    assert full.body == BODY
    assert (title.body, title.teaser, title.image) == (None, "", None)


def test_the_text_is_known_whatever_the_rights() -> None:
    """Changes and copies are noticed also where nothing of the text may be shown."""
    full = cleaned(extracted(), source(rights=FULL))
    title = cleaned(extracted(), source(rights={"text": "title"}))
    assert (full.text_hash, full.shingles) == (title.text_hash, title.shingles)
    assert len(full.shingles) > 10


def test_markup_does_not_move_the_text_hash() -> None:
    """Other tags around the same words are the same text."""
    markup = BODY.replace("<p>", "<div class='x'>\n").replace("</p>", "</div>")
    one, other = (cleaned(extracted(body=body), source()) for body in (BODY, markup))
    assert one.text_hash == other.text_hash


def test_a_cut_teaser_says_so() -> None:
    """A teaser we cut ourselves has the provenance `text`."""
    page = cleaned(extracted(teaser=None), source())
    assert page.teaser == f"{SENTENCES[0]} {SENTENCES[1]}"
    assert page.provenance["teaser"] == "text"


def test_tags_are_told_once() -> None:
    """Case, underscores, hashes, commas make no second tag."""
    said = extracted(tags=("Spin-off", "spin off", "#Energia, acqua", "SPIN_OFF", " "))
    assert cleaned(said, source()).tags == ("Spin-off", "Energia", "acqua")


KINDS = [
    ({"section": "Eventi"}, "event"),
    ({"section": "Comunicati stampa"}, "release"),
    ({"url": "http://ateneo.localhost:8001/it/bandi/borse"}, "call"),
    ({"url": "http://ateneo.localhost:8001/it/notizie/eventi"}, "story"),
    ({"url": "http://ateneo.localhost:8001/feeds-comunicati#:~:text=Il%20ponte"}, "release"),
    ({"url": "http://ateneo.localhost:8001/comunicati-stampa-full/12-ponte"}, "release"),
    ({"url": "http://ateneo.localhost:8001/comunicazione-e-ufficio-stampa/ponte"}, "story"),
    ({"kind": "call", "section": "Eventi"}, "call"),
    ({}, "story"),
]


@pytest.mark.parametrize(("said", "kind"), KINDS)
def test_kinds_follow_the_label_or_folder(said: dict[str, Any], kind: str) -> None:
    """A page's own word first, then its kicker, then a folder of its address."""
    assert cleaned(extracted(**said), source()).kind == kind


SECTIONS = [
    ({}, "awards", "students"),
    ({"section": "Premi"}, "awards", "awards"),
    ({"section": "Altro"}, "awards", "students"),
    ({"url": "http://ateneo.localhost:8001/it/ricerca/ponte"}, "awards", "awards"),
]
"""What the page says, the section of its source, the section it gets."""


@pytest.mark.parametrize(("said", "otherwise", "section"), SECTIONS)
def test_sections_follow_the_label_or_folder(
    said: dict[str, Any], otherwise: str, section: str
) -> None:
    """Without a kicker that is known, a folder that bears one of the source's own labels."""
    own = source(section=otherwise, sections={"Studenti@PoliTO": "students"})
    url = "http://ateneo.localhost:8001/studenti_polito/il_ponte"
    assert cleaned(extracted(**{"section": None, "url": url, **said}), own).section == section


def test_translations_are_other_languages() -> None:
    """A page is no translation of itself, and tracking is gone from its twin's address."""
    said = extracted(
        translations={"it": URL, "en": "http://ateneo.localhost:8001/en/bridge?utm_medium=x"}
    )
    assert cleaned(said, source()).translations == {"en": "http://ateneo.localhost:8001/en/bridge"}


def test_nothing_is_invented() -> None:
    """A page that says only its title gives a story with only that."""
    said = extracted(teaser=None, body=None, published=None, image=None, provenance={})
    page = cleaned(said, source())
    assert (page.published, page.image, page.teaser, page.authors) == (None, None, "", ())
    assert (page.text_hash, page.section) == ("", "external")


@given(st.text(), st.text(), st.text(), st.lists(st.text()), st.text())
def test_no_text_breaks_the_cleaning(
    title: str, teaser: str, body: str, tags: list[str], label: str
) -> None:
    """Whatever a page says, it is a story or an error with a name."""
    said = extracted(title=title, teaser=teaser, body=body, tags=tags, section=label, guid=label)
    try:
        page = cleaned(said, source(rights=FULL))
    except CardError:
        return
    assert page.title
    assert len(page.teaser) <= 300


@given(st.text(min_size=1), st.text())
@example("Il ponte", "1<\x1b?")
@example("Il ponte", "1<\xadb>2")
def test_a_clean_story_stays_clean(title: str, teaser: str) -> None:
    """Title and teaser that went through once go through unchanged."""
    try:
        once = cleaned(extracted(title=title, teaser=teaser, body=None), source())
    except CardError:
        return
    twice = cleaned(extracted(title=once.title, teaser=once.teaser, body=None), source())
    assert twice.title == once.title
    assert twice.teaser in (once.teaser, "")


@pytest.mark.parametrize(
    "said",
    [
        {"body": "<p>a \ud83d b</p>"},
        {"body": '<p><a href="http://x.example.org/\ud83d">b</a></p>'},
        {"guid": "a\udc00"},
        {"title": "Ponte \ud83d", "teaser": "\x0b\ud800", "tags": ("x\ud83d",)},
        {"image": {"url": "http://a.example.org/\ud83d.jpg", "alt": "x\ud83d"}},
        {"guid": "x" * 2_000_000},
    ],
)
@pytest.mark.parametrize("text", ["teaser", "full"])
def test_half_a_surrogate_pair_costs_nothing(said: dict[str, Any], text: str) -> None:
    """Broken JSON holds such halves: what is stored and published can always be written."""
    rights = {"text": text, "images": "hotlink", "attribution": "A"}
    found = cleaned(extracted(**said), source(rights=rights))
    assert len(found.model_dump_json()) < 10_000


def test_what_no_record_can_hold_costs_its_page_alone() -> None:
    """A value that slipped past its own check is named; the pages beside it are read."""
    odd = extracted().model_copy(update={"language": "italiano"})
    seen = [PageSeen(url=URL, extracted=extracted()).model_copy(update={"extracted": odd})]
    good, bad = stories_of([PageSeen(url=URL, extracted=extracted()), *seen], source())
    assert isinstance(good, Story)
    assert isinstance(bad, CardError)
    assert str(bad).startswith(f"{URL}: cannot become a card: ")
