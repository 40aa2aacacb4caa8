"""Pictures looked at after a command, where no `serve` is there to do it."""

import asyncio
import time

from commands.session import Session
from pipeline.owner import owned
from pipeline.settings import Settings
from pipeline.store.owning import held
from schemas.errors import OwnedElsewhere

SPAN = 60.0
"""Seconds; what is due then waits for the next command, or for `serve`."""


def look_at_pictures(session: Session, span: float = SPAN) -> None:
    """Look at the pictures that are due, unless another process holds the data folder.

    `span`: seconds after which the rest waits for another time.
    """
    try:
        with (
            owned(session.settings.data),
            session.store() as store,
            held(store.engine),
            session.waiting("looking at pictures"),
        ):
            asyncio.run(_looked(session.settings, span))
    except OwnedElsewhere:
        return


async def _looked(settings: Settings, span: float) -> None:
    from pipeline.media import orders  # Scrapy is not needed beside a `serve`
    from pipeline.pipe import open_pipe  # likewise
    from pipeline.run import carry_out  # likewise

    pipe = open_pipe(settings)
    end, looked = time.monotonic() + span, False
    try:
        while time.monotonic() < end and orders.enqueue(pipe):
            if (claimed := pipe.claim()) is None:
                break
            await carry_out(pipe, *claimed, publish=False)
            looked = True
        if looked:
            pipe.publisher.publish()
            pipe.publisher.packing.everything()
    finally:
        pipe.store.close()
