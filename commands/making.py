"""`poliflash sources add` and `test`."""

from pathlib import Path
from typing import Annotated

import typer

from commands.session import Session, session
from commands.trying import Url, explored_here
from pipeline.catalogue import catalogue
from schemas.errors import InputError

Into = Annotated[Path | None, typer.Option("--into", metavar="DIR", help="a --sources folder")]


def add(
    context: typer.Context,
    url: Url,
    name: Annotated[str | None, typer.Option(help="what the newsroom calls itself")] = None,
    slug: Annotated[str | None, typer.Option(help="its short name")] = None,
    into: Into = None,
) -> None:
    """Draft a source from an address: its file, saved pages with invented prose, its test."""
    from pipeline.workshop.adding import drafted, originals_kept, with_pages, written
    from pipeline.workshop.declare import slug_for
    from pipeline.workshop.fixture import misshapen

    here = session(context)
    folder = own_folder(here, into)
    found = explored_here(here, url)
    taken = catalogue(here.settings).sources
    source = drafted(found, slug or slug_for(url, taken, found.language), name or found.name)
    best = found.best
    assert best is not None, "else nothing was drafted"
    file = written(source, folder, best.why)
    gave = with_pages(file, found.answers, best.given)
    typer.echo(file)
    typer.echo(f"{file.with_suffix('')}/: {len(gave['links'])} links, {len(gave['cards'])} cards")
    if not originals_kept(here.settings, source.slug, found.answers.values()):
        here.say("the pages themselves are kept at its first run: the data folder is in use")
    for line in misshapen(best.given.cards, gave):
        here.say(f"! {line}")
    if source.slug in taken:
        here.say(f"it overrides the shipped {source.slug}")
    tested(here, source.slug, folder)


def own_folder(here: Session, into: Path | None) -> Path:
    """Where own sources are written; InputError where no folder is named."""
    folder = into or next(reversed(here.settings.sources), None)
    if folder is None:
        raise InputError("name the folder of your own sources with --sources DIR", subject="add")
    return folder


def test(context: typer.Context, slug: Annotated[str, typer.Argument(metavar="SOURCE")]) -> None:
    """Read a source's saved pages and compare its cards with the expected ones; no network."""
    tested(session(context), slug)


def tested(here: Session, slug: str, folder: Path | None = None) -> None:
    """Print what differs, field by field; exit 1 where anything does."""
    from pipeline.catalogue import source_from
    from pipeline.workshop.fixture import differences, expected_in, folder_of, read

    if folder is not None:
        source, place = source_from(folder / f"{slug}.toml"), folder / slug
    else:
        (source,) = catalogue(here.settings).named([slug])
        place = folder_of(slug, here.settings.sources)
    expected = expected_in(place)
    wrong = list(differences(expected, read(source, place)))
    for line in wrong:
        typer.echo(line)
    if wrong or not expected["cards"]:
        here.say(f"{slug}: {len(wrong) or 'no'} differences, {len(expected['cards'])} cards")
        raise typer.Exit(1)
    links, cards = len(expected["links"]), len(expected["cards"])
    typer.echo(f"{slug}: {links} links and {cards} cards as expected")
