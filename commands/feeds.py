"""`poliflash feeds`."""

from typing import Annotated

import typer

from commands.session import session
from pipeline.catalogue import catalogue
from pipeline.publish import Publisher, reread_all
from pipeline.store import publication
from schemas.channel import FORMATS

app = typer.Typer(help="The channels and their documents.", no_args_is_help=True)


@app.command("list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Every channel with its cards and the address of its RSS."""
    here = session(context)
    with here.store() as store:
        publisher = Publisher(here.settings, store, catalogue(here.settings).sources)
        with store.reading() as c:
            sizes = publication.sizes(c)
    rows = [
        (key, sizes.get(key, 0), variant.title, publisher.site.self_link(variant, "rss"))
        for key, variant in publisher.variants.items()
    ]
    if as_json:
        names = ("channel", "cards", "title", "address")
        here.json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        here.table("Channels", ("channel", "cards", "title", "RSS"), rows)


@app.command()
def check(context: typer.Context) -> None:
    """Read every published document back and validate it; exit 1 if one is wrong."""
    here = session(context)
    with here.store() as store:
        publisher = Publisher(here.settings, store, catalogue(here.settings).sources)
        with here.waiting("reading documents back"):
            wrong = reread_all(publisher)
    for line in wrong:
        typer.echo(line)
    total = len(publisher.variants) * len(FORMATS)
    here.say(f"{total - len(wrong)} of {total} documents are sound")
    raise typer.Exit(1 if wrong else 0)
