"""`poliflash serve` as its users meet it: over HTTP, beside commands, after a crash."""

import datetime as dt
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from tests.house import demo_sources
from tests.running import Serving, poliflash, serving, until

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def newsroom() -> Iterator[Newsroom]:
    """One newsroom for this file: each test publishes a story of its own."""
    room = Newsroom(clock=lambda: dt.datetime.now(dt.UTC))
    with serve_newsroom(room):
        yield room


@pytest.fixture(autouse=True)
def as_it_was(newsroom: Newsroom) -> Iterator[None]:
    """A test's troubles end with it."""
    yield
    newsroom.lift("ateneo")
    newsroom.lift("europa")


def two_sources(folder: Path, port: int) -> Path:
    """Two of the demo's sources, reading the test's own newsroom, never due by themselves."""
    demo_sources(folder, port)
    for file in folder.glob("*.toml"):
        if file.stem not in ("ateneo-it", "europa"):
            file.unlink()
        else:
            file.write_text(file.read_text("utf-8").replace('every = "5m"', 'every = "30d"'))
    return folder


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory, newsroom: Newsroom) -> Path:
    """The folder of the `serve` that this file's tests share."""
    folder = tmp_path_factory.mktemp("house")
    two_sources(folder / "sources", newsroom.port)
    return folder


@pytest.fixture(scope="module")
def running(house: Path) -> Iterator[Serving]:
    """`serve` after its first runs."""
    with serving(house, house / "sources") as found:
        until(lambda: len(found.titles()) >= 60)
        yield found


def italian(rows: list) -> str:  # type: ignore[type-arg]
    """The Italian title among a switch's rows."""
    return next(" ".join(r["title"].split()) for r in rows if r["language"] == "it")


def test_pictures_follow_their_stories(running: Serving) -> None:
    """Copies appear in the feed by themselves, and are served for ever under their names."""

    def copied() -> str | None:
        items = running.ask("GET", "/feeds/sources/ateneo-it.json").json()["items"]
        urls = (item.get("image", "") for item in items)
        return next((url for url in urls if "/media/" in url), None)

    url: str = until(copied)
    answer = running.ask("GET", url[url.index("/media/") :])
    told = (answer.status, answer.headers["content-type"], answer.headers["cache-control"])
    assert told == (200, "image/jpeg", "public, max-age=31536000, immutable")


def test_a_new_story_is_public_when_its_run_is_done(running: Serving, newsroom: Newsroom) -> None:
    """The receipt of a refresh names the story and the documents; the feed shows it by then."""
    title = italian(newsroom.publish())
    (receipt,) = running.refresh("ateneo-it")
    assert [item["title"] for item in receipt["added"]] == [title]
    changed = {document["path"]: document["etag"] for document in receipt["documents"]}
    assert (
        running.ask("GET", "/feeds/stories.it.rss").headers["etag"]
        == changed["feeds/stories.it.rss"]
    )
    assert title in running.titles("stories.it")


def test_a_correction_on_the_story_page_alone_is_found(
    running: Serving, newsroom: Newsroom
) -> None:
    """A manual refresh re-asks recent pages although the listing did not change."""
    key = next(r["key"] for r in newsroom.publish())
    running.refresh("ateneo-it")
    newsroom.edit(key, "page_only")
    (receipt,) = running.refresh("ateneo-it")
    assert len(receipt["updated"]) == 1


def test_one_address_is_read_past_a_cached_listing(running: Serving, newsroom: Newsroom) -> None:
    """`refresh --url` takes the story; the receipt says how old the cached listing is."""
    newsroom.cache_listing("ateneo", 300)
    (row, *_) = [r for r in newsroom.publish() if r["language"] == "it"]
    (receipt,) = running.refresh(url=row["url"])
    assert len(receipt["added"]) == 1
    assert receipt["listings"][0]["age"] == 300


def test_a_retracted_story_is_gone_everywhere(running: Serving, house: Path) -> None:
    """After one publish no public file holds the title."""
    item = running.ask("GET", "/feeds/stories.it.json").json()["items"][3]
    key = item["id"].removeprefix("urn:uuid:").replace("-", "")
    answer = running.ask("POST", f"/api/v1/cards/{key}/retract", {"why": "a test"})
    assert answer.status == 200, answer.body
    title = item["title"].encode()
    public = (house / "public").rglob("*")
    assert not [path for path in public if path.is_file() and title in path.read_bytes()]
    assert running.ask("GET", f"/cards/{key[:2]}/{key}.json").status in (404, 410)


def test_an_edit_is_public_when_it_is_answered(running: Serving) -> None:
    """An editor's title replaces the newsroom's, and the id stays."""
    item = running.ask("GET", "/feeds/stories.json").json()["items"][2]
    wish = {"fields": {"title": "Un titolo migliore"}, "why": "typo"}
    answer = running.ask("POST", f"/api/v1/cards/{item['id']}/edit", wish)
    assert answer.status == 200, answer.body
    items = running.ask("GET", "/feeds/stories.json").json()["items"]
    assert {i["id"]: i["title"] for i in items}[item["id"]] == "Un titolo migliore"


def test_a_command_works_beside_serve(running: Serving, newsroom: Newsroom, house: Path) -> None:
    """`poliflash refresh` hands its wish to the running process and prints its receipt."""
    title = italian(newsroom.publish())
    done = poliflash("refresh", "ateneo-it", folder=house, sources=house / "sources")
    assert (done.returncode, title in done.stdout) == (0, True), done.stderr
    assert until(lambda: title in running.titles())  # readers have it after the next look


def test_a_command_works_without_serve(newsroom: Newsroom, tmp_path: Path) -> None:
    """The same command does the work itself where nobody holds the data folder."""
    sources = two_sources(tmp_path / "sources", newsroom.port)
    done = poliflash("refresh", "europa", folder=tmp_path, sources=sources)
    assert done.returncode == 0, done.stderr
    assert "europa: passed – 8 added" in done.stdout
    assert (tmp_path / "public" / "feeds" / "stories.rss").exists()


def test_a_second_serve_is_refused(running: Serving, house: Path) -> None:
    """One data folder has one owner; the other is told who it is."""
    done = poliflash("serve", "--port", "0", folder=house, sources=house / "sources")
    assert done.returncode == 1
    assert f"in use by process {running.process.pid}" in done.stderr.splitlines()[-1]


def test_a_killed_crawler_is_replaced_and_its_run_resumed(
    running: Serving, newsroom: Newsroom
) -> None:
    """`kill -9` of the crawler during a run loses nothing and doubles nothing."""
    titles = [italian(newsroom.publish()) for _ in range(2)]
    newsroom.slow("ateneo", 0.3)
    answer = running.ask("POST", "/api/v1/refresh", {"sources": ["ateneo-it"]})
    href = answer.json()["runs"][0]["href"]
    path = href[href.index("/api/") :]
    until(lambda: running.ask("GET", path).json()["state"] == "running")
    pid = running.crawler()
    os.kill(pid, signal.SIGKILL)
    receipt = running.receipt(href)
    assert (receipt["outcome"], receipt["attempt"]) == ("passed", 2)
    assert running.crawler() != pid
    found = running.titles()
    assert len(found) == len(set(found))
    assert set(titles) <= set(found)


def test_after_a_crash_of_everything_the_last_good_bytes_are_served(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    """`kill -9` of all processes: the next start serves what was public, at once."""
    sources = two_sources(tmp_path / "sources", newsroom.port)
    (sources / "ateneo-it.toml").unlink()
    with serving(tmp_path, sources) as first:
        until(lambda: len(first.titles()) == 8)
        before = first.ask("GET", "/feeds/stories.rss")
        os.kill(first.crawler(), signal.SIGKILL)
        first.process.kill()
        first.process.wait()
    newsroom.fail("europa", 503, scope="all")
    with serving(tmp_path, sources) as second:
        after = second.ask("GET", "/feeds/stories.rss")
        assert after.body == before.body
        assert after.headers["etag"] == before.headers["etag"]
        crawler = second.crawler()
        second.process.send_signal(signal.SIGTERM)
        assert second.process.wait(timeout=60) == 0
    gone = ["kill", "-0", str(crawler)]
    until(lambda: subprocess.run(gone, check=False, capture_output=True).returncode != 0)


def test_the_crawler_s_command_line_tells_nothing(running: Serving) -> None:
    """Settings, a database's password among them, are not where every user can read them."""
    words = Path(f"/proc/{running.crawler()}/cmdline").read_bytes().split(b"\0")
    assert words[1:] == [b"-m", b"pipeline.crawler", b""]


def test_without_the_token_nothing_is_refreshed(running: Serving) -> None:
    """A POST without the operator's token answers 401 as a problem document."""
    answer = running.ask("POST", "/api/v1/refresh")
    assert answer.status == 401
    assert answer.headers["content-type"].startswith("application/problem+json")
