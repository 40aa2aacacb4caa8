"""What all tests share: the whole pipe, and expected values in files."""

import gc
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
import structlog
from typer.main import get_command

import cli
from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from pipeline.settings import Settings, settings_from
from pipeline.store import migrate, store
from tests.calling import Call, Ended
from tests.house import House, demo_sources
from tests.memory import work_in_memory
from tests.opening import few, opening
from tests.stores import copied, engine

ROOM = 2 * 2**30


def pytest_addoption(parser: pytest.Parser) -> None:
    """The only way in which expected values change, and another year to live through."""
    parser.addoption(
        "--update-golden", action="store_true", help="write what was found as expected"
    )
    parser.addoption("--year-seed", type=int, default=1, help="which simulated year is drawn")


def pytest_configure() -> None:
    """Folders of tests lie in memory where it has room: what is published is flushed each time.

    So do those of the programs that they start.
    """
    # A busy machine makes an example slow, not wrong.
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("ours", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("ours")
    work_in_memory(ROOM)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: a fifth of the time is waiting for servers and clocks."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files come first: many small ones are easier to share at the end.

    Those of a folder that look at pages stay together: they share a browser.
    """
    marks = ("slow", "server")
    long = {item.path for item in items if any(map(item.get_closest_marker, marks))}
    looking = {item.path: item.path.parent.as_posix() for item in items if _looks(item)}
    items.sort(key=lambda item: (item.path not in long, looking.get(item.path, "~")))


def _looks(item: pytest.Item) -> bool:
    return item.get_closest_marker("browser") is not None


def pytest_collection_finish() -> None:
    """What has been imported and collected stays: it is looked through no more."""
    gc.freeze()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[Path, object], object]:
    """What a file of expected values holds; written first where that was asked for."""

    def expected(file: Path, found: object) -> object:
        if request.config.getoption("--update-golden"):
            text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True)
            file.write_text(f"{text}\n", "utf-8")
        return json.loads(file.read_text("utf-8"))

    return expected


@pytest.fixture(scope="session", autouse=True)
def statements() -> Iterator[None]:
    """Of SQLite: compiled once, not by every store."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "create_engine", engine)
        yield


@pytest.fixture(autouse=True)
def migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a new store: made once, and copied from then on. Their own tests override this."""
    monkeypatch.setattr(migrate, "_upgrade", copied)


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The demo newsroom as it opens with a part of its stories."""
    with opening(few(tmp_path_factory.mktemp("stories"))) as room:
        yield room


@pytest.fixture
def newsroom(untouched: Newsroom) -> Iterator[Newsroom]:
    """The demo newsroom, serving."""
    room = untouched.twin()
    with serve_newsroom(room, room.port):
        yield room


@pytest.fixture
def settings(tmp_path: Path, newsroom: Newsroom) -> Settings:
    """Settings of a house of its own that reads the demo newsroom only."""
    return settings_from(
        data=tmp_path / "data",
        public=tmp_path / "public",
        sources=(demo_sources(tmp_path / "sources", newsroom.port),),
        own_sources=False,
    )


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of what several tests begin with."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def house(settings: Settings, newsroom: Newsroom, kept: Path) -> Iterator[House]:
    """The whole pipe over the demo newsroom, with a clock that can be put forward."""
    found = House(settings, None if settings.database else kept, lambda: repr(newsroom.state))
    yield found
    found.close()


@pytest.fixture(scope="session")
def commands() -> Callable[[], object]:
    """All commands, joined; a process does this once, however often it is called here."""
    return get_command(cli.app)


@pytest.fixture
def call(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    commands: Callable[[], object],
) -> Iterator[Call]:
    """Calls `poliflash` in this process over folders of the test's own."""
    monkeypatch.setenv("POLIFLASH_OWN_SOURCES", "false")
    monkeypatch.setattr(cli, "app", commands)

    def called(*words: str) -> Ended:
        where = ["--data", str(tmp_path / "data"), "--public", str(tmp_path / "public")]
        where += ["--sources", str(tmp_path / "sources")]
        (tmp_path / "sources").mkdir(exist_ok=True)
        monkeypatch.setattr("sys.argv", ["poliflash", *where, *words])
        capsys.readouterr()  # what the test has printed before is not the command's
        with pytest.raises(SystemExit) as ended:
            cli.main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, printed.out, printed.err)

    yield called
    structlog.reset_defaults()  # a command sets up the log of its own process
