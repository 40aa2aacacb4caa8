"""Tests of what documents say of licence and attribution."""

import pytest

from feeds.edition import render_mail
from schemas.channel import FORMATS
from tests.builders import NOON
from tests.feeds.samples import RENDERERS, entry, site, variant

OWN = {"licence": "CC-BY-4.0", "attribution": "Ateneo"}
_FORMATS = {str(format_): format_ for format_ in FORMATS}
DEFAULT = "Each story names its source, licence and attribution: show them when you republish it."


@pytest.mark.parametrize("format_", [*FORMATS, "html"])
@pytest.mark.parametrize(("declared", "said"), [(OWN, "Ateneo · CC-BY-4.0"), ({}, DEFAULT)])
def test_every_format_states_its_terms(format_: str, declared: dict[str, str], said: str) -> None:
    """The channel's own words, or that each story has its own."""
    shown = variant(**declared)
    if format_ == "html":
        content = render_mail(shown, [entry()], site())
    else:
        content = RENDERERS[_FORMATS[format_]](shown, [entry()], site(), NOON).content
    assert said in content.decode()
