"""Sources under another name."""

import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.catalogue import catalogue
from pipeline.settings import settings_from
from pipeline.store import ledger, sources
from schemas.crawl import PageSeen
from tests.builders import source
from tests.pipeline import wandering as w
from tests.pipeline.mill import Mill
from tests.pipeline.pages import extracted

FEED: dict[str, Any] = {
    "kind": "feed",
    "listing": None,
    "feed": {"urls": ["http://a.example/feed"]},
}
ITEM = PageSeen(
    url="http://a.example/?p=7", extracted=extracted(url="http://a.example/?p=7", guid="7")
)


def test_cards_follow_their_source(tmp_path: Path) -> None:
    """Ids, `updated` and the source's history stay; the guid leads to the card still."""
    mill = Mill(tmp_path)
    old = source(slug="old", home="http://a.example/", **FEED)
    mill.declare(old)
    mill.crawl(old, [ITEM])
    (before,) = mill.cards().values()
    new = source(slug="new", formerly=["old"], home="http://a.example/", **FEED)
    mill.declare(new)
    moved = extracted(url="http://a.example/?p=8", guid="7", title="Il ponte che parlava")
    (first,) = mill.cards().values()
    run = mill.crawl(new, [PageSeen(url="http://a.example/?p=8", extracted=moved)])
    (after,) = mill.cards().values()
    with mill.store.reading() as c:
        state, gone = sources.state(c, "new"), sources.state(c, "old")
        keys = [alias.key for alias in ledger.aliases_of(c, after.id)]
    mill.close()
    assert (first.id, first.source, first.updated) == (before.id, "new", before.updated)
    assert (after.id, after.source, after.title) == (before.id, "new", "Il ponte che parlava")
    assert state.first_passed is not None and gone.first_passed is None
    assert [item.card for item in run.updated] == [before.id]
    assert {"guid:old:7", "guid:new:7"} <= set(keys)


def test_a_source_without_a_file_has_an_heir(tmp_path: Path) -> None:
    """A new source that reads the same pages goes on with the cards of one that is gone."""
    mill = Mill(tmp_path)
    site = w.first(numbered=True)
    mill.declare(site.source())
    mill.crawl(site.source(), site.pages())
    before = set(mill.cards())
    site.slug, site.feed = "other", True
    mill.declare(site.source())
    run = mill.crawl(site.source(), site.pages())
    after = mill.cards()
    mill.close()
    assert (set(after), {card.source for card in after.values()}) == (before, {"other"})
    assert run.added == ()


FILE = """name = "N"
home = "https://n.example/"
kind = "feed"
language = "it"
{formerly}

[feed]
urls = ["https://n.example/feed"]
"""
FAULTS = [
    ({"b": '["a"]', "a": "[]"}, "b.toml: formerly: 'a' still has a file"),
    ({"b": '["z"]', "c": '["z"]'}, "c.toml: formerly: 'z' is named by b, too"),
    ({"b": '["b"]'}, "b.toml: .*formerly: 'b' is its name now"),
    ({"b": '["Not A Slug"]'}, "b.toml: formerly.0: "),
]


@pytest.mark.parametrize(("files", "fault"), FAULTS)
def test_a_former_slug_must_be_free(tmp_path: Path, files: dict[str, str], fault: str) -> None:
    """The file that names one that is not cannot be used, and says which."""
    for slug, formerly in files.items():
        text = FILE.format(formerly=f"formerly = {formerly}")
        (tmp_path / f"{slug}.toml").write_text(text, "utf-8")
    found = catalogue(settings_from(sources=(tmp_path,), own_sources=False, data=tmp_path / "d"))
    (problem,) = found.problems
    assert re.search(fault, problem), problem
