"""Orders that are queued for the crawler."""

from collections.abc import Iterable

from anyio import to_thread

from pipeline.store import runs
from schemas.order import Order
from schemas.run import Run
from schemas.types import Record
from web.api.context import Context


class Ticket(Record):
    """A queued run, and where its receipt will be."""

    source: str
    id: str
    href: str


class Queued(Record):
    """Runs that were asked for."""

    runs: tuple[Ticket, ...]


async def queued(here: Context, orders: Iterable[Order]) -> tuple[Run, ...]:
    """Queue orders in one transaction and wake the crawler; equal queued ones are folded into."""
    made = await to_thread.run_sync(_enqueue, here, tuple(orders))
    here.nudge()
    return made


def _enqueue(here: Context, orders: tuple[Order, ...]) -> tuple[Run, ...]:
    with here.store.writing() as c:
        return tuple(runs.enqueue(c, order, here.now())[0] for order in orders)


def tickets(here: Context, made: Iterable[Run]) -> Queued:
    """What the asker is told."""
    return Queued(
        runs=tuple(
            Ticket(source=run.source, id=run.id, href=here.href(f"/runs/{run.id}")) for run in made
        )
    )
