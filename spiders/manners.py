"""When a host may be asked again."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from schemas.crawl import HostState

LONGEST = timedelta(days=1)
FIRST_DELAYS = 30
"""The first pause after a failure, in delays of the source."""


def retry_after(value: str, now: datetime) -> datetime | None:
    """The instant a `Retry-After` header names (RFC 9110, 10.2.3), at most a day away."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        seconds = min(int(text[:9]), int(LONGEST.total_seconds()))
        return now + timedelta(seconds=seconds)
    try:
        then = parsedate_to_datetime(text)
    except ValueError:
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return min(max(then.astimezone(UTC), now), now + LONGEST)


def asked_to_wait(state: HostState, until: datetime) -> HostState:
    """The manners after the host itself named an instant."""
    return state.model_copy(update={"next_allowed": until})


def backed_off(state: HostState, now: datetime, delay: float) -> HostState:
    """The manners after a blocked or failed listing: 30 delays' pause, doubled each time in a row.

    A pause the host itself asked for is never shortened.
    """
    failures = state.failures + 1
    pause = timedelta(seconds=delay * FIRST_DELAYS) * 2 ** min(failures - 1, 20)
    until = now + min(pause, LONGEST)
    if state.next_allowed and state.next_allowed > until:
        until = state.next_allowed
    return state.model_copy(
        update={"failures": failures, "next_allowed": until if until > now else None}
    )


def recovered(state: HostState, now: datetime) -> HostState:
    """The manners after a listing that answered."""
    waiting = state.next_allowed is not None and state.next_allowed > now
    return state.model_copy(
        update={"failures": 0, "next_allowed": state.next_allowed if waiting else None}
    )
