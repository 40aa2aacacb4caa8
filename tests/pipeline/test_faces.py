"""Cards with what is known of their pictures."""

from typing import Any

import pytest

from feeds.content import html_of
from pipeline.media.faces import Faces, with_facts
from pipeline.store import images
from pipeline.store.images import Found, Size
from schemas.card import StoryCard
from tests.builders import card
from tests.pipeline.desk import Desk

URL = "https://news.example.org/a.jpg?x=1&y=2"
SIZES = (Size(1200, 675, "jpg", 90_000), Size(1200, 675, "webp", 50_000))
DIGEST = "ab" + "0" * 30


def address(path: str) -> str:
    """Where our own files are."""
    return f"https://flash.example.org/{path}"


def found(state: images.State = "seen", **changes: Any) -> Found:
    """A picture that was measured."""
    return Found(state, 1600, 900, 250_000, "image/png", None, ())._replace(**changes)


def pictured(images_: str = "hotlink", **changes: Any) -> StoryCard:
    """A card with a picture that its page tells little of, and shows in its text."""
    body = '<p>Testo</p><p><img src="https://news.example.org/a.jpg?x=1&amp;y=2" alt="Due"></p>'
    rights = {"text": "full", "images": images_, "attribution": "Ateneo"}
    image = {"url": URL, "width": 10, "alt": "Due", "credit": "Foto: Rossi"}
    return card(**{"body": body, "image": image, "rights": rights, **changes})


def test_measured_facts_win_over_what_a_page_declares() -> None:
    """Width and height in markup are wishes."""
    image = with_facts(pictured(), found(), address).image
    assert image is not None
    facts = (image.url, image.width, image.height, image.bytes, image.media_type)
    assert facts == (URL, 1600, 900, 250_000, "image/png")


def test_words_stay_with_the_picture() -> None:
    """Alternative text and credit are the page's, measured or copied."""
    copied = found(digest=DIGEST, sizes=SIZES)
    image = with_facts(pictured("copy"), copied, address).image
    assert image is not None
    assert (image.alt, image.credit) == ("Due", "Foto: Rossi")


@pytest.mark.parametrize("state", ["new", "failed"])
def test_what_was_never_seen_is_shown_as_told(state: images.State) -> None:
    """A picture that could not be asked for yet is no worse than before."""
    one = pictured()
    blank = found(state, width=None, height=None, bytes=None, media_type=None)
    assert with_facts(one, blank, address) is one


def test_a_picture_that_once_was_seen_stays_measured() -> None:
    """One failed look takes nothing away."""
    image = with_facts(pictured(), found("failed"), address).image
    assert image is not None and image.width == 1600


@pytest.mark.parametrize("state", ["refused", "gone"])
def test_a_picture_that_is_none_leaves_the_text_too(state: images.State) -> None:
    """Nobody is shown a broken image."""
    seen = with_facts(pictured(), found(state), address)
    assert (seen.image, "<img" in (seen.body or "")) == (None, False)


def test_a_copy_takes_the_originals_place_in_the_text() -> None:
    """The picture is shown once, ours."""
    seen = with_facts(pictured("copy"), found(digest=DIGEST, sizes=SIZES), address)
    html = html_of(seen) or ""
    assert html.count("<img") == 1
    assert f"https://flash.example.org/media/ab/{DIGEST}-1200.jpg" in html


def test_a_picture_in_the_text_has_its_real_size() -> None:
    """Requirement 60: Mail programs lay a text out by width and height."""
    body = '<p><img src="https://news.example.org/a.jpg?x=1&amp;y=2" width="9" alt="Due"></p>'
    seen = with_facts(pictured(body=body), found(), address)
    tag = f'<img src="{URL.replace("&", "&amp;")}" width="1600" height="900" alt="Due">'
    assert seen.body == f"<p>{tag}</p>"


def test_a_copy_is_shown_only_where_rights_allow_it() -> None:
    """The same picture in two newsrooms: a copy for one, a link for the other."""
    image = with_facts(pictured("hotlink"), found(digest=DIGEST, sizes=SIZES), address).image
    assert image is not None
    assert (image.url, image.renditions) == (URL, ())


def test_the_same_card_with_the_same_facts_is_the_same_object(desk: Desk) -> None:
    """What was rendered of it need not be compared field by field."""
    one = pictured()
    with desk.store.writing() as c:
        images.note(c, [one], desk.store.clock())
        images.write(c, URL, {"state": "seen", "width": 5, "height": 5})
    faces = Faces(desk.store, address)
    first = faces.faced(one)
    faces.forget()
    assert faces.faced(one) is first


def test_new_facts_are_seen_after_forgetting(desk: Desk) -> None:
    """A publish shows what was found since the last one."""
    one = pictured()
    with desk.store.writing() as c:
        images.note(c, [one], desk.store.clock())
    faces = Faces(desk.store, address)
    before = faces.faced(one)
    with desk.store.writing() as c:
        images.write(c, URL, {"state": "seen", "width": 5, "height": 5})
    faces.forget()
    widths = [seen.image.width if seen.image else None for seen in (before, faces.faced(one))]
    assert widths == [10, 5]
