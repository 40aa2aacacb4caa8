"""`poliflash feeds`."""

from typing import Annotated

import typer

from commands import explaining
from commands.session import Session, session
from feeds.consumers import consumers
from pipeline.catalogue import catalogue
from pipeline.inspection import Inspection, inspected
from pipeline.listing import listed
from pipeline.publish import Publisher
from pipeline.store.store import Store

app = typer.Typer(help="The channels and their documents.", no_args_is_help=True)
app.command()(explaining.explain)
Json = Annotated[bool, typer.Option("--json")]


def publisher_of(here: Session, store: Store) -> Publisher:
    """The channels as they are declared now, over the store and the public folder."""
    return Publisher(here.settings, store, catalogue(here.settings).sources)


@app.command("list")
def list_(context: typer.Context, as_json: Json = False) -> None:
    """Every channel: cards, newest card, bytes, length, profile, filter, title and address."""
    here = session(context)
    with here.store() as store:
        rows = listed(publisher_of(here, store), store)
    if as_json:
        here.json(rows)
        return
    columns = (
        "channel", "cards", "newest", "bytes", "length", "profile", "filter", "title", "RSS"
    )  # fmt: skip
    here.table("Channels", columns, [row.cells for row in rows])


@app.command()
def check(context: typer.Context, as_json: Json = False) -> None:
    """Read every published document back; exit 1 if one breaks a promise (docs/feeds.md)."""
    here = session(context)
    with here.store() as store:
        publisher = publisher_of(here, store)
        with here.waiting("reading documents back") as progress:
            found = inspected(publisher, store.clock(), progress)
    if as_json:
        here.json(found._asdict())
    else:
        _printed(here, found)
    raise typer.Exit(1 if found.wrong else 0)


def _printed(here: Session, found: Inspection) -> None:
    for line in found.wrong:
        typer.echo(line)
    rows = [
        (
            verdict.name,
            f"{verdict.documents} documents",
            f"{verdict.items} items",
            f"passes over {verdict.passed_over}",
            f"{verdict.undated} without a date",
            f"{verdict.without_picture} without a picture"
            if consumers()[verdict.consumer].pictures
            else "shows no pictures",
        )
        for verdict in found.verdicts
    ]
    here.table("What each tool makes of them", ("tool", *[""] * 5), rows)
    unsound = len({line.partition(":")[0] for line in found.wrong})
    here.say(f"{found.documents - unsound} of {found.documents} documents are sound")
