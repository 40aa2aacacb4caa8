"""Processes that share the tests among them, forked once all is imported and collected.

A file's tests stay together: what is made for a file is made once.
"""

import atexit
import multiprocessing as mp
import os
from collections.abc import Iterator, Sequence
from ctypes import c_int
from itertools import groupby
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

FORK = mp.get_context("fork")
WIDTH = 4
"""So many bytes name a file in the queue: a pipe gives them to one process only."""
DONE = -1
Told = list[dict[str, Any]]


class Work(NamedTuple):
    """The tests, file by file, and where the next file is taken from."""

    session: pytest.Session
    files: Sequence[Sequence[pytest.Item]]
    queue: int

    def taken(self) -> Iterator[pytest.Item]:
        """The tests of one file after the other that nobody else has taken."""
        while number := os.read(self.queue, WIDTH):
            yield from self.files[int.from_bytes(number, "big")]

    def drop(self) -> None:
        """Nobody begins another file."""
        os.read(self.queue, WIDTH * len(self.files))


class Process(NamedTuple):
    """One of those that run tests."""

    running: BaseProcess
    told: Connection
    at: c_int
    """The test it runs, by its place in the order of all; DONE at the end."""


class Teller:
    """Keeps what is to be said of a test."""

    def __init__(self, config: pytest.Config) -> None:
        """Nothing is said yet."""
        self._config = config
        self.told: Told = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A part of a test is over."""
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self.told.append(data)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How many processes there are."""
    group = parser.getgroup("sharing")
    group._addoption(  # small letters are kept for plugins, and this one is what people know
        "-n", "--numprocesses", default="0", help="share tests among so many processes, or `auto`"
    )


def _wanted(config: pytest.Config) -> int:
    """`auto`: one more than processors; a fifth of the time is waiting for servers and clocks."""
    said = config.getoption("numprocesses")
    return len(os.sched_getaffinity(0)) + 1 if said == "auto" else int(said)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in other processes, where that was asked for."""
    number = _wanted(session.config)
    if not number or session.config.option.collectonly or session.testsfailed:
        return None
    files = [tuple(found) for _, found in groupby(session.items, key=lambda item: item.path)]
    work = Work(session, files, _queue(len(files)))
    base: Path = session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]
    _say(work, [_started(work, base / str(n)) for n in range(number)])
    os.close(work.queue)
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)
    return True


def _queue(files: int) -> int:
    """A pipe that holds the number of every file."""
    reading, writing = os.pipe()
    os.write(writing, b"".join(n.to_bytes(WIDTH, "big") for n in range(files)))
    os.close(writing)
    return reading


def _started(work: Work, base: Path) -> Process:
    told, telling = FORK.Pipe(duplex=False)
    at = FORK.RawValue(c_int, 0)
    running = FORK.Process(target=_run, args=(work, base, telling, at))
    running.start()
    telling.close()  # so that it ends with the process
    return Process(running, told, at)


def _say(work: Work, processes: Sequence[Process]) -> None:
    """Pass on what the processes say of their tests, until all have ended."""
    hook = work.session.config.hook
    terminal = work.session.config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        terminal.showfspath = False  # files are told of in turns
    for report in _reports(work, processes):
        hook.pytest_runtest_logreport(report=report)
        if report.when == "teardown":
            hook.pytest_runtest_logfinish(nodeid=report.nodeid, location=report.location)
        if work.session.shouldfail or work.session.shouldstop:
            work.drop()


def _reports(work: Work, processes: Sequence[Process]) -> Iterator[pytest.TestReport]:
    config = work.session.config
    left = {process.told: process for process in processes}
    while left:
        for told in [way for way in wait([*left]) if isinstance(way, Connection)]:
            try:
                for data in told.recv():
                    yield config.hook.pytest_report_from_serializable(config=config, data=data)
            except EOFError:
                process = left.pop(told)
                process.running.join()
                if process.at.value != DONE:
                    item = work.session.items[process.at.value]
                    yield _death(item, process.running.exitcode)


def _death(item: pytest.Item, code: int | None) -> pytest.TestReport:
    """The process ended in a test; the rest of its file, or the next one, was not run."""
    text = f"the process ended with {code} in this test or after it, and left out what it had taken"
    return pytest.TestReport(item.nodeid, item.location, {}, "failed", text, "call")


def _run(work: Work, base: Path, telling: Connection, at: c_int) -> None:
    """Run the tests of files that nobody else runs."""
    session = work.session
    teller = _alone(session.config, base)
    places = {item: n for n, item in enumerate(session.items)}
    item = next(items := work.taken(), None)
    while item is not None and not (session.shouldfail or session.shouldstop):
        at.value, after = places[item], next(items, None)
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
        telling.send(teller.told)
        teller.told, item = [], after
    session._setupstate.teardown_exact(None)  # where it was stopped
    session.config._ensure_unconfigure()  # looks for what went wrong unseen
    atexit._run_exitfuncs()
    at.value = DONE


def _alone(config: pytest.Config, base: Path) -> Teller:
    """Have nothing in common with the others: what is to be done at the end, output, folders."""
    atexit._clear()
    capture = config.pluginmanager.get_plugin("capturemanager")
    assert capture is not None
    capture.stop_global_capturing()
    capture.start_global_capturing()
    capture.suspend_global_capture()
    base.mkdir()
    config._tmp_path_factory._basetemp = base  # type: ignore[attr-defined]
    config.pluginmanager.unregister(name="terminalreporter")
    teller = Teller(config)
    config.pluginmanager.register(teller)
    return teller
