"""Source files: what is wrong with them, in one line."""

from pathlib import Path

import pytest

from pipeline.catalogue import SHIPPED, Catalogue, catalogue
from pipeline.settings import settings_from
from schemas.errors import UnknownError

GOOD = """
name = "Officina"
home = "https://officina.example.org/"
kind = "feed"
language = "it"
[feed]
urls = ["https://officina.example.org/rss.xml"]
"""
FAULTS = [
    ('every = "2 weeks"', "every: '2 weeks' is not a duration; write a number and m, h or d"),
    ('langauge = "it"', "langauge: unknown key; did you mean language?"),
    ('slug = "other"', "slug: the file's name is the slug; remove the key"),
    ("enabled = maybe", "not valid TOML"),
    ('exclude = ["("]', "exclude.0: '(' is not a regular expression"),
    ('[listing]\nurls = ["https://a.example/"]\nlinks = "a"', "takes no table [listing]"),
    ('[rights]\ntext = "full"', "needs a licence or an attribution"),
]


def declared(tmp_path: Path, text: str, name: str = "officina-it") -> Catalogue:
    """The catalogue of one file."""
    (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    return catalogue(settings_from(sources=(tmp_path,), own_sources=False))


@pytest.mark.parametrize(("line", "message"), FAULTS, ids=[line.split()[0] for line, _ in FAULTS])
def test_a_fault_is_one_line(tmp_path: Path, line: str, message: str) -> None:
    """A broken file is named with its field and what to do; it does not stop the others."""
    text = f"{GOOD}{line}" if line.startswith("[") else f"{line}{GOOD}"
    (tmp_path / "good.toml").write_text(GOOD, "utf-8")
    found = declared(tmp_path, text)
    assert list(found.sources) == ["good"]
    (problem,) = found.problems
    assert problem.startswith(f"{tmp_path}/officina-it.toml: ")
    assert message in problem
    assert "\n" not in problem


def test_a_file_of_the_same_name_overrides(tmp_path: Path) -> None:
    """An operator's file wins over the shipped one."""
    (tmp_path / "poliflash-it.toml").write_text(GOOD, "utf-8")
    found = catalogue(settings_from(sources=(tmp_path,)))
    assert found.sources["poliflash-it"].name == "Officina"
    assert not found.problems


def test_every_shipped_file_can_be_used() -> None:
    """The catalogue that ships has no fault."""
    found = catalogue(settings_from())
    assert not found.problems
    assert len(found.sources) == len(list(SHIPPED.glob("*.toml")))


def test_an_unknown_name_gets_the_nearest() -> None:
    """A typing error on the command line is answered with the name that was meant."""
    with pytest.raises(
        UnknownError, match="poliflash-ti: no such source; did you mean poliflash-it"
    ):
        catalogue(settings_from()).named(["poliflash-ti"])


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A folder that is not there is a problem, not a crash."""
    found = catalogue(settings_from(sources=(tmp_path / "none",), own_sources=False))
    assert found.problems == (f"{tmp_path}/none: no such folder; check --sources",)
