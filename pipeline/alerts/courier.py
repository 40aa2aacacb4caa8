"""The telling of incidents, and the trying until they are told."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from pipeline.alerts.message import Message
from pipeline.alerts.ways import Ways
from pipeline.logs import log
from pipeline.store import incidents, notices
from pipeline.store.store import Store
from schemas.errors import UndeliveredError
from schemas.incident import Event, Incident


class Courier:
    """Tells what is to be told; rounds may be made by several processes at once."""

    def __init__(self, store: Store, ways: Ways) -> None:
        """Without a way for an audience its incidents are in the log only."""
        self._store = store
        self._ways = ways

    def round(self) -> int:
        """Tell what is ripe and deliver what is due; how many were delivered. StoreError.

        Takes as long as the peers do: never call it within a request or a run.
        """
        now = self._store.clock()
        with self._store.reading() as c:
            untold, due = incidents.untold(c), notices.due(c, now)
        if untold:
            self._tell(now)
            with self._store.reading() as c:
                due = notices.due(c, now)
        return sum(self._delivered(notice) for notice in due)

    def _tell(self, now: datetime) -> None:
        """Put a notice on every way, and the incident into the log."""
        with self._store.writing() as c:
            told = incidents.untold(c)
            for one in told:
                ways = [way.name for way in self._ways.get(one.audience, ())]
                notices.ask(c, one.id, _event(one), ways, now)
                incidents.mark(c, one.id, "told" if one.state == "fresh" else "over")
        for one in told:
            logged(one, _event(one))

    def _delivered(self, notice: Row[Any]) -> bool:
        with self._store.writing() as c:
            now = self._store.clock()
            incident = incidents.of_ids(c, [notice.incident]).get(notice.incident)
            if incident is None or not notices.claim(c, notice, now):
                return False
        try:
            self._send(notice, incident)
        except UndeliveredError as error:
            with self._store.writing() as c:
                lost = notices.failed(c, notice, now, str(error))
            say = log.error if lost else log.warning
            say("alert-lost" if lost else "alert-waits", incident=incident.id, reason=str(error))
            return False
        with self._store.writing() as c:
            notices.sent(c, notice, now)
        return True

    def _send(self, notice: Row[Any], incident: Incident) -> None:
        ways = {way.name: way for way in self._ways.get(incident.audience, ())}
        if notice.way not in ways:
            raise UndeliveredError("no longer set up", subject=notice.way)
        ways[notice.way].send(Message(event=notice.event, incident=incident, at=notice.asked))


def logged(incident: Incident, event: Event) -> None:
    """Tell the log."""
    say = log.info if event == "closed" else log.warning
    if event == "opened" and incident.audience == "operator":
        say = log.error
    say(
        f"incident-{event}",
        subject=incident.subject,
        kind=incident.kind,
        audience=incident.audience,
        reason=incident.ending if event == "closed" else incident.reason,
        incident=incident.id,
    )


def _event(incident: Incident) -> Event:
    return "opened" if incident.state == "fresh" else "closed"
