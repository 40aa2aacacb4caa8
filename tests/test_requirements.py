"""Every requirement of what we publish is held by a test, or listed with the reason."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LISTED = ROOT / "docs" / "feeds.md"
HIGHEST = 72
NAMED = re.compile(r"Requirements? ((?:\d+(?:, | and )?)+):")
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def named() -> Iterator[tuple[str, int]]:
    """Test and number, of every test whose docstring names a requirement."""
    for file in sorted(ROOT.glob("tests/**/test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
                and node.name[:5] == "test_"
            ):
                words = " ".join((ast.get_docstring(node) or "").split())
                for found in NAMED.finditer(words):
                    yield from ((node.name, int(n)) for n in re.findall(r"\d+", found[1]))


def listed() -> list[tuple[int, str]]:
    """Number and reason, of every requirement that is not held, or not wholly."""
    return [(int(n), why) for n, _, why in ROW.findall(LISTED.read_text("utf-8"))]


def test_every_requirement_is_held_or_listed() -> None:
    """A number that neither a test names nor the list explains was forgotten."""
    held = {number for _, number in named()} | {number for number, _ in listed()}
    assert sorted(held) == list(range(1, HIGHEST + 1))


def test_a_listed_requirement_has_its_reason_once() -> None:
    """Each row says why; no number stands in two."""
    rows = listed()
    assert (len({number for number, _ in rows}), all(len(why) > 20 for _, why in rows)) == (
        len(rows), True,
    )  # fmt: skip


def test_the_contract_checks_name_requirements_that_there_are() -> None:
    """`feeds check` prints the number of what a document breaks."""
    files = (ROOT / "feeds" / "contract").glob("*.py")
    numbers = re.findall(
        r"(?:Defect|address|date|plain)\((\d+),", "".join(map(Path.read_text, files))
    )
    assert {int(n) for n in numbers} <= set(range(1, HIGHEST + 1))
