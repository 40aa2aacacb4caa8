"""Fetched answers kept as WARC files."""

import gzip
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from pipeline.raw.keeping import HEAVY, Keeping
from pipeline.raw.retention import Retention
from pipeline.raw.shelf import Place, Shelf
from pipeline.raw.warc import answer_in, digest_of, record_of
from pipeline.settings import settings_from
from pipeline.store import cards, raw, runs
from pipeline.store import tables as t
from pipeline.store.ledger import url_key
from pipeline.store.store import Store, opened
from schemas.crawl import RawSeen
from schemas.errors import PageError
from schemas.order import Order
from schemas.run import Item
from tests.builders import NOON, card

AGE = timedelta(days=400)
_ROW = {"source": "ateneo", "listing": False, "first_seen": NOON, "fetched": NOON, "looks": 0}


class Archive:
    """A store and a shelf, and the short way to keep something."""

    def __init__(self, folder: Path, longest: int = 2**20) -> None:
        self.store: Store = opened(settings_from(data=folder))
        self.shelf = Shelf(folder / "pages", "test/1", longest=longest)

    def keep(self, *answers: RawSeen) -> None:
        """One batch of one run."""
        keeping = Keeping(self.store, self.shelf, "ateneo", "run")
        for answer in answers:
            keeping.add(answer)
        keeping.write()
        with self.store.writing() as c:
            keeping.note(c)

    def bodies(self, url: str) -> list[bytes]:
        """What is kept of an address, the latest last."""
        with self.store.reading() as c:
            rows = raw.versions(c, url_key(url))
        places = [(Place(r.file, r.offset, r.length), r.digest) for r in rows]
        return [answer_in(self.shelf.read(place), digest).body for place, digest in places]

    def records(self) -> list[str]:
        """The types of all records in all files."""
        found = []
        for path in self.shelf.files():
            with path.open("rb") as file:
                found += [
                    record.rec_type for record in ArchiveIterator(file, check_digests="raise")
                ]
        return found

    def sweep(self, *, most: int = 2**30, days: float = 0) -> list[str]:
        """What is removed `days` from now."""
        retention = Retention(self.store, self.shelf, age=AGE, most=most)
        return retention.sweep(self.store.clock() + timedelta(days=days))

    def live(self, url: str) -> None:
        """Have a live card come from a page."""
        made = card(url=url)
        with self.store.writing() as c:
            cards.save(c, made, cause="test", changed=(), at=made.updated)
            c.execute(t.page.insert(), [{**_ROW, "key": url_key(url), "url": url, "card": made.id}])


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty one."""
    found = Archive(tmp_path)
    yield found
    found.store.close()


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Archive]:
    """One whose every file holds a single batch."""
    found = Archive(tmp_path, longest=1)
    yield found
    found.store.close()


def page(name: str, body: str = "") -> RawSeen:
    """An answer with a header that is not plain ASCII."""
    url = f"http://news.example.org/{name}"
    headers = (("Content-Type", "text/html; charset=utf-8"), ("X-Luogo", "Città"))
    return RawSeen(url=url, final=url, headers=headers, body=(body or f"<p>{name}</p>").encode())


def test_an_answer_comes_back_as_it_was(archive: Archive) -> None:
    """Body, address, status and media type survive the shelf."""
    given = page("a")
    digest = digest_of(given.body)
    found = answer_in(record_of(given, digest, NOON), digest)
    assert (found.body, found.final, found.status) == (given.body, given.final, 200)
    assert found.content_type == given.content_type


def test_records_are_what_archive_tools_read(archive: Archive) -> None:
    """Every file is a sequence of gzip members with sound digests, opened by a warcinfo record."""
    archive.keep(page("a"), page("b"))
    assert archive.records() == ["warcinfo", "response", "response"]
    (file,) = archive.shelf.files()
    assert b"WARC/1.1\r\n" in gzip.decompress(file.read_bytes())


def test_a_content_is_kept_once(archive: Archive) -> None:
    """The same bytes, at the same address or another, now or later, make no second record."""
    archive.keep(page("a", "same"), page("b", "same"))
    archive.keep(page("a", "same"))
    assert archive.records() == ["warcinfo", "response"]
    assert archive.bodies(page("b").url) == [b"same"]


def test_a_content_that_is_back_is_the_latest(archive: Archive) -> None:
    """Of several versions the one that was seen last counts, wherever it lies."""
    for text in ("old", "new", "old"):
        archive.keep(page("a", text))
    assert archive.bodies(page("a").url) == [b"new", b"old"]


def test_a_torn_record_is_not_read() -> None:
    """A record that ends early is a named error, not half a page."""
    given = page("a", "x" * 5000)
    digest = digest_of(given.body)
    whole = record_of(given, digest, NOON)
    for end in (0, 10, len(whole) // 2, len(whole) - 9):
        with pytest.raises(PageError):
            answer_in(whole[:end], digest)


def test_a_record_of_another_content_is_not_read() -> None:
    """A place that the store names wrongly gives no other page."""
    given = page("a")
    with pytest.raises(PageError):
        answer_in(record_of(given, digest_of(given.body), NOON), digest_of(b"other"))


@pytest.mark.parametrize("left", [1, 40, -1])
def test_a_start_cuts_a_torn_record_off(archive: Archive, left: int) -> None:
    """What a crash left half-written goes; what was whole before stays and can be added to."""
    archive.keep(page("a"))
    (file,) = archive.shelf.files()
    size = file.stat().st_size
    with file.open("ab") as out:
        torn = record_of(page("b"), digest_of(page("b").body), NOON)[:left]
        out.write(torn)
    with archive.store.reading() as c:
        assert archive.shelf.mend(raw.ends(c)) == len(torn)
    assert file.stat().st_size == size
    archive.keep(page("c"))
    assert archive.records() == ["warcinfo", "response", "response"]


def test_a_whole_record_without_a_row_stays(archive: Archive) -> None:
    """A start never cuts what is sound, also where the store does not know of it."""
    archive.shelf.append([record_of(page("a"), digest_of(page("a").body), NOON)], NOON)
    assert archive.shelf.mend({}) == 0
    assert archive.records() == ["warcinfo", "response"]


def test_a_shelf_that_cannot_be_written_costs_the_copies_only(tmp_path: Path) -> None:
    """The run goes on; nothing claims to be kept."""
    archive = Archive(tmp_path)
    (tmp_path / "pages").write_text("a file where a folder should be")
    archive.keep(page("a"))
    assert archive.bodies(page("a").url) == []
    archive.store.close()


def test_a_long_file_is_followed_by_another(small: Archive) -> None:
    """Files are named by month and number."""
    small.keep(page("a"))
    small.keep(page("b"))
    month = f"{small.store.clock():%Y-%m}"
    assert [p.name for p in small.shelf.files()] == [
        f"{month}-0001.warc.gz",
        f"{month}-0002.warc.gz",
    ]


def test_an_old_file_goes_with_its_rows(small: Archive) -> None:
    """Past the age nothing is left of what nobody needs; the file being written stays."""
    small.keep(page("a"))
    small.keep(page("b"))
    assert small.sweep(days=399) == []
    assert len(small.sweep(days=401)) == 1
    assert (small.bodies(page("a").url), small.bodies(page("b").url)) == ([], [b"<p>b</p>"])


def test_the_latest_copy_of_a_live_story_outlives_its_age(small: Archive) -> None:
    """It moves to the newest file; older versions of it go."""
    for text in ("first", "second"):
        small.keep(page("a", text))
    small.keep(page("b"))
    small.live(page("a").url)
    assert len(small.sweep(days=401)) == 2
    assert small.bodies(page("a").url) == [b"second"]


def test_beyond_the_size_what_nobody_needs_goes_first(small: Archive) -> None:
    """The oldest files go, but those with a live story's latest page after all others."""
    for name in ("a", "b", "c"):
        small.keep(page(name))
    small.live(page("a").url)
    size = sum(path.stat().st_size for path in small.shelf.files())
    small.sweep(most=size - 1)
    kept = [name for name in "abc" if small.bodies(page(name).url)]
    assert kept == ["a", "c"]


def test_the_size_limit_takes_even_the_latest_copy(
    small: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing else is left to remove it goes too, and the log says so."""
    small.keep(page("a"))
    small.keep(page("b"))
    small.live(page("a").url)
    small.sweep(most=1)
    assert small.bodies(page("a").url) == []
    out = capsys.readouterr()
    assert "latest-pages-removed" in out.out + out.err


def test_the_sweep_is_made_once_a_day(small: Archive) -> None:
    """A restart does not sweep again; the day is in the store."""
    small.keep(page("a"))
    small.keep(page("b"))
    Retention(small.store, small.shelf, age=AGE, most=2**30).daily()
    Retention(small.store, small.shelf, age=AGE, most=1).daily()
    assert len(small.shelf.files()) == 2


def test_receipts_lose_their_lists_after_a_year(small: Archive) -> None:
    """The daily sweep leaves counts and outcome of older runs; a year's receipts stay whole."""
    now = small.store.clock()
    asked = {"old": 366, "recent": 364}
    items = tuple(Item(url=f"https://a.example/{number}") for number in range(3))
    with small.store.writing() as c:
        made = {
            name: runs.enqueue(c, Order(trigger="manual", source=name), now - timedelta(days=days))
            for name, days in asked.items()
        }
        for run, _ in made.values():
            done = {"state": "done", "outcome": "held", "finished": now, "added": items}
            runs.finish(c, run.model_copy(update=done))
    Retention(small.store, small.shelf, age=AGE, most=2**30).daily()
    with small.store.reading() as c:
        found = {run.source: run for run in runs.recent(c)}
    told = {name: (len(r.added), r.count("added"), r.outcome) for name, r in found.items()}
    assert told == {"old": (0, 3, "held"), "recent": (3, 3, "held")}


def test_heavy_answers_are_written_soon(archive: Archive) -> None:
    """Little waits for long; ten mebibytes do not wait."""
    keeping = Keeping(archive.store, archive.shelf, "ateneo", "run")
    heavy = [keeping.add(page("a")), keeping.add(page("b", "x" * HEAVY))]
    assert heavy == [False, True]
