"""`poliflash cards erase`."""

from typing import Annotated

import typer

from commands.ordering import me, reported
from commands.session import session
from pipeline.erase import foreseen
from pipeline.raw.shelf import Shelf
from schemas.erasure import Erasure
from schemas.order import Action, Order

Name = Annotated[str, typer.Argument(metavar="CARD", help="its id, key, or any address of it")]


def erase(
    context: typer.Context,
    name: Name,
    story: Annotated[bool, typer.Option("--story", help="all its language versions")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would go")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask")] = False,
    by: Annotated[str, typer.Option(help="who does it")] = "",
) -> None:
    """Delete all that a card said, everywhere and for good, and never collect it again."""
    here = session(context)
    with here.store() as store:
        shelf = Shelf(here.settings.data / "pages", "")
        found = foreseen(store, shelf, here.settings, name, story=story)
    typer.echo("\n".join(_told(found)))
    if dry_run:
        return
    if not yes:
        typer.confirm("Erase all of this? It cannot be undone.", abort=True)
    fields = {"story": "yes"} if story else {}
    action = Action(name="erase", target=found.card, by=by or me(), fields=fields)
    reported(here, [Order(trigger="edit", action=action)])


def _told(found: Erasure) -> list[str]:
    lines = [f"card: {card}" for card in found.cards]
    lines += [f"{what}: {count}" for what, count in found.rows.items() if count]
    lines += [f"stored pages and feeds: {found.answers}", f"channels: {', '.join(found.channels)}"]
    lines += [f"backup that holds it still: {path}" for path in found.backups]
    if found.pictures:
        lines.append(f"pictures: {found.pictures}, copies that only it shows: {found.copies}")
    if found.backups:
        rule = f"{found.kept} backups are kept: each goes when {found.kept} newer ones are made"
        lines.append(f"{rule}; delete them to be rid of it sooner")
    else:
        lines.append("backups: none that this program made")
    return lines
