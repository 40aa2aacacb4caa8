"""`poliflash topics`."""

from collections.abc import Iterator
from typing import Annotated

import typer

from commands.ordering import carried_out
from commands.receipts import exit_code, told
from commands.replay import counted, print_receipts, with_pages
from commands.session import session
from pipeline.orders import replay_of
from schemas.run import Run
from schemas.vocabulary import VERSION, topics

app = typer.Typer(help="The topics that stories are filed under.", no_args_is_help=True)


@app.command("list")
def list_(context: typer.Context, as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Every topic with its label and what it stands for."""
    here = session(context)
    if as_json:
        here.json([topic.model_dump(mode="json") for topic in topics().values()])
        return
    rows = [
        (topic.slug, topic.label.it, topic.label.en, topic.description.it)
        for topic in topics().values()
    ]
    here.table(f"vocabulary {VERSION}", ("topic", "it", "en", "description"), rows)


@app.command()
def check(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SOURCE]...", help="all with stored pages if none"),
    ] = None,
    apply: Annotated[bool, typer.Option("--apply", help="make the changes that it shows")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """File the stored stories anew; prints which topics and names come and go, and why."""
    here = session(context)
    orders = [replay_of(source, apply=apply) for source in with_pages(here, slugs)]
    receipts = carried_out(here, [o.model_copy(update={"retag": True}) for o in orders])
    print_receipts(here, receipts, _lines, apply=apply, as_json=as_json)
    if any(run.replayed and VERSION not in run.reason for run in receipts):
        here.say(f"a running `serve` has other words than {VERSION}; restart it first")
    raise typer.Exit(exit_code(receipts))


def _lines(run: Run) -> Iterator[str]:
    found = run.replayed
    if found is None:
        yield from told(run)
        return
    yield f"{run.source}: {run.reason} – {counted(found)}"
    for change in found.changes:
        yield f"  ~ {change.title} – {change.url}"
        for field in change.fields:
            yield f"      +{field.new}" if field.new else f"      −{field.old}"
    if found.more:
        yield f"  ~ … and {found.more} more cards"
