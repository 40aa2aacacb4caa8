"""The opened parts that every run needs."""

from pipeline.alerts import faults
from pipeline.alerts.channels import Watch
from pipeline.catalogue import Catalogue, catalogue
from pipeline.logs import log
from pipeline.media.upkeep import Upkeep
from pipeline.publish import Publisher
from pipeline.raw.retention import Retention
from pipeline.raw.shelf import Shelf
from pipeline.renaming import renamed
from pipeline.settings import VERSION, Settings
from pipeline.settle import unsettled
from pipeline.store import raw, runs
from pipeline.store.store import Store, opened
from schemas.errors import StoreError
from schemas.order import Order
from schemas.run import Run


class Pipe:
    """Settings, store, sources and the public folder, held by the owner of the data folder."""

    def __init__(self, settings: Settings, store: Store, declared: Catalogue) -> None:
        """Use `open_pipe`."""
        self.settings = settings
        self.store = store
        self.declared = declared
        for former, slug in renamed(store, declared.sources).items():
            log.info("source-renamed", former=former, source=slug)
        self.publisher = Publisher(settings, store, declared.sources)
        most = settings.pages_mib * 2**20
        longest = min(64 * 2**20, most // 8)
        self.shelf = Shelf(settings.data / "pages", f"Poliflash/{VERSION}", longest=longest)
        self.watch = Watch(store, self.publisher.channels, declared.sources)
        self.owed: list[tuple[Run, Order, str]] = []
        """Receipts that are still to be written, each with what was wrong."""
        self.stopping = False
        """Whether what may wait is to give way at once."""
        self.upkeep = Upkeep(store, settings.public, settings.pictures_span())
        self.retention = Retention(store, self.shelf, age=settings.pages_span(), most=most)

    @property
    def authorities(self) -> dict[str, int]:
        """Source → which of two copies of a story leads."""
        return {slug: source.authority for slug, source in self.declared.sources.items()}

    def recover(self) -> list[Run]:
        """Undo a crash: queue again what was running, cut a torn record; the runs given up."""
        with self.store.reading() as c:
            ends = raw.ends(c)
        self.shelf.mend(ends)
        with self.store.writing() as c:
            now = self.store.clock()
            lost = runs.reopen_interrupted(c, now)
            for run in lost:
                if (source := self.declared.sources.get(run.source)) is not None:
                    unsettled(c, source, run, now)
            return lost

    def hurried(self) -> bool:
        """Whether another run waits, or the program is about to end."""
        with self.store.reading() as c:
            return self.stopping or runs.any_waits(c)

    def note_fault(self, part: str, reason: str | None) -> None:
        """Remember that a part of ours does not work, or (`None`) that it does."""
        try:
            with self.store.writing() as c:
                if reason is None:
                    faults.mended(c, part, self.store.clock())
                else:
                    faults.found(c, part, reason, self.store.clock())
        except StoreError as error:
            log.error("fault-not-noted", part=part, reason=str(error))

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
