"""`poliflash cards pairs`."""

from typing import Annotated, NoReturn

import typer

from commands.ordering import me, reported
from commands.session import session
from pipeline.pairs import verdicts
from schemas.order import Action, ActionName, Order
from schemas.pair import Pair

app = typer.Typer(
    help="Cards that may be one story in two languages: list them, accept or reject a proposal.",
    invoke_without_command=True,
)
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="as listed")]
Why = Annotated[str, typer.Option(help="noted with the pair, and in the cards' logs")]
By = Annotated[str, typer.Option(help="who does it")]


@app.callback()
def list_(
    context: typer.Context,
    past: Annotated[bool, typer.Option("--past", help="also those decided on")] = False,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Without a subcommand: the proposals that wait for an editor."""
    if context.invoked_subcommand is not None:
        return
    here = session(context)
    with here.store() as store, store.reading() as c:
        found = verdicts.listed(c, past=past)
    if as_json:
        here.json([pair.model_dump(mode="json") for pair in found])
        return
    columns = ("number", "state", "shared", *("lang", "published", "title") * 2)
    here.table("Language pairs", columns, [_row(pair) for pair in found])


@app.command()
def accept(context: typer.Context, number: Number, why: Why = "", by: By = "") -> None:
    """Make two cards one story, as if their newsroom had linked them."""
    _decide(context, "accept-pair", number, why, by)


@app.command()
def reject(context: typer.Context, number: Number, why: Why = "", by: By = "") -> None:
    """Keep two cards apart; they are not proposed again."""
    _decide(context, "reject-pair", number, why, by)


@app.command()
def undo(context: typer.Context, number: Number, why: Why = "", by: By = "") -> None:
    """Take back what was said of a pair; it waits again."""
    _decide(context, "undo-pair", number, why, by)


def _decide(context: typer.Context, name: ActionName, number: str, why: str, by: str) -> NoReturn:
    here = session(context)
    with here.store() as store, store.reading() as c:
        verdicts.checked(c, name, number)
    action = Action(name=name, target=number, by=by or me(), why=why)
    reported(here, [Order(trigger="edit", action=action)])


def _row(pair: Pair) -> tuple[object, ...]:
    shared = f"{pair.names} names, {pair.figures} figures"
    state = pair.state + (f" by {pair.by}" if pair.by else "")
    sides = ((side.language, side.published, side.title) for side in pair.sides)
    return (pair.number, state, shared, *(value for side in sides for value in side))
