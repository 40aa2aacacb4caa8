"""`poliflash feeds explain`."""

from typing import Annotated

import typer

from commands.session import Session, session
from feeds.explanation import TAKES, Absent, Explained, Explanation
from pipeline.catalogue import catalogue
from pipeline.explaining import asked, explained, missing
from pipeline.publish import Publisher
from schemas.card import StoryCard


def explain(
    context: typer.Context,
    channel: Annotated[str, typer.Argument(metavar="CHANNEL", help="as `feeds list` names it")],
    profile: Annotated[str, typer.Option(help="a tool: mailchimp, mailup, drupal …")] = "",
    card: Annotated[str, typer.Option(help="why this card is not in it: id, key or address")] = "",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What a tool takes of each item, and why a card is not in a channel."""
    here = session(context)
    with here.store() as store, store.reading() as c:
        publisher = Publisher(here.settings, store, catalogue(here.settings).sources)
        now = store.clock()
        found = explained(publisher, channel, profile or None, now)
        if card:
            absent: tuple[Absent, ...] = (asked(c, publisher, channel, card, now, _every),)
        else:
            absent = missing(c, publisher, channel, now, _every)
    found = found.model_copy(update={"absent": absent})
    if as_json:
        here.json(found)
    elif card:
        _told(found)
    else:
        _printed(here, found)


def _every(_: StoryCard) -> bool:
    """Whoever works at the command line may see every card."""
    return True


def _told(found: Explanation) -> None:
    for card in found.absent:
        typer.echo(f"{card.title}: {'; '.join(card.why) or f'it is in {found.channel}'}")


def _printed(here: Session, found: Explanation) -> None:
    tool = found.consumer
    here.say(f"{found.address}, as {tool.name} reads it: {TAKES[tool.takes]}")
    for note in tool.notes:
        here.say(f"  {note}")
    columns = ("", "", "date", "title", "picture", "text")
    rows = [_row(number, item, found) for number, item in enumerate(found.items, 1)]
    here.table("What it takes", columns, rows)
    if found.absent:
        here.table(
            "What is not in it",
            ("", "card", "title", "why"),
            [("not in it", card.key, card.title, "; ".join(card.why)) for card in found.absent],
        )


def _row(number: int, item: Explained, found: Explanation) -> tuple[object, ...]:
    taken = item.taken
    when = ", ".join(item.sends) if found.consumer.first else "taken"
    state = f"passed over: no {', '.join(taken.lacks)}" if taken.lacks else when or "too old"
    nothing = "–" if found.consumer.pictures else "shows none"
    return number, state, taken.date or "–", taken.title, taken.image or nothing, taken.text
