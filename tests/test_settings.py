"""Settings: where they come from, and what is said of a wrong one."""

from pathlib import Path

import pytest

from pipeline.settings import settings_from
from schemas.errors import SettingsError


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that POLIFLASH_FILE names."""
    path = tmp_path / "house.toml"
    monkeypatch.setenv("POLIFLASH_FILE", str(path))
    return path


def test_a_variable_beats_the_file_and_the_command_line_both(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three words for one setting the nearest to the command counts."""
    file.write_text("port = 1\ncrawls = 1\nbackups = 1\n", "utf-8")
    monkeypatch.setenv("POLIFLASH_CRAWLS", "2")
    monkeypatch.setenv("POLIFLASH_BACKUPS", "2")
    found = settings_from(backups=3)
    assert (found.port, found.crawls, found.backups) == (1, 2, 3)


FAULTS = [
    ("contcat = 'x'", "contcat: no such setting; did you mean contact?"),
    ("zzz = 1", "zzz: no such setting; `poliflash settings` lists them all"),
    ("port = -1", "port: Input should be greater than or equal to 0"),
    ("public_url = 'here'", "public_url: not an absolute http(s) address: 'here'"),
    ("sources = [1]", "sources.0: "),
    ("port = ", "not valid TOML: "),
]


@pytest.mark.parametrize(("line", "message"), FAULTS, ids=[line for line, _ in FAULTS])
def test_a_fault_names_the_file(file: Path, line: str, message: str) -> None:
    """What is wrong in the file is said with the file, the setting and the nearest name."""
    file.write_text(line, "utf-8")
    with pytest.raises(SettingsError) as refused:
        settings_from()
    assert str(refused.value).startswith(f"{file}: {message}")


def test_without_the_variable_the_file_has_its_own_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`poliflash.toml` of the folder one is in is named as such."""
    (tmp_path / "poliflash.toml").write_text("bogus = 1", "utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SettingsError, match=r"^poliflash\.toml: bogus: no such setting"):
        settings_from()


def test_a_missing_file_is_not_passed_over(file: Path) -> None:
    """A typing error in POLIFLASH_FILE does not mean every default."""
    with pytest.raises(SettingsError, match=r"house\.toml: no such file; check POLIFLASH_FILE"):
        settings_from()


VARIABLES = [
    ("POLIFLASH_PORT", "many", "POLIFLASH_PORT: Input should be a valid integer"),
    ("POLIFLASH_RECENT_DAYS", "1e12", "POLIFLASH_RECENT_DAYS: Input should be less than or equal"),
    ("POLIFLASH_PAGES_DAYS", "inf", "POLIFLASH_PAGES_DAYS: Input should be"),
    ("POLIFLASH_RUN_TIMEOUT", "-5", "POLIFLASH_RUN_TIMEOUT: Input should be"),
    ("POLIFLASH_SOURCES", "a,b", 'environment: error parsing value for field "sources"'),
    ("POLIFLASH_CONTCAT", "x", "environment: no such setting"),
]


@pytest.mark.parametrize(("name", "value", "message"), VARIABLES, ids=[n for n, *_ in VARIABLES])
def test_a_fault_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    """What is wrong in the environment is not blamed on the file."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        settings_from()
    assert str(refused.value).startswith(message)
