"""The watch over ourselves, and the round of the courier, beside the scheduler."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from pipeline.alerts import faults
from pipeline.alerts.courier import Courier, logged
from pipeline.alerts.message import Message
from pipeline.alerts.ways import Way, Ways
from pipeline.clock import Clock, system_now
from pipeline.logs import log
from pipeline.rounds import rounds
from pipeline.store.store import Store
from schemas.errors import StoreError, UndeliveredError
from schemas.incident import Event, Incident

GRACE = timedelta(seconds=30)
"""A fault that mends itself within this time is nobody's business."""
EVERY = 1.0
"""Seconds between two rounds."""
STORE = "store"
_AGAIN = timedelta(minutes=1)


class Watchman:
    """Pages the operator for faults of ours, and has editors told of theirs."""

    def __init__(
        self,
        store: Store,
        ways: Ways,
        look: Callable[[], Mapping[str, str]],
        *,
        now: Clock = system_now,
    ) -> None:
        """`look`: part of ours → '' while it works, else what is wrong with it."""
        self._store = store
        self._courier = Courier(store, ways)
        self._pager = Pager(ways["operator"], now)
        self._look = look
        self._now = now
        self._away = ""
        """Why the store could not be used in the last round."""
        self._since: dict[str, datetime] = {}
        self._known: dict[str, bool] = {}

    async def run(self) -> None:
        """Make rounds until cancelled; what goes wrong is logged, and the next round comes."""
        await rounds(self.round, EVERY, "watch-failed")

    def round(self) -> None:
        """Look at ourselves, note what changed, have told what is to be told."""
        found = dict(self._look())
        found[STORE] = found.get(STORE) or self._away
        lasting = self._lasting(found)
        try:
            self._note({part: why for part, why in lasting.items() if part != STORE})
            self._courier.round()
            self._away = ""
        except StoreError as error:
            self._away = str(error)
        self._pager.page(lasting[STORE])

    def _lasting(self, found: Mapping[str, str]) -> dict[str, str]:
        """Every part, with what has been wrong with it for a while."""
        now = self._now()
        self._since = {part: self._since.get(part, now) for part, why in found.items() if why}
        old = {part for part, since in self._since.items() if now - since >= GRACE}
        return {part: why if part in old else "" for part, why in found.items()}

    def _note(self, parts: Mapping[str, str]) -> None:
        """Write down what changed; at the first round everything, for what a crash left open."""
        for part, why in parts.items():
            if self._known.get(part) is bool(why) or (not why and part in self._since):
                continue
            with self._store.writing() as c:
                if why:
                    faults.found(c, part, why, self._now())
                else:
                    faults.mended(c, part, self._now())
            self._known[part] = bool(why)


class Pager:
    """Tells the operator of a store that is away, without the store's help."""

    def __init__(self, ways: tuple[Way, ...], now: Clock) -> None:
        """A fault is told once by each way, and its end by each that told it."""
        self._ways = ways
        self._now = now
        self._open: Incident | None = None
        self._told: set[str] = set()
        self._next: datetime | None = None

    def page(self, why: str) -> None:
        """Take in what is wrong with the store now; '' for nothing."""
        now = self._now()
        if why and self._open is None:
            self._open, self._told, self._next = _incident(why, now), set(), None
            logged(self._open, "opened")
        if self._open is not None and why:
            self._send("opened", now)
        elif self._open is not None:
            ended = {"closed": now, "ending": "it works again"}
            self._open = self._open.model_copy(update=ended)
            logged(self._open, "closed")
            self._next = None
            self._send("closed", now)
            self._open = None

    def _send(self, event: Event, now: datetime) -> None:
        assert self._open is not None, "only an open fault is told"
        if self._next is not None and now < self._next:
            return
        self._next = now + _AGAIN
        for way in self._ways:
            if (way.name in self._told) is (event == "opened"):
                continue
            try:
                way.send(Message(event=event, incident=self._open, at=now))
            except UndeliveredError as error:
                log.warning("alert-waits", incident=self._open.id, reason=str(error))
            else:
                self._told.add(way.name)


def _incident(why: str, now: datetime) -> Incident:
    return Incident(
        id=uuid4().hex,
        subject=STORE,
        kind="fault",
        audience="operator",
        reason=why,
        state="told",
        opened=now,
        seen=now,
        times=1,
        ripe=1,
    )
