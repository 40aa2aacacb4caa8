"""`poliflash cards merge`, `split` and `undo`."""

from typing import Annotated, NoReturn

import typer

from commands.ordering import me, reported
from commands.session import session
from pipeline import regrouping
from schemas.order import Action, ActionName, Order

Name = Annotated[str, typer.Argument(metavar="CARD", help="its id, key, or any address of it")]
Into = Annotated[str, typer.Argument(metavar="INTO", help="the card that stays")]
Names = Annotated[list[str], typer.Argument(metavar="ALIAS...", help="as `cards show` lists them")]
Why = Annotated[str, typer.Option(help="noted in the cards' logs")]
By = Annotated[str, typer.Option(help="who does it")]


def merge(context: typer.Context, name: Name, into: Into, why: Why = "", by: By = "") -> None:
    """Make two cards one; the other one's id and addresses lead to it from now on."""
    _ordered(context, "merge", name, {"into": into}, why, by)


def split(context: typer.Context, name: Name, aliases: Names, why: Why = "", by: By = "") -> None:
    """Give some of a card's addresses or guids a card of their own."""
    _ordered(context, "split", name, {"names": " ".join(aliases)}, why, by)


def undo(context: typer.Context, name: Name, why: Why = "", by: By = "") -> None:
    """Take back the latest merge or split of a card."""
    _ordered(context, "undo", name, {}, why, by)


def _ordered(
    context: typer.Context,
    name: ActionName,
    target: str,
    fields: dict[str, str],
    why: str,
    by: str,
) -> NoReturn:
    here = session(context)
    action = Action(name=name, target=target, by=by or me(), why=why, fields=fields)
    with here.store() as store, store.reading() as c:  # what is wrong is refused here
        regrouping.refused(c, action)
    reported(here, [Order(trigger="edit", action=action)])
