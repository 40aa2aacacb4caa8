"""`poliflash pages`."""

from datetime import date
from typing import Annotated

import typer

from commands.session import Session, session
from feeds.channels import names
from pipeline.catalogue import catalogue
from pipeline.clock import system_now
from pipeline.page_check import Checked, checked
from pipeline.pages import pages_in
from schemas.types import ROME

app = typer.Typer(help="The pages that editors keep.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json")]


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every page: figures, those out of date and without a value, blocks, channel, file."""
    here = session(context)
    found = _named(here)
    if as_json:
        here.json(found)
        return
    columns = (
        "page", "figures", "out of date", "missing", "platforms", "contacts", "stories", "file"
    )  # fmt: skip
    here.table("Pages", columns, [_row(one) for one in found])


@app.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """Read the files: exit 2 if one cannot be used, 1 if a figure is out of date or missing."""
    here = session(context)
    found = _named(here)
    if as_json:
        here.json(found)
    else:
        for line in (line for one in found for line in one.problems):
            typer.echo(line)
        here.say(f"{sum(not one.problems for one in found)} of {len(found)} pages are in order")
    if not all(one.usable for one in found):
        raise typer.Exit(2)
    raise typer.Exit(1 if any(one.problems for one in found) else 0)


def _named(here: Session) -> list[Checked]:
    if not here.settings.pages:
        here.say("no folder of pages is named; see --pages")
    return pages_here(here)


def pages_here(here: Session) -> list[Checked]:
    """What came of reading the files of all pages."""
    known = names(here.settings.channels, catalogue(here.settings).sources)
    return checked(pages_in(here.settings.pages, known), _today())


def _today() -> date:
    return system_now().astimezone(ROME).date()


def _row(one: Checked) -> tuple[object, ...]:
    if not one.usable:
        return one.page or "–", "–", "–", "–", "–", "–", "–", one.problems[0]
    stale, missing = (", ".join(ids) or "–" for ids in (one.stale, one.missing))
    return (
        one.page, one.figures, stale, missing, one.platforms, one.contacts, one.stories, one.file
    )  # fmt: skip
