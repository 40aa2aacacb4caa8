"""When work that is done once a day comes round."""

from datetime import datetime, timedelta

from pipeline.store.store import Store, remembered

EVERY = timedelta(days=1)


class Daily:
    """The turns of one such work; the store remembers its last one over restarts."""

    def __init__(self, store: Store, name: str) -> None:
        """`name`: what the instant of the last turn is remembered by."""
        self._store = store
        self._name = name
        self._next: datetime | None = None

    def due(self) -> bool:
        """Whether it is to be done now; after a turn that failed, too, only in a day. StoreError.

        Between turns the store is not asked.
        """
        now = self._store.clock()
        if self._next is not None and now < self._next:
            return False
        self._next = now + EVERY
        with self._store.reading() as c:
            before = remembered(c, self._name)
        if before is None or now >= (due := instant(before) + EVERY):
            return True
        self._next = due
        return False


def instant(kept: str) -> datetime:
    """What was remembered."""
    return datetime.fromisoformat(kept.strip('"'))
