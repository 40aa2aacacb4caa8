"""The opened parts that every run needs."""

from pipeline.catalogue import Catalogue, catalogue
from pipeline.publish import Publisher
from pipeline.settings import Settings
from pipeline.store import runs
from pipeline.store.store import Store, opened
from schemas.order import Order
from schemas.run import Run


class Pipe:
    """Settings, store, sources and the public folder, held by the owner of the data folder."""

    def __init__(self, settings: Settings, store: Store, declared: Catalogue) -> None:
        """Use `open_pipe`."""
        self.settings = settings
        self.store = store
        self.declared = declared
        self.publisher = Publisher(settings, store, declared.sources)

    @property
    def authorities(self) -> dict[str, int]:
        """Source → which of two copies of a story leads."""
        return {slug: source.authority for slug, source in self.declared.sources.items()}

    def recover(self) -> list[Run]:
        """Queue again what a dead crawler left running; returns the runs given up."""
        with self.store.writing() as c:
            return runs.reopen_interrupted(c, self.store.clock())

    def claim(self) -> tuple[Run, Order] | None:
        """The most urgent queued run that may start now."""
        with self.store.reading() as c:
            if not runs.any_queued(c):
                return None
        with self.store.writing() as c:
            return runs.claim(c, self.store.clock())


def open_pipe(settings: Settings) -> Pipe:
    """Open the store and read every declaration; raises StoreError, ChannelError."""
    return Pipe(settings, opened(settings), catalogue(settings))
