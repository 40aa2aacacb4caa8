"""A clock that never gives the same instant twice."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
_TICK = timedelta(microseconds=1)


def system_now() -> datetime:
    """The current instant, UTC."""
    return datetime.now(UTC)


class StrictClock:
    """Aware UTC instants, strictly increasing by at least a microsecond, also across set-backs.

    Every `updated` is taken from it, so that no two cards share one (Atom readers take equal
    `updated` values for a defect).
    """

    def __init__(self, source: Clock = system_now, *, after: datetime | None = None) -> None:
        """`after`: the latest instant handed out before, from the store."""
        self._source = source
        self._last = after or datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        """The next instant."""
        self._last = max(self._source(), self._last + _TICK)
        return self._last

    def observed(self, at: datetime) -> None:
        """Never hand out an instant at or before `at`."""
        self._last = max(self._last, at)
