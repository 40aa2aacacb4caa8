"""The house: floors, homes of libraries, sizes."""

import ast
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
FLOORS = {
    "schemas": 0,
    "spiders": 1,
    "feeds": 1,
    "pipeline": 2,
    "web": 3,
    "scheduler": 3,
    "commands": 4,
    "cli": 5,
}
"""A module imports from lower floors and from its own room only."""
HOMES = {
    "scrapy": {"spiders"},
    "twisted": {"spiders"},
    "aiohttp": {"spiders"},
    "protego": {"spiders"},
    "tldextract": {"spiders/places.py"},
    "parsel": {"spiders"},
    "feedparser": {"spiders"},
    "bs4": {"spiders"},
    "brotli": {"pipeline/packing.py"},
    "feedgen": {"feeds/generator.py"},
    "jinja2": {"feeds", "demo"},
    "nh3": {"pipeline/html.py"},
    "sqlalchemy": {"pipeline"},
    "alembic": {"pipeline/store"},
    "psycopg": {"pipeline/store/postgres.py"},
    "structlog": {"pipeline/logs.py"},
    "pydantic_settings": {"pipeline/settings.py"},
    "apscheduler": {"scheduler.py"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web", "demo"},
    "typer": {"commands", "cli.py"},
    "uvloop": {"pipeline/loop.py"},
    "warcio": {"pipeline/raw"},
    "xlsxwriter": {"feeds/spreadsheet.py"},
    "rich": {"commands"},
    "PIL": {"demo", "pipeline/media"},
}
PURE = (
    "clean", "identify", "decide", "gate", "doubts", "usual", "rhythm", "classify", "editing",
    "membership", "text",
)  # fmt: skip
MAY_CRAWL = {"pipeline/run.py", "pipeline/crawler.py", "pipeline/replay.py"} | {
    "pipeline/evidence.py",
    "pipeline/pages.py",  # the days of figures are read as those of stories; nothing is fetched
    *(f"pipeline/workshop/{name}.py" for name in ("fixture", "mending", "visit", "ways")),
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


@cache
def modules() -> tuple[Path, ...]:
    """Every module of the product."""
    found = [ROOT / "cli.py", ROOT / "scheduler.py"]
    for room in (*FLOORS, "demo"):
        found += sorted((ROOT / room).rglob("*.py"))
    return tuple(path for path in found if "migrations/versions" not in path.as_posix())


def name_of(path: Path) -> str:
    """A module's path below the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.stmt, ...]:
    """The statements of a file, however deep; read once, looked at by many tests."""
    found = ast.walk(ast.parse(path.read_text("utf-8")))
    return tuple(node for node in found if isinstance(node, ast.stmt))


@cache
def imports(path: Path) -> tuple[str, ...]:
    """Every module that a file imports, anywhere in it."""
    found = []
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return tuple(found)


def room_of(name: str) -> str:
    """The top-level name of a path or a module."""
    return name.replace("/", ".").split(".")[0]


def offenders(wrong: Callable[[Path], Iterable[object]]) -> dict[str, list[object]]:
    """Module → what a rule finds wrong in it; of all modules, those that break it."""
    return {name_of(path): found for path in modules() if (found := list(wrong(path)))}


def not_below(path: Path) -> Iterator[str]:
    """Imports of the house that lead upward or sideways."""
    room = room_of(name_of(path))
    if room == "demo":
        allowed = {"demo", *(r for r, floor in FLOORS.items() if floor == 0)}
    else:
        allowed = {room, *(r for r, floor in FLOORS.items() if floor < FLOORS[room])}
    if room == "commands":
        allowed.add("demo")
    rooms = {*FLOORS, "demo"} - allowed
    return (name for name in imports(path) if room_of(name) in rooms)


def not_at_home(path: Path) -> Iterator[str]:
    """Libraries that live elsewhere."""
    name = name_of(path)
    for module in imports(path):
        homes = HOMES.get(room_of(module), {name})
        if not any(name == home or name.startswith(f"{home}/") for home in homes):
            yield module


def spiders_in(path: Path) -> Iterator[str]:
    """What a module that may not crawl takes from the room that does."""
    if name_of(path) not in MAY_CRAWL and room_of(name_of(path)) != "spiders":
        yield from (module for module in imports(path) if room_of(module) == "spiders")


def effects_in(stage: str) -> list[str]:
    """What a pure stage imports of the store, the network, the clock or the log."""
    forbidden = ("pipeline.store", "pipeline.clock", "pipeline.logs", "sqlalchemy", "spiders")
    path = ROOT / "pipeline" / f"{stage}.py"
    return [module for module in imports(path) if module.startswith(forbidden)]


def too_long(path: Path) -> Iterator[object]:
    """The file's lines if they are too many, and its long functions."""
    if (lines := path.read_text("utf-8").count("\n")) > LONGEST_FILE:
        yield lines
    functions = (n for n in nodes(path) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    yield from (n.name for n in functions if (n.end_lineno or 0) - n.lineno >= LONGEST_FUNCTION)


def test_there_are_modules() -> None:
    """Rules that hold for all hold for some."""
    rooms = {room_of(name_of(path)) for path in modules()}
    assert rooms == {*FLOORS, "demo"}


def test_imports_point_down() -> None:
    """A module imports its own room and lower floors, never upward or sideways."""
    assert offenders(not_below) == {}


def test_libraries_have_one_home() -> None:
    """A library is imported in its home only."""
    assert offenders(not_at_home) == {}


def test_only_a_run_imports_spiders() -> None:
    """Nothing but the run, the trial and the crawler's main reaches for spiders."""
    assert offenders(spiders_in) == {}


def test_pure_stages_import_no_effects() -> None:
    """The pure stages know values only: no store, no network, no clock, no log."""
    assert {stage: found for stage in PURE if (found := effects_in(stage))} == {}


def test_files_and_functions_are_small() -> None:
    """No file passes 300 lines, no function 40."""
    assert offenders(too_long) == {}


def test_every_library_has_a_home() -> None:
    """Every library that the project depends on is imported somewhere."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {"beautifulsoup4": "bs4", "pillow": "PIL", "pydantic-settings": "pydantic_settings"}
    used = {module.split(".")[0] for path in modules() for module in imports(path)}
    plain = [line.split(">")[0].split("[")[0] for line in declared["project"]["dependencies"]]
    unused = [n for n in plain if names.get(n, n).replace("-", "_") not in used and n != "tzdata"]
    assert not unused
