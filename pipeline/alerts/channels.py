"""The daily look at what is delivered: every published channel, and who is still watched."""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection

from pipeline.alerts.shares import MARKS, collapsed, explained, mark
from pipeline.logs import log
from pipeline.rhythm import figures, silence, too_quiet, watched
from pipeline.schedule import enabled
from pipeline.store import incidents, sources, watches
from pipeline.store.store import Store, remember, remembered
from schemas.channel import Channel
from schemas.errors import StoreError
from schemas.incident import Kind, Trouble
from schemas.source import Source
from schemas.types import ROME
from schemas.watch import ChannelWatch

_DAY, _SEEN = "channels-watched", "channels-watched-up-to"
_PAUSE = timedelta(days=3)
"""A longer pause between two looks was ours, and says nothing of a channel."""
_OWN = "sources/"
"""Channels of one source: what is wrong with them is the source's own incident."""
_KEPT = "pages/"
"""Pages of our own, which are watched when they are published."""


class Watch:
    """Looks at each channel once a day, at what was released until midnight in Rome."""

    def __init__(
        self, store: Store, channels: Iterable[Channel], declared: Mapping[str, Source]
    ) -> None:
        """`channels`: all that are published."""
        self._store = store
        self._names = [x.name for x in channels if not x.name.startswith(_OWN)]
        self._declared = declared
        self._next: datetime | None = None

    def daily(self) -> None:
        """Look, unless it was done today; trouble is logged, and tried again after an hour."""
        now = self._store.clock()
        if self._next is not None and now < self._next:
            return
        today = now.astimezone(ROME).date()
        midnight = datetime.combine(today, time(), ROME).astimezone(UTC)
        try:
            with self._store.writing() as c:
                if remembered(c, _DAY) != f'"{today}"':
                    self._look(c, midnight, now)
                    remember(c, _DAY, str(today))
        except StoreError as error:
            log.error("channels-not-watched", reason=str(error))
            self._next = now + timedelta(hours=1)
            return
        self._next = _midnight_after(today)

    def _look(self, c: Connection, until: datetime, now: datetime) -> None:
        known, before = watches.every(c), remembered(c, _SEEN)
        news: dict[str, list[str]] = {}
        last = int(before) if before is not None else watches.newest(c, until)
        for seq, variant, card in watches.released(c, self._names, last, until):
            last = max(last, seq)
            news.setdefault(variant, []).append(mark(card))
        open_: dict[str, set[Kind]] = {}
        for one in incidents.current(c, audience="editors"):
            open_.setdefault(one.subject, set()).add(one.kind)
        changed = {}
        for name in self._names:
            brought = news.get(name, [])
            was = known.get(name, ChannelWatch())
            changed[name] = _after(was, brought, until - timedelta(seconds=1))
            _judged(c, name, changed[name], open_, now)
        watches.keep(c, changed)
        remember(c, _SEEN, last)
        self._forget(c, known, now)

    def _forget(self, c: Connection, known: Mapping[str, ChannelWatch], now: datetime) -> None:
        """Close the incidents of what is no longer published or read."""
        states = sources.states(c)
        read = {s.slug for s in self._declared.values() if enabled(s, states.get(s.slug))}
        subjects = {f"feeds/{name}" for name in self._names} | read
        for incident in incidents.current(c, audience="editors"):
            if incident.subject not in subjects and not incident.subject.startswith(_KEPT):
                incidents.ended(c, incident.subject, now, ending="it is no longer watched")
        watches.drop(c, known.keys() - set(self._names))


def _after(was: ChannelWatch, brought: list[str], now: datetime) -> ChannelWatch:
    rhythm = watched(was.rhythm, now, len(brought), most=_PAUSE)
    return ChannelWatch(rhythm=rhythm, marks=(*was.marks, *brought)[-MARKS:])


def _judged(
    c: Connection,
    name: str,
    watch: ChannelWatch,
    open_: Mapping[str, Collection[Kind]],
    now: datetime,
) -> None:
    """Open, see again or close a channel's incidents; `open_`: what is wrong with whom."""
    troubled = open_.keys()
    found: dict[Kind, str] = dict(collapsed(watch.marks, troubled))
    told = figures(watch.rhythm)
    if too_quiet(watch.rhythm) and not explained(watch.marks, troubled):
        found["quiet"] = silence(watch.rhythm)
    subject = f"feeds/{name}"
    for kind, reason in found.items():
        shown = told if kind == "quiet" else {}
        incidents.noted(c, Trouble(subject=subject, kind=kind, reason=reason, figures=shown), now)
    if over := set(open_.get(subject, ())) - set(found):
        incidents.ended(c, subject, now, kinds=over, ending="it is as usual again")


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), ROME).astimezone(UTC)
