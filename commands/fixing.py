"""`poliflash sources fix`."""

import asyncio
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from commands.making import Into, own_folder, tested
from commands.replay import replay_lines, replayed
from commands.session import Session, session
from pipeline.catalogue import SHIPPED, catalogue, source_from
from pipeline.stops import standing
from pipeline.store import cards
from schemas.card import StoryCard
from schemas.source import Source

if TYPE_CHECKING:  # Scrapy only where something is crawled
    from pipeline.workshop.mending import Mending
    from pipeline.workshop.visit import Visit

_GOOD = 3
"""Last good cards that are compared."""
_MOST = 15
"""Requests."""
MONTH = 30
"""Days of stored pages that are replayed with the new rules."""


def fix(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SOURCE")],
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    into: Into = None,
) -> None:
    """Compare the last good values with today's, propose selectors, prove, rewrite, replay."""
    from pipeline.workshop.mending import examined
    from pipeline.workshop.visit import Visit

    here = session(context)
    (source,) = catalogue(here.settings).named([slug])
    with here.store() as store, store.reading() as c:
        good = cards.newest(c, slug, _GOOD)
    visit = Visit(_MOST, standing(here.settings, source.urls[0], source))
    with here.waiting(f"reading {source.name}"):
        found = asyncio.run(examined(here.settings, source, good, visit))
    _told(here, slug, found)
    if not found.edits:
        raise typer.Exit(1 if found.unmended else 0)
    folder = own_folder(here, into)
    if not yes and not typer.confirm(f"write this into {folder / slug}.toml and its pages?"):
        raise typer.Exit(1)
    mended = _rewritten(here, slug, folder, found, good, visit)
    typer.echo(folder / f"{slug}.toml")
    tested(here, slug, folder)
    for run in replayed(here, [mended], days=MONTH):
        typer.echo("\n".join(replay_lines(run)))
    here.say(f"nothing was changed in the cards; `poliflash replay {slug} --apply` does it")


def _told(here: Session, slug: str, found: "Mending") -> None:
    names = ("story", "field", "last good", "today", "")
    rows = [
        (row.url, row.field, row.good or "–", row.today or "–", "≠" if row.lost else "")
        for row in found.rows
    ]
    here.table("The last good values and today's", names, rows)
    here.say(f"{slug}: the listing names {found.links} stories today")
    for name in found.unmended:
        here.say(f"! {name}: no selector brings it back; look at the page")
    for table, key, value in found.edits:
        here.say(f"proposed: [{table}] {key} = {value}")


def _rewritten(
    here: Session,
    slug: str,
    folder: Path,
    found: "Mending",
    good: list[StoryCard],
    visit: "Visit",
) -> Source:
    """The source as rewritten, in its place; exit 1, and nothing is, unless it proves itself."""
    from pipeline.workshop.adding import with_pages
    from pipeline.workshop.declare import with_value
    from pipeline.workshop.fixture import misshapen
    from pipeline.workshop.mending import reread, unproven

    text = _text(here, slug, folder / f"{slug}.toml")
    for table, key, value in found.edits:
        text = with_value(text, table, key, value)
    with TemporaryDirectory(dir=folder, prefix=f".{slug}-") as draft:
        file = Path(draft) / f"{slug}.toml"
        file.write_text(text, "utf-8")
        source = source_from(file)
        with here.waiting("proving the new rules"):
            given, rows = asyncio.run(reread(here.settings, source, good, visit))
        if wrong := list(unproven(found, given, rows)):
            for line in wrong:
                here.say(f"! {line}")
            here.say(f"{slug}: not proven, so nothing was written")
            raise typer.Exit(1)
        for line in misshapen(given.cards, with_pages(file, visit.answers, given)):
            here.say(f"! {line}")
        tested(here, slug, Path(draft))
        _replaced(Path(draft), folder, slug)
    return source


def _replaced(draft: Path, folder: Path, slug: str) -> None:
    """Move file and pages over the old ones; the pages first, which nothing but a test reads."""
    old = folder / slug
    if old.exists():
        old.rename(draft / "old")
    shutil.move(draft / slug, old)
    (draft / f"{slug}.toml").replace(folder / f"{slug}.toml")


def _text(here: Session, slug: str, file: Path) -> str:
    """The declaration in force: an own folder's, the last one first, else the shipped one."""
    places = (file.parent, *reversed(here.settings.sources), SHIPPED)
    found = next(place / file.name for place in places if (place / f"{slug}.toml").exists())
    return found.read_text("utf-8")
