"""What a JSON Schema says of a record's fields."""

from pydantic import Field, create_model

from schemas.meanings import meanings
from schemas.types import Record


class Parent(Record):
    """A record."""

    known: int
    """As the parent
    says it."""
    other: int
    """Never changed."""
    silent: int


class Heir(Parent):
    """One more."""

    known: int
    """As the heir says it."""
    under: str = Field(default="", alias="in")
    """What has another name outside."""
    told: str = Field(default="", description="Said at the field.")
    """And below it."""


def test_the_docstring_of_a_field_is_its_description() -> None:
    """An heir's words come first, a field's own description before both."""
    described = Heir.model_json_schema()["properties"]
    assert {name: its.get("description") for name, its in described.items()} == {
        "known": "As the heir says it.",
        "other": "Never changed.",
        "silent": None,
        "in": "What has another name outside.",
        "told": "Said at the field.",
    }


def test_words_over_several_lines_are_as_they_would_be_read() -> None:
    """The indentation of the source is no part of them."""
    assert meanings(Parent)["known"] == "As the parent\nsays it."


def test_a_record_without_a_source_keeps_what_it_inherits() -> None:
    """A model that a program made has no lines to read."""
    made = create_model("Made", __base__=Parent, more=(int, 0))
    assert set(made.model_json_schema()["properties"]) == {"known", "other", "silent", "more"}
    assert meanings(made) == meanings(Parent)
