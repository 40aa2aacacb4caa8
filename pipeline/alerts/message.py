"""An incident in words and as JSON."""

from datetime import datetime

from schemas.incident import Event, Incident
from schemas.types import Record

_NEXT = {
    "held": "Look at the cards that wait: poliflash cards held {subject}. Then accept or reject"
    " them, or mend the source's file; a healthy run lifts it by itself.",
    "blocked": "The newsroom refuses us: see poliflash sources show {subject}, and write to it.",
    "failed": "It is tried again by itself: see poliflash sources show {subject}.",
    "crashed": "A defect of this program: tell whoever runs it; the log has the traceback.",
    "quiet": "Nothing is held. See whether its site shows news that we miss.",
    "gone": "Look whether they are gone for good: poliflash cards held {subject}. Then accept or"
    " reject.",
    "language": "See whether a source of that language is held or quiet: poliflash alerts list",
    "picture": "See whether a source lost its pictures: poliflash alerts list",
    "unusable": "Correct the page's file; what it said before stays until then.",
    "stale": "Bring the figures up to date in the page's file: poliflash pages check",
    "fault": "See /healthz and the log.",
}
_OF_CHANNELS = {"quiet": "See whether its sources are held or quiet: poliflash alerts list"}


class Message(Record):
    """What a person or a machine is told of an incident."""

    event: Event
    incident: Incident
    at: datetime
    """When it was to be told."""

    @property
    def key(self) -> str:
        """The same for every try: whoever gets it twice can tell."""
        return f"{self.incident.id}-{self.event}"

    @property
    def title(self) -> str:
        """One line."""
        one = self.incident
        if self.event == "closed":
            return f"{one.subject}: over: {one.kind} ({one.ending})"
        told = one.reason if one.reason.startswith(one.kind) else f"{one.kind}: {one.reason}"
        return f"{one.subject}: {told}"

    @property
    def body(self) -> str:
        """The title, since when, the figures, and what to do."""
        one = self.incident
        lines = [self.title, "", f"since {one.opened:%Y-%m-%d %H:%M} UTC, seen {one.times} times"]
        if self.event == "closed" and one.closed is not None:
            lines += [f"over at {one.closed:%Y-%m-%d %H:%M} UTC; it was: {one.reason}"]
        lines += [f"{name}: {value:g}" for name, value in one.figures.items()]
        if self.event == "opened":
            channel = one.subject.startswith("feeds/")
            todo = (_OF_CHANNELS if channel else {}).get(one.kind, _NEXT[one.kind])
            lines += ["", todo.format(subject=one.subject)]
        return "\n".join(lines) + "\n"

    @property
    def payload(self) -> dict[str, object]:
        """The same for machines; `text` is what chat tools show."""
        told = self.incident.model_dump(mode="json", exclude={"state", "ripe", "id"})
        return {"event": self.event, "incident": self.incident.id, "text": self.title, **told}
