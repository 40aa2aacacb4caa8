"""Tests of `poliflash pages`."""

import json
from pathlib import Path

import pytest

from tests.calling import Call
from tests.pages.samples import page_file

GIVEN = 'label = { it = "Brevetti", en = "Patents" }'
FILLED = f"{GIVEN}\nvalue = 3"
OLD = 'as_of = "up to 31 December2021"'
PATIENT = f'{OLD}\nstale_after = "90 years"'


def test_a_list_says_what_is_there(call: Call, tmp_path: Path) -> None:
    """Figures, those out of date, those without a value, blocks, channel, file."""
    file = page_file(tmp_path / "pages")
    ended = call("--pages", str(tmp_path / "pages"), "pages", "list")
    assert ended.code == 0
    assert ended.out == f"innovation\t3\tfondi\tbrevetti\t1\t1\tstories\t{file}\n"


@pytest.mark.parametrize(
    ("before", "after", "code", "lines"),
    [
        (OLD, PATIENT, 1, ["figures 3 (brevetti).value: is m"]),
        (GIVEN, FILLED, 1, ["figures 2 (fondi).as_of: 2021-12-31 is more than 18 months ago; "]),
        (
            "as_of = 2025-12-31",
            "as_of = 2999-12-31",
            1,
            ["figures 1 (accordi).as_of: 2999-12-31 is yet to", "figures 2 (fondi)", "figures 3"],
        ),
        (
            "ufficio@example.org",
            "[email protected]",
            1,
            [
                "figures 2 (fondi)",
                "figures 3",
                "contacts 1.email: '[email protected]' is what a si",
            ],
        ),
        ("value = 1234", "value = '7'", 2, ["figures 1 (accordi).value: '7' is no number"]),
    ],
)
def test_a_check_names_what_is_to_be_done(
    call: Call, tmp_path: Path, before: str, after: str, code: int, lines: list[str]
) -> None:
    """A line for each, with the file; the exit code tells a fault from a reminder."""
    file = page_file(tmp_path / "pages", before, after)
    ended = call("--pages", str(tmp_path / "pages"), "pages", "check")
    told = [line for line in ended.out.splitlines() if line.startswith(f"{file}: ")]
    assert (ended.code, len(told)) == (code, len(lines))
    assert all(part in line for part, line in zip(lines, told, strict=True))


def test_what_is_in_order_ends_well(call: Call, tmp_path: Path) -> None:
    """Nothing is printed but how many there are; as JSON they say so themselves."""
    folder = tmp_path / "pages"
    file = page_file(folder, GIVEN, FILLED)
    file.write_text(file.read_text("utf-8").replace(OLD, PATIENT), "utf-8")
    ended = call("--pages", str(folder), "pages", "check", "--json")
    (told,) = json.loads(ended.out)
    assert (ended.code, told["page"], told["usable"], told["problems"]) == (
        0, "innovation", True, []
    )  # fmt: skip


def test_a_publish_names_a_file_that_cannot_be_used(call: Call, tmp_path: Path) -> None:
    """Whoever publishes by hand need not ask why the page is the old one."""
    page_file(tmp_path / "pages", "value = 1234", "value = '7'")
    page_file(tmp_path / "pages", name="Due parole")
    ended = call("--pages", str(tmp_path / "pages"), "publish")
    lines = [line for line in ended.err.splitlines() if line.startswith("! ")]
    assert (ended.code, len(lines)) == (0, 2)
    assert "use a-z, 0-9 and - in it" in lines[0] and "accordi" in lines[1]


def test_a_folder_that_is_not_there_is_a_fault(call: Call, tmp_path: Path) -> None:
    """A wrong word after --pages is no empty house."""
    ended = call("--pages", str(tmp_path / "nowhere"), "pages", "check")
    assert (ended.code, "nowhere: no such folder; check --pages" in ended.out) == (2, True)
