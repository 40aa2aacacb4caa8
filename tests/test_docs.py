"""The papers: every command in them is tried, every link leads somewhere."""

import re
import shlex
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.catalogue import source_from
from tests.calling import Call
from tests.house import House

ROOT = Path(__file__).parent.parent
PAPERS = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
BLOCK = re.compile(r"```(\w*)\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
SETTING = re.compile(r"^POLIFLASH_FILE=\S+ ")
"""The house that a line is about; the test brings its own."""
NOT_RUN = ("serve", "demo", "worker", "--help")
"""Commands that do not end by themselves (tests of their own start them)."""


def commands_in(paper: Path) -> list[str]:
    """The `poliflash` lines of a paper's blocks, as one would type them."""
    found = []
    for _, block in BLOCK.findall(paper.read_text("utf-8")):
        for line in block.splitlines():
            words = SETTING.sub("", line.split("  #")[0].strip()).removeprefix(".venv/bin/")
            if words.startswith("poliflash ") and not set(shlex.split(words)) & set(NOT_RUN):
                found.append(words)
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_links_lead_somewhere(paper: Path) -> None:
    """A paper links to files that are there."""
    links = LINK.findall(paper.read_text("utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []


def test_the_source_in_the_guide_is_valid(tmp_path: Path) -> None:
    """The file that `add-a-source.md` shows can be used as it stands."""
    text = (ROOT / "docs" / "add-a-source.md").read_text("utf-8")
    (example,) = [body for kind, body in BLOCK.findall(text) if kind == "toml"][:1]
    file = tmp_path / "officina-it.toml"
    file.write_text(example, "utf-8")
    assert source_from(file).slug == "officina-it"


@pytest.mark.server
def test_every_command_works_as_written(call: Call, house: House, newsroom: Newsroom) -> None:
    """Each command of the papers ends with 0 in a house that reads the demo newsroom."""
    house.read("ateneo-it")
    house.close()
    card = call("cards", "list", "--limit", "1").out.split("\t")[0]
    tried = [line for paper in PAPERS for line in commands_in(paper)]
    assert tried
    for line in tried:
        text = line.replace("CARD", card).replace(":8001", f":{newsroom.port}")
        ended = call(*shlex.split(text)[1:])
        assert ended.code == 0, f"{line}: {ended}"
