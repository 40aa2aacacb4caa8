"""Reading beside the crawl: in place at first, in processes of its own once it grows large."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from multiprocessing import parent_process
from pathlib import Path

import pytest

from pipeline.cleaning import TOGETHER, Cleaning
from pipeline.readers import AHEAD, Readers, done
from schemas.crawl import PageSeen
from schemas.errors import CardError, HostileInput, PageError
from spiders.extract import extract
from tests.builders import source

PAGE = b"<html lang='it'><title>Un ponte di legno</title><h1>Un ponte di legno</h1></html>"
MANY = 3 * TOGETHER


def process(_page: int) -> int:
    """Which process does the work."""
    return os.getpid()


def asleep(_page: int) -> int:
    """Which process does work that takes a while where it is not in place."""
    if parent_process() is not None:
        time.sleep(0.01)
    return os.getpid()


def ended(_page: int) -> None:
    """Work that takes its process with it."""
    os.kill(os.getpid(), signal.SIGKILL)


def away(readers: Readers, work: Callable[[int], int]) -> int:
    """What the first piece of work says that was not done in place."""
    for page in range(10_000):
        if (said := readers(work, page).result()) != os.getpid():
            return said
        time.sleep(0.01)
    raise AssertionError("no process was ever ready")


def test_a_small_crawl_starts_no_process() -> None:
    """A refresh of a few pages is read where it is."""
    with Readers(process, few=3) as readers:
        assert {readers(process, page).result() for page in range(3)} == {os.getpid()}
        assert readers._pool is None


@pytest.mark.server
def test_a_large_crawl_reads_in_another_process() -> None:
    """Past the first few pages, work goes to a process as soon as one is ready."""
    with Readers(process, few=3) as readers:
        assert away(readers, process) != os.getpid()


def test_a_process_starts_as_soon_as_much_is_expected() -> None:
    """A listing that names many new pages is reason enough to start one."""
    with Readers(process, few=10) as readers:
        readers.expect(10)
        assert readers._pool is None
        readers.expect(11)
        assert readers._pool is not None


def test_what_comes_while_the_processes_are_behind_is_done_in_place() -> None:
    """While as much waits as may wait, the crawl's own process reads."""
    with Readers(process, few=0) as readers:
        away(readers, process)
        begun = [readers(asleep, page) for page in range(2 * AHEAD * readers._processes)]
        assert {work.result() for work in begun} > {os.getpid()}


@pytest.mark.parametrize("few", [0, 100])
def test_what_an_error_says_survives_the_way(few: int) -> None:
    """An error tells its kind, its message and its subject, wherever the work was done."""
    with Readers(extract, few=few) as readers:
        if not few:
            away(readers, process)
        work = readers(extract, b"%PDF-1.7", "https://example.org/a")
        with pytest.raises(PageError) as caught:
            work.result()
    assert str(caught.value) == ("https://example.org/a: the answer is a file, not an HTML page")


@pytest.mark.server
def test_a_page_reads_alike_in_every_process() -> None:
    """The process that reads a page changes nothing about what it says."""
    with Readers(extract, few=0) as readers:
        away(readers, process)
        there = readers(extract, PAGE, "https://example.org/a").result()
    assert there == done(extract, PAGE, "https://example.org/a").result()


@pytest.mark.server
def test_a_process_that_dies_costs_its_page_alone() -> None:
    """After a process ended at its work, the next work is done in place."""
    with Readers(process, few=0) as readers:
        away(readers, process)
        with pytest.raises(BrokenExecutor):
            readers(ended, 1).result()
        assert readers(process, 2).result() == os.getpid()


@pytest.mark.server
def test_readers_end_with_a_crawl_that_is_killed() -> None:
    """`kill -9` of the crawl leaves no reading process behind."""
    program = (
        "import os, time\n"
        "from pipeline.readers import Readers\n"
        "from tests.pipeline.test_readers import away, process\n"
        "print(away(Readers(process, few=0), process), flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as crawl:
        assert crawl.stdout is not None
        reader = int(crawl.stdout.readline())
        crawl.kill()
    deadline = time.monotonic() + 20
    while alive(reader):
        assert time.monotonic() < deadline, f"process {reader} lives on"
        time.sleep(0.05)


def alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text("ascii")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def pages(count: int) -> list[PageSeen]:
    """Pages that were read, the last of them without a title."""
    said = extract(PAGE, "https://example.org/a")
    urls = [f"https://example.org/{number}" for number in range(count)]
    found = [PageSeen(url=url, extracted=said.model_copy(update={"url": url})) for url in urls]
    untitled = found[-1].extracted
    assert untitled is not None
    found[-1] = PageSeen(url=urls[-1], extracted=untitled.model_copy(update={"title": None}))
    return found


def test_pages_come_back_in_their_order() -> None:
    """What is cleaned together comes back page by page, in the order of the crawl."""
    cleaning = Cleaning(source(), done)
    seen = pages(MANY + 3)
    for page in seen:
        cleaning.add(page)
    found = cleaning.taken(TOGETHER, wait=True)
    found += cleaning.taken(MANY, wait=True)
    assert [page for page, _ in found] == seen
    assert len(cleaning) == 0


def test_a_page_that_is_no_card_says_why() -> None:
    """A story that cannot become a card comes back as the error that says so."""
    cleaning = Cleaning(source(), done)
    for page in pages(2):
        cleaning.add(page)
    (_, good), (_, bad) = cleaning.taken(2, wait=True)
    assert not isinstance(good, CardError)
    assert isinstance(bad, CardError)


def test_pages_whose_process_died_are_cleaned_in_place() -> None:
    """The page that ended a process takes no other page with it."""

    def broken(*_: object, **__: object) -> object:
        def fail() -> None:
            raise BrokenExecutor

        return done(fail)

    cleaning = Cleaning(source(), broken)  # type: ignore[arg-type]  # its result is never one
    cleaning.add(pages(2)[0])
    ((_, found),) = cleaning.taken(1, wait=True)
    assert not isinstance(found, CardError)


@pytest.mark.server
def test_hostile_input_is_named_from_afar() -> None:
    """A bomb that is met in another process is a HostileInput here as well."""
    with Readers(extract, few=0) as readers:
        away(readers, process)
        with pytest.raises(HostileInput):
            readers(extract, b"x" * (11 * 2**20), "https://example.org/a").result()
