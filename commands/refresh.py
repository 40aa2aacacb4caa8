"""`poliflash refresh`."""

from typing import Annotated

import typer

from commands.ordering import carried_out
from commands.picturing import look_at_pictures
from commands.receipts import exit_code, told
from commands.session import session
from pipeline.catalogue import catalogue
from pipeline.orders import order_for, source_of
from pipeline.schedule import enabled
from pipeline.store import sources
from schemas.errors import UnknownError
from schemas.order import Order


def refresh(
    context: typer.Context,
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SOURCE]...", help="all enabled ones if none")
    ] = None,
    url: Annotated[str | None, typer.Option(help="one story's address to read at once")] = None,
    force: Annotated[bool, typer.Option(help="ask as if nothing had ever been read")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Run sources now, wait, print the receipts; exit 1 if any run failed, 3 if any was held."""
    here = session(context)
    declared = catalogue(here.settings)
    for problem in declared.problems:
        here.say(problem)
    orders: list[Order] = []
    if url is not None:
        source = source_of(url, declared.sources.values())
        if source is None:
            raise UnknownError(
                "no source reads this host; see `poliflash sources list`", subject=url
            )
        orders = [order_for(source, "manual", url=url, force=force)]
    else:
        chosen = declared.named(slugs) if slugs else ()
        if not slugs:
            with here.store() as store, store.reading() as c:
                states = sources.states(c)
            chosen = tuple(s for s in declared.sources.values() if enabled(s, states.get(s.slug)))
        orders = [order_for(source, "manual", force=force) for source in chosen]
    receipts = carried_out(here, orders)
    if as_json:
        here.json([run.model_dump(mode="json") for run in receipts])
    else:
        for run in receipts:
            for line in told(run):
                typer.echo(line)
    look_at_pictures(here)
    code = exit_code(receipts)
    raise typer.Exit(code or (2 if declared.problems and not orders else 0))
