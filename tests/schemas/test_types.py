"""What all records have in common."""

from schemas.channel import Variant
from tests.builders import channel


def test_a_copy_works_out_anew_what_hangs_on_its_fields() -> None:
    """A variant that was asked for its languages tells others once it holds all of them."""
    variant = Variant(channel=channel(name="stories"), language="it")
    assert (variant.key, variant.languages) == ("stories.it", ("it",))
    whole = variant.in_all_languages
    assert (whole.key, whole.languages) == ("stories", ())
