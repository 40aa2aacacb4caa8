"""Faults of ours: what the operator is paged for."""

from datetime import datetime

from sqlalchemy import Connection

from pipeline.store import incidents
from schemas.incident import Trouble

PUBLISHER = "publisher"


def found(c: Connection, part: str, reason: str, now: datetime) -> None:
    """Note that a part of ours does not work."""
    trouble = Trouble(subject=part, kind="fault", reason=reason, audience="operator")
    incidents.noted(c, trouble, now)


def mended(c: Connection, part: str, now: datetime) -> None:
    """Note that it works again, if it did not."""
    if incidents.current(c, subject=part):
        incidents.ended(c, part, now, ending="it works again")
