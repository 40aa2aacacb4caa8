"""Tests of the JSON Schemas of records."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest

from feeds import record_schemas, story_schema
from feeds.channels import BUNDLED
from tests.feeds.samples import site

SHIPPED = sorted((Path(__file__).parents[2] / "spiders" / "sources").glob("*.toml"))
PAGES = sorted((Path(__file__).parents[2] / "demo" / "pages").glob("*.toml"))
BASE = "https://www.example.org/poliflash/"


@cache
def schemas() -> dict[str, Any]:
    """Path → schema, the index too; rendered once, by the first test that looks."""
    return {path: orjson.loads(content) for path, content in record_schemas.render(site())}


def test_the_index_names_every_schema() -> None:
    """And nothing else, by the addresses that the schemas call themselves."""
    found = dict(schemas())
    listed = {one["href"] for one in found.pop(record_schemas.INDEX)["schemas"]}
    assert listed == {BASE + path for path in (*found, story_schema.PATH)}
    assert {schema["$id"] for schema in found.values()} == {BASE + path for path in found}


def test_every_schema_is_one() -> None:
    """JSON Schema 2020-12, every reference within it."""
    made = {path: one for path, one in schemas().items() if path != record_schemas.INDEX}
    wrong = {path: why for path, one in made.items() if (why := _fault(one))}
    assert (bool(made), wrong) == (True, {})


def _fault(schema: Any) -> str:
    try:
        jsonschema_rs.validator_for(schema)
    except ValueError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    ("name", "files"),
    [("source", SHIPPED), ("channel", sorted(BUNDLED.rglob("*.toml"))), ("page", PAGES)],
)
def test_the_files_we_ship_are_valid(name: str, files: list[Path]) -> None:
    """An editor that knows the schema finds no fault with them, and one with a misspelt key."""
    validator = jsonschema_rs.validator_for(schemas()[f"schemas/{name}.json"])
    declared = [orjson.loads(orjson.dumps(tomllib.loads(file.read_text()))) for file in files]
    wrong = [error.message for table in declared for error in validator.iter_errors(table)]
    assert (wrong, validator.is_valid({**declared[0], "tilte": 1})) == ([], False)
