"""Tests of a page's file."""

from datetime import date
from pathlib import Path

import pytest

from pipeline.pages import Declared, page_from, pages_in
from schemas.errors import PageFileError
from schemas.page import later
from tests.pages.samples import page_file


def read(file: Path) -> Declared:
    """The page of a file, in a house of one channel."""
    return page_from(file, {"stories"})


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("2023-12-31", date(2023, 12, 31)),
        ('"up to 31 December2021"', date(2021, 12, 31)),
        ('"al 31 dicembre 2023"', date(2023, 12, 31)),
        ('"05/12/2024"', date(2024, 12, 5)),
        ("2023-12-31T23:30:00Z", date(2023, 12, 31)),
    ],
)
def test_a_day_is_a_date_or_a_line_that_names_one(tmp_path: Path, told: str, day: date) -> None:
    """An editor copies the line as the page has it, always day-first."""
    file = page_file(tmp_path, "as_of = 2025-12-31", f"as_of = {told}")
    assert read(file).page.figures[0].as_of == day


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("value = 1234", 'value = "1.234"', "figures 1 (accordi).value: '1.234' is no number; wri"),
        ("value = 1234", "value = true", "figures 1 (accordi).value: True is no number"),
        ("value = 1234", "value = nan", "figures 1 (accordi).value: nan is no number"),
        ("value = 1234", "valeu = 1234", "figures 1 (accordi).valeu: unknown key; did you mean va"),
        ("as_of = 2025-12-31", 'as_of = "ieri"', "figures 1 (accordi).as_of: no day in 'ieri'; wr"),
        ("as_of = 2025-12-31", "", "figures 1 (accordi).as_of: is missing; add it"),
        ("as_of = 2025-12-31", "as_of = 7", "figures 1 (accordi).as_of: "),
        ('id = "fondi"', 'id = "accordi"', "figures: two figures have the id 'accordi'; give each"),
        (', en = "Energy"', "", "platforms 1 (Energia).name.en: is missing; add it"),
        ('en = "Energy"', 'en = " "', "platforms 1 (Energia).name: en is empty; write it, or rem"),
        ("ufficio@example.org", "ufficio at example", "contacts 1 (Ufficio).email: "),
        ("https://www.example.org/energia", "javascript:1", "platforms 1 (Energia).url: not an a"),
        ('stale_after = "90 years"', 'stale_after = "soon"', ".stale_after: 'soon' is no span of"),
        ("[[intro]]", 'accessibility = "https://a.example.org/"\n[[intro]]', "accessibility: "),
        ("[[intro]]", '[accessibility]\nit = "a"\n[[intro]]', "accessibility.it: not an abs"),
        ("[[intro]]", '[stories]\nchannel = "x"\n[[intro]]', "stories.channel: no channel 'x';"),
        ("[[intro]]", "name = 1\n[[intro]]", "name: the file's name is the page's; remove it"),
        ("[[intro]]", "[[intro]", "not valid TOML"),
        (
            "[[figures]]\nid = \"accordi\"",
            '[intro.picture]\nfile = "a.png"\nwidth = 1\nheight = 1\n[[figures]]\nid = "accordi"',
            "intro.picture.file: ",
        ),
    ],
)  # fmt: skip
def test_a_fault_is_one_line(tmp_path: Path, before: str, after: str, expected: str) -> None:
    """It names the file, the place in it by number and name, and what to do."""
    file = page_file(tmp_path, before, after)
    with pytest.raises(PageFileError) as caught:
        read(file)
    line = str(caught.value)
    assert (line.startswith(f"{file}: "), expected in line, "\n" in line) == (True, True, False)


@pytest.mark.parametrize("veil", ["[email protected]", "[email\u00a0protected]", "Email protected"])
def test_a_hidden_address_is_missing(tmp_path: Path, veil: str) -> None:
    """What a site shows in place of an address is told of, and never taken for one."""
    declared = read(page_file(tmp_path, "ufficio@example.org", veil))
    (remark,) = declared.remarks
    assert declared.page.contacts[0].email is None
    assert remark.startswith("contacts 1.email: ") and "write the address itself" in remark


def test_paragraphs_are_parted_by_empty_lines(tmp_path: Path) -> None:
    """Lines within one are joined."""
    (intro,) = read(page_file(tmp_path)).page.intro
    assert intro.paragraphs("it") == ("Uno.", "Due due.")


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        ("18 months", date(2025, 2, 28)),
        ("1 month", date(2023, 9, 30)),
        ("2 years", date(2025, 8, 31)),
        ("90 days", date(2023, 11, 29)),
    ],
)
def test_an_age_is_counted_on_the_calendar(span: str, expected: date) -> None:
    """A month ends with its last day."""
    assert later(date(2023, 8, 31), span) == expected


def test_a_broken_file_costs_its_own_page_only(tmp_path: Path) -> None:
    """The others are read, the broken one is named, neither is taken for gone."""
    page_file(tmp_path)
    page_file(tmp_path, "value = 1234", "value =", name="spoilt")
    found = pages_in([tmp_path], {"stories"})
    assert (list(found.pages), list(found.broken)) == (["innovation"], ["spoilt"])
    assert found.gone(["innovation", "spoilt", "removed"]) == ["removed"]


def test_a_folder_that_is_away_takes_no_page_along(tmp_path: Path) -> None:
    """A disk that is not mounted is no editor's wish."""
    found = pages_in([tmp_path / "nowhere"], {"stories"})
    assert (found.gone(["innovation"]), "check --pages" in found.broken[""]) == ([], True)


def test_the_page_in_the_guide_is_valid(tmp_path: Path) -> None:
    """What `docs/pages.md` shows can be used as it stands."""
    guide = Path(__file__).parents[2] / "docs" / "pages.md"
    _, _, rest = guide.read_text("utf-8").partition("```toml\n")
    file = tmp_path / "innovation.toml"
    file.write_text(rest.partition("```")[0], "utf-8")
    declared = read(file)
    assert (len(declared.page.figures), declared.remarks) == (1, ())
