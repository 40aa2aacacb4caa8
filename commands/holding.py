"""`poliflash cards held`, `accept` and `reject`."""

from collections.abc import Iterator
from typing import Annotated, Literal, NoReturn

import typer

from commands.ordering import me, reported
from commands.session import Session, session
from pipeline import quarantine
from pipeline.catalogue import catalogue
from pipeline.store import cards, sources
from schemas.errors import UnknownError
from schemas.order import Action, Order
from schemas.quarantine import HeldCard, Quarantine

Target = Annotated[
    str, typer.Argument(metavar="SOURCE|CARD", help="a source, or one held card's id, key, address")
]
Why = Annotated[str, typer.Option(help="noted in the receipt")]
By = Annotated[str, typer.Option(help="who does it")]


def held(
    context: typer.Context,
    source: Annotated[str | None, typer.Argument(metavar="[SOURCE]", help="all if none")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What waits in quarantine: the last good values beside the ones that were found."""
    here = session(context)
    with here.store() as store, store.reading() as c:
        if source is not None and source not in cards.counts(c):
            catalogue(here.settings).named([source])
        found = quarantine.waiting(c, source)
    if as_json:
        here.json([one.model_dump(mode="json") for one in found])
        return
    for one in found:
        typer.echo("\n".join(_told(one)))
    if not found:
        here.say("nothing is held")


def accept(context: typer.Context, target: Target, why: Why = "", by: By = "") -> None:
    """Let a held card out of quarantine; of a source all, and take it as it is from now on."""
    _decided(context, "accept", target, why, by)


def reject(context: typer.Context, target: Target, why: Why = "", by: By = "") -> None:
    """Drop a held card, or all of a source; the same version is not held again."""
    _decided(context, "reject", target, why, by)


def decide(
    here: Session, name: Literal["accept", "reject"], target: str, why: str, by: str
) -> NoReturn:
    """Carry out an editor's word on quarantine, and report it."""
    action = Action(name=name, target=target, by=by, why=why)
    reported(here, [Order(trigger="edit", action=action)])


def _decided(
    context: typer.Context, name: Literal["accept", "reject"], target: str, why: str, by: str
) -> None:
    here = session(context)
    with here.store() as store, store.reading() as c:
        known = target in sources.states(c)
        found = target if known else quarantine.find(c, target)
    if found is None:
        raise UnknownError(
            "nothing of it is in quarantine; `poliflash cards held` shows what is", subject=target
        )
    decide(here, name, found, why, by or me())


def _told(one: Quarantine) -> Iterator[str]:
    yield f"{one.source}: {one.health}" + (f": {one.reason}" if one.reason else "")
    if one.figures:
        yield "  " + ", ".join(f"{name} {value:g}" for name, value in one.figures.items())
    for card in one.cards:
        yield from _card(card)
    if not one.cards:
        yield "  no card waits"


def _card(card: HeldCard) -> Iterator[str]:
    yield f"  {card.action} {card.key} since {card.since:%Y-%m-%d %H:%M}: {card.title}"
    if card.why:
        yield f"      {card.why}"
    for change in card.fields:
        yield f"      {change.field}"
        yield f"        good  {change.old or '–'}"
        yield f"        now   {change.new or '–'}"
