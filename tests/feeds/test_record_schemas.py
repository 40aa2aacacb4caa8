"""Tests of the JSON Schemas of records."""

import tomllib
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


def schemas() -> dict[str, Any]:
    """Path → schema, the index too."""
    return {path: orjson.loads(content) for path, content in record_schemas.render(site())}


def test_the_index_names_every_schema() -> None:
    """And nothing else, by the addresses that the schemas call themselves."""
    found = schemas()
    listed = {one["href"] for one in found.pop(record_schemas.INDEX)["schemas"]}
    assert listed == {BASE + path for path in (*found, story_schema.PATH)}
    assert {schema["$id"] for schema in found.values()} == {BASE + path for path in found}


@pytest.mark.parametrize("path", sorted(set(schemas()) - {record_schemas.INDEX}))
def test_a_schema_is_one(path: str) -> None:
    """JSON Schema 2020-12, every reference within it."""
    jsonschema_rs.validator_for(schemas()[path])


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
