"""Stories erased everywhere, over the demo newsroom."""

import gzip
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.store.migrate import backup
from pipeline.store.store import FILE
from schemas.order import ActionName
from tests.calling import Call
from tests.house import House

pytestmark = pytest.mark.server


def files_with(root: Path, *words: str) -> list[str]:
    """The files below a folder that hold one of these texts, WARC files unpacked."""
    found = []
    for path in sorted(p for p in root.rglob("*") if p.is_file()):
        content = path.read_bytes()
        if path.name.endswith(".gz"):
            content = gzip.decompress(content) if content else b""
        if any(word.encode() in content for word in words):
            found.append(path.name)
    return found


@pytest.mark.parametrize("slug", ["ateneo-it", "fondazione", "archivio"])
def test_nothing_is_left_of_an_erased_story(house: House, slug: str) -> None:
    """No document, no row, no stored page or feed, no receipt holds its title or its address."""
    house.read(slug)
    item = house.feed(f"sources/{slug}")[3]
    words = (item["title"], item["url"].rstrip("/").rpartition("/")[2])
    house.act("edit", item["id"], title=f"{item['title']}!")
    data, public = house.settings.data, house.settings.public
    assert files_with(data, *words) and files_with(public, *words)
    run = house.act("erase", item["id"])
    assert run.outcome == "passed", run.reason
    house.close()
    assert (files_with(data, *words), files_with(public, *words)) == ([], [])


def test_nothing_is_left_of_a_story_that_was_part_of_another(house: House) -> None:
    """Nor in the past of the card that once named it, nor in that one's archives."""
    house.read("ateneo-it")
    into, item, *_ = house.feed("sources/ateneo-it")
    words = (item["title"], item["url"].rstrip("/").rpartition("/")[2])
    steps: list[tuple[ActionName, dict[str, str]]] = [("merge", {"into": into["id"]})]
    for name, fields in [*steps, ("undo", {}), ("erase", {})]:
        run = house.act(name, item["id"], **fields)
        assert run.outcome == "passed", run.reason
    data, public = house.settings.data, house.settings.public
    house.close()
    assert (files_with(data, *words), files_with(public, *words)) == ([], [])


def test_an_erased_story_is_never_collected_again(house: House, newsroom: Newsroom) -> None:
    """Its page is not even asked for; its neighbours are read as before."""
    house.read("ateneo-it")
    items = house.feed("sources/ateneo-it")
    house.act("erase", items[3]["id"])
    newsroom.forget_requests()
    newsroom.publish()
    house.later(days=8)
    (run,) = house.refresh("ateneo-it")
    titles = house.titles("sources/ateneo-it")
    assert [added.title in titles for added in run.added] == [True]
    assert items[3]["title"] not in titles
    assert len(titles) == len(items)
    path = items[3]["url"].partition(".localhost")[2].partition("/")[2]
    assert f"/{path}" not in [visit.path for visit in newsroom.requests]


def test_an_erased_story_is_known_under_new_names(house: House, newsroom: Newsroom) -> None:
    """A site that moves does not bring it back."""
    house.read("fondazione")
    item = house.feed("sources/fondazione")[2]
    house.act("erase", item["id"])
    newsroom.move_host("fondazione", "nuova-fondazione")
    (folder,) = house.settings.sources
    file = folder / "fondazione.toml"
    file.write_text(file.read_text("utf-8").replace("//fondazione.", "//nuova-fondazione."))
    house.close()
    again = House(house.settings)
    (run,) = again.refresh("fondazione")
    titles = again.titles("sources/fondazione")
    again.close()
    assert (run.outcome, item["title"] in titles) == ("passed", False)
    assert item["title"] not in run.model_dump_json()


def test_the_command_says_what_would_go(call: Call, tmp_path: Path, house: House) -> None:
    """`--dry-run` names the card, what there is of it and the backups, and changes nothing."""
    house.read("fondazione")
    house.close()
    key, title = (call("cards", "list", "--limit", "1").out.strip().split("\t")[n] for n in (0, 4))
    assert "backups: none" in call("cards", "erase", key, "--dry-run").out
    copy = backup(tmp_path / "data" / FILE, tmp_path / "data" / "backups", keep=3)
    shown = call("cards", "erase", key, "--dry-run")
    assert (shown.code, title in shown.out, str(copy) in shown.out) == (0, True, True)
    assert "revisions: 1" in shown.out and "stored pages and feeds: " in shown.out
    assert title in call("cards", "show", key).out
    assert call("cards", "erase", key, "--yes").code == 0
    assert call("cards", "show", key).code == 2
