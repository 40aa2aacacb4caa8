"""`poliflash alerts`."""

from typing import Annotated

import typer

from commands.session import session
from pipeline.alerts.message import Message
from pipeline.alerts.ways import ways_of
from pipeline.clock import system_now
from pipeline.store import incidents, notices
from schemas.errors import UndeliveredError
from schemas.incident import Incident

app = typer.Typer(help="What is wrong, and who is told.", no_args_is_help=True)


@app.command("list")
def list_(
    context: typer.Context,
    past: Annotated[bool, typer.Option("--past", help="those that are over, too")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 50,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """What is wrong now with sources, channels and this program."""
    here = session(context)
    with here.store() as store, store.reading() as c:
        found = incidents.latest(c, limit) if past else incidents.current(c)[:limit]
        late, why = notices.waiting(c)
    if as_json:
        here.json([incident.model_dump(mode="json") for incident in found])
        return
    columns = ("subject", "kind", "for", "since", "until", "reason")
    here.table("Incidents", columns, [_row(incident) for incident in found])
    if late:
        here.say(f"{late} could not be told yet: {why}")


def _row(one: Incident) -> tuple[object, ...]:
    until = f"{one.closed:%Y-%m-%d %H:%M}" if one.closed else "–"
    since = f"{one.opened:%Y-%m-%d %H:%M}"
    return one.subject, one.kind, one.audience, since, until, one.reason


@app.command()
def test(context: typer.Context) -> None:
    """Send a trial message by every way that is set up; exit 1 if one fails."""
    here = session(context)
    failed = False
    ways = [(audience, way) for audience, some in ways_of(here.settings).items() for way in some]
    for audience, way in ways:
        now = system_now()
        trial = Incident(
            id="0" * 32,
            subject="trial",
            kind="fault",
            audience=audience,
            reason="a trial; nothing is wrong",
            state="told",
            opened=now,
            seen=now,
            times=1,
            ripe=1,
        )
        try:
            way.send(Message(event="opened", incident=trial, at=now))
            typer.echo(f"{audience}: {way.name}: sent")
        except UndeliveredError as error:
            failed = True
            typer.echo(f"{audience}: {error}")
    if not ways:
        here.say("no way is set up but the log; see `poliflash settings`")
    raise typer.Exit(1 if failed else 0)
