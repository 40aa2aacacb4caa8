"""Which pictures are due, as orders."""

from datetime import timedelta

from sqlalchemy import Connection

from pipeline.pipe import Pipe
from pipeline.store import images, runs, sources
from schemas.addresses import is_loopback
from schemas.order import Order

PATIENT = timedelta(days=1)
"""Until pictures that may not be asked for are thought of again."""


def next_order(pipe: Pipe) -> Order | None:
    """The order for the pictures that have waited longest; None where none is due.

    Pictures that must not be asked for, of a source that is off or of a host that is not on this
    machine while nobody says whom newsrooms can write to, are put off.
    """
    while True:
        now = pipe.store.clock()
        with pipe.store.reading() as c:
            if (found := images.next_due(c, now)) is None:
                return None
            source, host = found
            why = _hindrance(pipe, c, source, host)
        if not why:
            return Order(trigger="pictures", pictures=source, host=host)
        with pipe.store.writing() as c:
            images.put_off(c, source, host, why, now + PATIENT)


def enqueue(pipe: Pipe) -> bool:
    """Queue a look at pictures, if some are due and nothing else waits; whether one was queued."""
    with pipe.store.reading() as c:
        nothing = images.next_due(c, pipe.store.clock()) is None
        if nothing or runs.any_waits(c) or runs.pictures_open(c):
            return False
    order = next_order(pipe)
    if order is None:
        return False
    with pipe.store.writing() as c:
        runs.enqueue(c, order, pipe.store.clock())
    return True


def _hindrance(pipe: Pipe, c: Connection, source: str, host: str) -> str:
    """Why a source's pictures at a host must not be asked for now; '' where they may."""
    declared = pipe.declared.sources.get(source)
    if declared is None:
        return "its source is no longer declared"
    if sources.state(c, source).enabled is False:
        return "its source was switched off"
    if pipe.settings.contact is None and not is_loopback(host):
        return "set POLIFLASH_CONTACT to an address newsrooms can write to"
    return ""
