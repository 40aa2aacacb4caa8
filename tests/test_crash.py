"""`kill -9` at any instant: nothing lost, nothing doubled, no half-written document."""

import gzip
import os
import random
from contextlib import suppress
from pathlib import Path

import brotli
import orjson
import pytest

from demo.newsroom import Newsroom
from feeds.check import reread
from feeds.moved import MAPS
from pipeline.catalogue import catalogue
from pipeline.clock import system_now
from pipeline.inspection import inspected
from pipeline.publish import Publisher
from pipeline.settings import Settings
from pipeline.store.store import opened
from schemas.channel import FORMATS
from tests.house import demo_sources
from tests.running import environment, poliflash, started

pytestmark = [pytest.mark.server, pytest.mark.slow]
KILLS = 12
UNPACKED = {"gz": gzip.decompress, "br": brotli.decompress}
LONGEST = 2.0
"""Seconds: about twice a whole refresh, so that kills fall before, into and after each stage."""


def titles(feed: Path) -> list[str]:
    """The titles in a published JSON feed."""
    return [item["title"] for item in orjson.loads(feed.read_bytes())["items"]]


def killed(words: tuple[str, ...], folder: Path, sources: Path, *, after: float) -> None:
    """A command that ends of itself within some seconds, or is killed."""
    with Path(os.devnull).open("w") as nowhere:
        env = environment(sources)
        process = started(*words, folder=folder, env=env, out=nowhere, err=nowhere)
        with suppress(TimeoutError):
            process.wait(after)
        process.kill()
        process.wait()


def read_whole(path: str, content: bytes) -> None:
    """Raises where a public file is not whole."""
    suffix = path.rpartition(".")[2]
    if suffix in UNPACKED:
        read_whole(path.removesuffix(f".{suffix}"), UNPACKED[suffix](content))
    elif suffix == "html":
        assert content.endswith(b"</html>\n")
    else:
        (format_,) = [f for f in FORMATS if f == suffix]
        reread(content, format_, f"http://127.0.0.1:8000/{path}")


def test_kills_at_any_instant(tmp_path: Path, newsroom: Newsroom) -> None:
    """After each kill every public document is whole; at the end each story is there once."""
    sources = demo_sources(tmp_path / "sources", newsroom.port)
    for file in sources.glob("*.toml"):
        if file.stem not in ("europa", "istituto", "incubatore"):
            file.unlink()
    chance = random.Random(7)
    public = tmp_path / "public"
    for _ in range(KILLS):
        killed(("refresh", "--force"), tmp_path, sources, after=chance.uniform(0, LONGEST))
        for path in public.rglob("feeds/[!.]*.*"):  # what is being written has a hidden name
            read_whole(path.relative_to(public).as_posix(), path.read_bytes())
    done = poliflash("refresh", folder=tmp_path, sources=sources)
    assert done.returncode == 0, done.stdout + done.stderr
    found = titles(public / "feeds" / "stories.json")
    assert (len(found), len(set(found))) == (30, 30)
    settings = Settings(
        data=tmp_path / "data", public=public, sources=(sources,), own_sources=False
    )
    store = opened(settings)
    publisher = Publisher(settings, store, catalogue(settings).sources)
    assert inspected(publisher, system_now()).wrong == []
    store.close()
    assert {path.name for path in public.rglob(".*")} <= set(MAPS)  # nothing half done
