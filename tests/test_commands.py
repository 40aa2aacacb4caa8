"""The command line: what it prints, and what it ends with."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from commands.demo import demo_settings, settings_file
from demo.newsroom import Newsroom
from pipeline.settings import Settings, settings_from
from pipeline.store import cards
from pipeline.store.store import opened
from tests.builders import card
from tests.calling import Call
from tests.keeping import brought

SOURCE = """
name = "Prova"
home = "{home}"
kind = "feed"
language = "it"
delay = 0
[feed]
urls = ["{home}feed.xml"]
"""


def declare(tmp_path: Path, name: str, text: str) -> None:
    """Put a source file where the commands look."""
    (tmp_path / "sources").mkdir(exist_ok=True)
    (tmp_path / "sources" / f"{name}.toml").write_text(text, "utf-8")


@pytest.fixture
def published(tmp_path: Path, call: Call, kept: Path) -> None:
    """A house that has published what there is without a source: once, and copied from then on."""
    where = settings_from(data=tmp_path / "data", public=tmp_path / "public")

    def make() -> None:
        assert call("publish").code == 0

    brought(where, kept / "commands", make)


UNKNOWN = [
    (("store", "restore", "none.sqlite"), "none.sqlite: no such file"),
    (("store", "backup"), "there is no store yet; nothing to back up"),
    (("refresh", "prvoa"), "prvoa: no such source; did you mean prova?"),
    (("sources", "show", "other"), "other: no such source; see `poliflash sources list`"),
    (("cards", "show", "0" * 32), "no such card; `poliflash cards list` shows ids and titles"),
    (("cards", "list", "--source", "prvoa"), "prvoa: no such source; did you mean prova?"),
    (("cards", "list", "--language", "ita"), "ita: a language is two letters, as in it or en"),
    (("cards", "hide", "https://x.example/"), "no such card"),
    (("refresh", "--url", "https://x.example/a"), "no source reads this host"),
    (("refresh", "--url", "not an address"), "not an address"),
    (("sources", "try", "ftp://x.example/"), "ftp://x.example/"),
]


def test_a_wrong_name_is_one_line(call: Call, tmp_path: Path) -> None:
    """Whatever leads nowhere is named, with what to do; the exit code is 2."""
    declare(tmp_path, "prova", SOURCE.format(home="http://prova.localhost:1/"))
    for words, message in UNKNOWN:
        ended = call(*words)
        lines = ended.err.strip().splitlines()
        assert (ended.code, len(lines)) == (2, 1), ended
        assert message in lines[0], words
        assert lines[0].startswith("poliflash: ")


def test_a_broken_source_file_costs_only_itself(call: Call, tmp_path: Path) -> None:
    """A file with an unknown key is named; the others are listed; the exit code is 2."""
    declare(tmp_path, "prova", SOURCE.format(home="http://prova.localhost:1/"))
    declare(tmp_path, "rotta", 'nmae = "Rotta"\n')
    ended = call("sources", "list")
    assert ended.code == 2
    assert "prova\ton\tnew\t0\t–\t2 h\tfeed" in ended.out
    assert "rotta.toml" in ended.err
    assert len(ended.err.strip().splitlines()) == 1


def test_a_list_says_which_host_is_stopped(call: Call, tmp_path: Path) -> None:
    """A source whose host is not to be asked is neither on nor off, and the list says why."""
    declare(tmp_path, "prova", SOURCE.format(home="http://prova.localhost:1/"))
    call("sources", "disable", "--host", "prova.localhost", "--reason", "they wrote")
    (line,) = call("sources", "list").out.splitlines()
    assert line.startswith("prova\tstopped\t")
    assert line.endswith("\tprova.localhost said stop: they wrote")


def test_a_list_gives_the_gist_of_a_note(call: Call, tmp_path: Path) -> None:
    """Its first words; the rest is in `sources show`."""
    text = SOURCE.format(home="http://prova.localhost:1/")
    declare(tmp_path, "prova", f'note = "Not probed: look first. More."\n{text}')
    assert call("sources", "list").out.endswith("\tNot probed\n")
    assert "Not probed: look first. More." in call("sources", "show", "prova").out


def test_a_broken_source_file_is_what_its_name_leads_to(call: Call, tmp_path: Path) -> None:
    """Asked for by name, a file that cannot be used says why; it is not called unknown."""
    declare(tmp_path, "rotta", 'nmae = "Rotta"\n')
    for command in ("show", "check"):
        ended = call("sources", command, "rotta")
        (line,) = ended.err.strip().splitlines()
        assert ended.code == 2
        assert line.startswith(f"poliflash: {tmp_path}/sources/rotta.toml: ")


WRONG_EDITS = [
    ("colour=red", "colour: no such field"),
    ("section=nope", "section: no such section: nope"),
    ("topics=nope", "topics: no such topic: nope"),
    ("title", "title: write FIELD=TEXT"),
]


def test_a_wrong_edit_is_refused(call: Call, tmp_path: Path) -> None:
    """What no card can have is refused before a run is queued for it."""
    made = card()
    store = opened(settings_from(data=tmp_path / "data"))
    with store.writing() as c:
        cards.save(c, made, cause="test", changed=(), at=made.updated)
    store.close()
    for field, message in WRONG_EDITS:
        ended = call("cards", "edit", made.id, field)
        (line,) = ended.err.strip().splitlines()
        assert (ended.code, ended.out) == (2, ""), field
        assert line.startswith(f"poliflash: {message}")


def test_an_unknown_setting_is_named(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A typing error in a variable's name is not passed over."""
    monkeypatch.setenv("POLIFLASH_CONTCAT", "x")
    ended = call("settings")
    assert ended.code == 2
    assert "POLIFLASH_CONTCAT" in ended.err


def test_settings_show_their_meaning_but_no_secret(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every setting is listed; the token only as being set."""
    monkeypatch.setenv("POLIFLASH_API_TOKEN", "very secret")
    ended = call("settings", "--json")
    rows = {row["name"]: row for row in json.loads(ended.out)}
    assert set(rows) == {f"POLIFLASH_{name.upper()}" for name in Settings.model_fields}
    assert all(row["meaning"] for row in rows.values())
    assert rows["POLIFLASH_API_TOKEN"]["value"] == "set"
    assert "very secret" not in ended.out


@pytest.mark.usefixtures("published")
def test_without_a_contact_only_loopback_is_crawled(call: Call, tmp_path: Path) -> None:
    """A real newsroom is not asked until newsrooms can write to somebody."""
    declare(tmp_path, "prova", SOURCE.format(home="https://news.example.org/"))
    ended = call("refresh", "prova")
    assert ended.code == 1
    assert "set POLIFLASH_CONTACT to an address newsrooms can write to" in ended.out


def test_an_unreachable_host_fails_its_run_alone(call: Call, tmp_path: Path) -> None:
    """Nobody listens: the receipt says so, and the feeds are still published."""
    declare(tmp_path, "prova", SOURCE.format(home="http://prova.localhost:1/"))
    ended = call("refresh", "prova", "--json")
    (run,) = json.loads(ended.out)
    assert (ended.code, run["outcome"]) == (1, "failed")
    assert "prova.localhost" in run["reason"]
    assert (tmp_path / "public" / "feeds" / "stories.rss").exists()


@pytest.mark.server
@pytest.mark.usefixtures("published")
def test_html_where_a_feed_was_is_held(call: Call, tmp_path: Path, newsroom: Newsroom) -> None:
    """A feed that became a web page is held with that reason, exit code 3; the others run."""
    home = f"http://incubatore.localhost:{newsroom.port}/"
    declare(tmp_path, "incubatore", SOURCE.format(home=home).replace("feed.xml", "rss.xml"))
    assert call("refresh", "incubatore").code == 0
    newsroom.html_feed("incubatore")
    ended = call("refresh", "incubatore")
    assert ended.code == 3
    assert "held: the feed is HTML, not a feed" in ended.out


@pytest.mark.server
def test_an_address_is_tried_without_storing(
    call: Call, tmp_path: Path, newsroom: Newsroom
) -> None:
    """`sources try` shows what a feed or a story page gives, with provenance, and keeps nothing."""
    ended = call("sources", "try", f"http://incubatore.localhost:{newsroom.port}/rss.xml")
    assert ended.code == 0
    assert "Un cavo per sentire il respiro dei ponti" in ended.out
    assert "[feed]" in ended.out
    story = next(r["url"] for r in newsroom.stories() if r["site"] == "istituto")
    page = call("sources", "try", story)
    assert page.code == 0, page
    assert not (tmp_path / "data" / "poliflash.sqlite").exists()


@pytest.mark.server
@pytest.mark.usefixtures("published")
def test_a_card_through_an_editor_s_hands(call: Call, tmp_path: Path, newsroom: Newsroom) -> None:
    """Every action ends with 0 and does its thing."""
    home = f"http://incubatore.localhost:{newsroom.port}/"
    declare(tmp_path, "incubatore", SOURCE.format(home=home).replace("feed.xml", "rss.xml"))
    call("refresh")
    key = call("cards", "list", "--limit", "1").out.split("\t")[0]
    feed = tmp_path / "public" / "feeds" / "stories.json"
    assert call("cards", "edit", key, "title=Un altro titolo", "--why", "prova").code == 0
    assert "Un altro titolo" in feed.read_text("utf-8")
    told = call("cards", "show", key).out
    assert "Un altro titolo" in told
    assert "{" not in told, "values are read out, not printed as they lie"
    assert call("cards", "pin", key).code == 0
    assert call("cards", "hide", key, "--why", "prova").code == 0
    assert "Un altro titolo" not in feed.read_text("utf-8")
    assert call("cards", "restore", key).code == 0
    assert call("cards", "release", key).code == 0
    mailed = feed.parent / "newsletter.json"
    assert "Un altro titolo" in mailed.read_text("utf-8")
    assert call("cards", "exclude", key, "newsletter", "--why", "solo web").code == 0
    assert "Un altro titolo" not in mailed.read_text("utf-8")
    assert "Un altro titolo" in feed.read_text("utf-8")
    assert call("cards", "exclude", key, "newslettre").code == 2
    assert call("cards", "exclude", key, "newsletter", "--off").code == 0
    assert "Un altro titolo" in mailed.read_text("utf-8")
    assert call("cards", "retract", key).code == 0
    assert "Un altro titolo" not in mailed.read_text("utf-8")


@pytest.mark.usefixtures("published")
def test_a_switched_off_source_is_not_refreshed(call: Call, tmp_path: Path) -> None:
    """`disable` keeps a source out of runs without names, with its reason in the list."""
    declare(tmp_path, "prova", SOURCE.format(home="http://prova.localhost:1/"))
    assert call("sources", "disable", "prova", "--reason", "in lavorazione").code == 0
    assert "in lavorazione" in call("sources", "list").out
    assert call("refresh").out == ""
    assert call("sources", "enable", "prova").code == 0
    assert "prova: failed" in call("refresh").out


@pytest.mark.usefixtures("published")
def test_documents_are_listed_and_checked(call: Call, tmp_path: Path) -> None:
    """`feeds check` reads every document back and says which one is unsound."""
    assert "stories.it\t0" in call("feeds", "list").out
    assert call("feeds", "check").code == 0
    (tmp_path / "public" / "feeds" / "stories.rss").write_text("<rss>")
    ended = call("feeds", "check")
    assert ended.code == 1
    assert "stories.rss" in ended.out


def test_a_publish_says_what_changed(call: Call) -> None:
    """The first publish lists its documents, the second changes nothing."""
    first = call("publish")
    assert "feeds/stories.rss\t" in first.out
    second = call("publish", "--full")
    assert (second.code, second.out) == (0, "")
    assert "nothing changed" in second.err


@pytest.mark.usefixtures("published")
def test_a_store_is_backed_up_and_restored(call: Call) -> None:
    """The printed path of a backup can be given to `restore`."""
    copy = call("store", "backup").out.strip()
    assert Path(copy).is_file()
    ended = call("store", "restore", copy)
    assert (ended.code, "restored" in ended.out) == (0, True)


def test_a_public_folder_that_cannot_be_written_is_named(call: Call, tmp_path: Path) -> None:
    """A file where the public folder should be: one line, exit code 1, nothing lost."""
    (tmp_path / "public").write_text("in the way")
    ended = call("publish")
    assert ended.code == 1
    assert "cannot be written" in ended.out + ended.err
    (tmp_path / "public").unlink()
    assert call("publish").code == 0
    assert (tmp_path / "public" / "feeds" / "stories.rss").exists()


def test_the_demo_s_settings_are_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `demo` writes lets other commands work on its house; the token is not in it."""
    wished = settings_from(api_token="very secret")
    demo = demo_settings(wished, tmp_path / "a public", tmp_path / "data", 8011)
    text = settings_file(demo)
    (tmp_path / "poliflash.toml").write_text(text, "utf-8")
    monkeypatch.setenv("POLIFLASH_FILE", str(tmp_path / "poliflash.toml"))
    assert settings_from() == demo.model_copy(update={"api_token": None})
    assert "very secret" not in text


def test_light_commands_stay_light() -> None:
    """Joining the commands loads nothing that only a server, a crawl or the demo needs."""
    program = "import cli, sys; print('\\n'.join(sys.modules))"
    run = [sys.executable, "-c", program]
    loaded = subprocess.run(run, capture_output=True, text=True, check=True).stdout.split()
    heavy = {"fastapi", "scrapy", "uvicorn", "apscheduler", "demo"}
    assert heavy & {name.split(".")[0] for name in loaded} == set()
