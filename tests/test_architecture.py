"""The house: floors, homes of libraries, sizes."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

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
    "structlog": {"pipeline/logs.py"},
    "pydantic_settings": {"pipeline/settings.py"},
    "apscheduler": {"scheduler.py"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "uvicorn": {"web", "demo"},
    "typer": {"commands", "cli.py"},
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


def modules() -> list[Path]:
    """Every module of the product."""
    found = [ROOT / "cli.py", ROOT / "scheduler.py"]
    for room in (*FLOORS, "demo"):
        found += sorted((ROOT / room).rglob("*.py"))
    return [path for path in found if "migrations/versions" not in path.as_posix()]


def name_of(path: Path) -> str:
    """A module's path below the root."""
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a file's syntax tree; read once, looked at by many tests."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def room_of(name: str) -> str:
    """The top-level name of a path or a module."""
    return name.replace("/", ".").split(".")[0]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_down(path: Path) -> None:
    """A module imports its own room and lower floors, never upward or sideways."""
    room = room_of(name_of(path))
    if room == "demo":
        wrong = [name for name in imports(path) if FLOORS.get(room_of(name), 0) > 0]
    else:
        own = FLOORS[room]
        allowed = {r for r, floor in FLOORS.items() if floor < own} | {room}
        rooms = {*FLOORS, "demo"}
        if room == "commands":
            allowed.add("demo")
        wrong = [n for n in imports(path) if room_of(n) in rooms and room_of(n) not in allowed]
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_libraries_have_one_home(path: Path) -> None:
    """A library is imported in its home only."""
    name = name_of(path)
    wrong = [
        module
        for module in imports(path)
        if (homes := HOMES.get(module.split(".")[0])) is not None
        and not any(name == home or name.startswith(home + "/") for home in homes)
    ]
    assert not wrong


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_a_run_imports_spiders(path: Path) -> None:
    """Nothing but the run, the trial and the crawler's main reaches for spiders."""
    name = name_of(path)
    if name in MAY_CRAWL or room_of(name) == "spiders":
        return
    assert not [module for module in imports(path) if room_of(module) == "spiders"]


@pytest.mark.parametrize("stage", PURE)
def test_pure_stages_import_no_effects(stage: str) -> None:
    """The pure stages know values only: no store, no network, no clock, no log."""
    path = ROOT / "pipeline" / f"{stage}.py"
    forbidden = ("pipeline.store", "pipeline.clock", "pipeline.logs", "sqlalchemy", "spiders")
    assert not [m for m in imports(path) if m.startswith(forbidden)]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_files_and_functions_are_small(path: Path) -> None:
    """No file passes 300 lines, no function 40."""
    lines = path.read_text("utf-8").count("\n")
    long = [
        node.name
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert (lines <= LONGEST_FILE, long) == (True, [])


def test_the_web_room_cannot_crawl() -> None:
    """Importing the web application loads no Scrapy."""
    code = "import sys, web.app; print(sorted(m for m in sys.modules if m.startswith('scrapy')))"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


def test_every_library_has_a_home() -> None:
    """Every library that the project depends on is imported somewhere."""
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {"beautifulsoup4": "bs4", "pillow": "PIL", "pydantic-settings": "pydantic_settings"}
    used = {module.split(".")[0] for path in modules() for module in imports(path)}
    plain = [line.split(">")[0].split("[")[0] for line in declared["project"]["dependencies"]]
    unused = [n for n in plain if names.get(n, n).replace("-", "_") not in used and n != "tzdata"]
    assert not unused
