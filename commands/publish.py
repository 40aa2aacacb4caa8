"""`poliflash publish`."""

from typing import Annotated

import typer

from commands.ordering import carried_out
from commands.pages import pages_here
from commands.receipts import exit_code, told
from commands.session import session
from schemas.order import Order


def publish(
    context: typer.Context,
    full: Annotated[bool, typer.Option(help="render every document anew")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Render what is out of date; prints which documents changed."""
    here = session(context)
    receipts = carried_out(here, [Order(trigger="publish", full=full)])
    if as_json:
        here.json([run.model_dump(mode="json") for run in receipts])
    else:
        for run in receipts:
            if run.outcome != "passed":
                typer.echo("\n".join(told(run)))
            for change in run.documents:
                typer.echo(f"{change.path}\t{change.etag or 'removed'}")
        if not any(run.documents for run in receipts):
            here.say("nothing changed")
        for page in pages_here(here):
            if not page.usable:
                here.say(f"! {page.problems[0]}; the page stays as it was")
    raise typer.Exit(exit_code(receipts))
