"""Rights as declared today, over cards taken in under other ones."""

from typing import Any

import pytest

from pipeline.rights import bound
from schemas.types import Rights
from tests.builders import card

PICTURE = {"url": "https://news.example.org/a.jpg"}
FULL = {"text": "full", "images": "copy", "attribution": "Ateneo"}
ROWS: list[tuple[dict[str, Any], str, bool, bool]] = [
    (FULL, "a", True, True),
    ({"text": "teaser", "images": "copy"}, "a", False, True),
    ({"text": "title", "images": "hotlink"}, "", False, True),
    ({"text": "full", "images": "none", "attribution": "Ateneo"}, "a", True, False),
]


@pytest.mark.parametrize(("declared", "teaser", "body", "image"), ROWS)
def test_narrower_rights_take_away(
    declared: dict[str, Any], teaser: str, body: bool, image: bool
) -> None:
    """What a source no longer allows is gone from its old cards too."""
    old = card(teaser="a", body="<p>b</p><img src='x'>", image=PICTURE, rights=FULL)
    now = bound(old, Rights(**declared))
    assert (now.teaser, now.body is not None, now.image is not None) == (teaser, body, image)
    assert image or "<img" not in (now.body or "")


def test_wider_rights_give_nothing_back() -> None:
    """A card taken in as a title stays one until its page is read again."""
    old = card(teaser="a", rights={"text": "title", "images": "none"})
    assert bound(old, Rights(**FULL)).rights.text == "title"


def test_the_attribution_is_today_s() -> None:
    """A changed attribution reaches old cards."""
    old = card(rights=FULL)
    assert bound(old, Rights(**{**FULL, "attribution": "Neu"})).rights.attribution == "Neu"
