"""`poliflash sources fix`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from commands.making import Into, own_folder, tested
from commands.replay import replay
from commands.session import Session, session
from pipeline.catalogue import SHIPPED, catalogue, source_from
from pipeline.stops import standing
from pipeline.store import cards
from schemas.source import Source

_GOOD = 3
"""Last good cards that are compared."""


def fix(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SOURCE")],
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    into: Into = None,
) -> None:
    """Compare the last good values with today's pages, propose selectors, rewrite and replay."""
    from pipeline.workshop.declare import with_value
    from pipeline.workshop.mending import examined
    from pipeline.workshop.visit import Visit

    here = session(context)
    (source,) = catalogue(here.settings).named([slug])
    with here.store() as store, store.reading() as c:
        good = cards.newest(c, slug, _GOOD)
    visit = Visit(15, standing(here.settings, source.urls[0], source))
    with here.waiting(f"reading {source.name}"):
        found = asyncio.run(examined(here.settings, source, good, visit))
    here.table("What differs", ("story", "field", "last good", "today"), found.rows)
    here.say(f"{slug}: the listing names {found.links} stories today")
    for name in found.unmended:
        here.say(f"! {name}: no selector brings it back; look at the page")
    for table, key, value in found.edits:
        here.say(f"proposed: [{table}] {key} = {value}")
    if not found.edits:
        raise typer.Exit(1 if found.unmended else 0)
    if not yes and not typer.confirm("write this into the source's file?"):
        raise typer.Exit(1)
    file = own_folder(here, into) / f"{slug}.toml"
    text = _text(here, slug, file)
    for table, key, value in found.edits:
        text = with_value(text, table, key, value)
    file.write_text(text, "utf-8")
    typer.echo(file)
    _saved(here, source_from(file), file)
    tested(here, slug, file.parent)
    replay(context, [slug])


def _text(here: Session, slug: str, file: Path) -> str:
    """The declaration in force: an own folder's, the last one first, else the shipped one."""
    places = (file.parent, *reversed(here.settings.sources), SHIPPED)
    found = next(place / file.name for place in places if (place / f"{slug}.toml").exists())
    return found.read_text("utf-8")


def _saved(here: Session, source: Source, file: Path) -> None:
    """Save today's pages as the source's new expectations."""
    from pipeline.workshop.adding import with_pages
    from pipeline.workshop.visit import Visit, visited

    visit = Visit(15, standing(here.settings, source.urls[0], source))
    given = asyncio.run(visited(here.settings, source, visit, stories=2))
    with_pages(file, visit.answers, given)
