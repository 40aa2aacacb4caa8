"""Story files: what is read from them, and how a wrong one is told."""

from pathlib import Path

import pytest

from demo.content import STORIES, ContentError, load_sites, load_stories
from tests.demo.conftest import BRIDGE, OLD, written

WRONG = [
    ("ateneo", BRIDGE.replace("node = 100", ""), "node"),
    ("ateneo", BRIDGE.replace("research_innovation", "sport"), "section"),
    ("ateneo", BRIDGE.replace("days_ago = 2", "days_ago = -2"), "published.days_ago"),
    ("ateneo", BRIDGE.replace("days_ago = 2", "days_ago = 2, date = 2020-01-01"), "published"),
    ("ateneo", BRIDGE.replace("glued", "sticky"), "traps.0"),
    ("ateneo", BRIDGE.replace("caption =", "capton ="), "it.capton"),
    ("ateneo", "lookalike = 'nowhere'\n" + BRIDGE, "lookalike"),
    ("ateneo", "same_as = 'nowhere'\n" + BRIDGE, "same_as"),
    ("archivio", OLD.replace("body", "# body"), "it.body"),
    ("archivio", OLD.split("[it]")[0], "file"),
    ("archivio", "title = ", "file"),
]


@pytest.mark.parametrize(("site", "story", "field"), WRONG)
def test_a_wrong_file_is_named_with_its_field(
    tmp_path: Path, site: str, story: str, field: str
) -> None:
    """The error of an unusable story names the file and the field."""
    written(tmp_path, site, "storta", story)
    with pytest.raises(ContentError) as caught:
        load_stories(tmp_path, load_sites(tmp_path))
    assert (caught.value.file.name, caught.value.field) == ("storta.toml", field)


def test_a_key_is_used_once(tmp_path: Path) -> None:
    """Two sites cannot have stories of the same key."""
    written(tmp_path, "ateneo", "doppia", BRIDGE)
    written(tmp_path, "archivio", "doppia", OLD)
    with pytest.raises(ContentError, match="already used by ateneo"):
        load_stories(tmp_path, load_sites(tmp_path))


def test_a_content_folder_may_bring_its_own_sites(tmp_path: Path) -> None:
    """A sites.toml in the content folder replaces the packaged one."""
    table = '[altrove]\nkind = "rss"\nhosts = ["altrove"]\nit = "Altrove"\nen = "Elsewhere"\n'
    (tmp_path / "sites.toml").write_text(table)
    assert list(load_sites(tmp_path)) == ["altrove"]


def test_the_packaged_newsroom_has_a_reserve() -> None:
    """Six stories of the university wait to be published."""
    stories = load_stories(STORIES, load_sites(STORIES)).values()
    assert sum(story.reserve for story in stories) == 6
