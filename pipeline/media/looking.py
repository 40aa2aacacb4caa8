"""One order to look at pictures, carried out."""

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Protocol

from sqlalchemy import Connection, Row

from pipeline.agent import user_agent
from pipeline.known import StoreKnown
from pipeline.logs import log
from pipeline.media import copies
from pipeline.media.header import Facts, enough, facts_in, fault
from pipeline.media.press import Press
from pipeline.media.upkeep import to_copy
from pipeline.pipe import Pipe
from pipeline.store import copied, images, pages
from pipeline.store.images import Size, State
from pipeline.store.stops import stops
from schemas.crawl import (
    CrawlPlan,
    CrawlSummary,
    HostSeen,
    Known,
    RobotsSeen,
    Seen,
    Sink,
    Validators,
)
from schemas.errors import PageError, PublishError, UnknownError
from schemas.order import Order
from schemas.picture import Enough, PictureSeen, PictureWish, Tell
from schemas.run import Item, Run

MOST = 40
"""Pictures of one order."""
SPAN = 60.0
"""Seconds of one order."""
GLANCE = 0.1
"""Seconds between two looks whether somebody waits."""
UNDECIDED = timedelta(hours=1)
"""When a picture is looked at again whose look came to nothing, as if it had ended the program."""
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
AGAIN: Mapping[State, tuple[timedelta, ...]] = {
    "seen": (_DAY, 7 * _DAY, 30 * _DAY, 90 * _DAY),
    "refused": (7 * _DAY, 30 * _DAY, 90 * _DAY),
    "gone": (60 * _MINUTE, 360 * _MINUTE, _DAY, 7 * _DAY, 30 * _DAY, 90 * _DAY),
    "failed": (10 * _MINUTE, 60 * _MINUTE, 360 * _MINUTE, _DAY, 7 * _DAY, 30 * _DAY),
}
"""Pauses before a picture is looked at once more; the last one for good."""


class Look(Protocol):
    """What asks for pictures: `spiders.pictures.run_look`, or a world of a test's own."""

    async def __call__(
        self,
        plan: CrawlPlan,
        known: Known,
        sink: Sink,
        wishes: list[PictureWish],
        enough: Enough,
        tell: Tell,
    ) -> CrawlSummary:
        """Ask for them; each answer goes to `tell` as it comes."""


class Verdict(NamedTuple):
    """What came of one look."""

    state: State
    why: str = ""
    facts: Facts | None = None
    bytes: int | None = None
    digest: str | None = None
    sizes: tuple[Size, ...] = ()


class _Known(StoreKnown):
    """What is known of a host, and of these pictures."""

    rows: Mapping[str, Row[Any]] = {}
    wanted: Collection[str] = ()
    """Those that are wanted whole."""

    def validators(self, url: str) -> Validators | None:
        """Of what was seen or refused; not where a copy is wanted that is not there."""
        row = self.rows[url]
        if row.state not in ("seen", "refused") or (url in self.wanted and not row.digest):
            return None
        if not (row.etag or row.last_modified):
            return None
        return Validators(etag=row.etag, last_modified=row.last_modified)


async def looked_at(pipe: Pipe, order: Order, run: Run, look: Look) -> Run:
    """Look at the pictures that are due of a source at a host; the receipt.

    It gives way as soon as another run waits: what it did not come to stays due.
    """
    source = pipe.declared.sources.get(order.pictures)
    if source is None:
        raise UnknownError("no longer declared; no picture was asked for", subject=order.pictures)
    store, now = pipe.store, pipe.store.clock()
    with store.writing() as c:
        rows = {r.url: r for r in images.due(c, source.slug, order.host, now, MOST)}
        images.wait(c, rows, now + UNDECIDED)
        stopped = stops(c)
        whole = to_copy(c, rows, pipe.declared.sources)
    plan = CrawlPlan(
        source=source,
        user_agent=user_agent(pipe.settings),
        loopback_only=pipe.settings.contact is None,
        timeout=SPAN,
        stopped=stopped,
    )
    wishes = [PictureWish(url=url, whole=url in whole) for url in rows]
    with store.reading() as c:
        known = _Known(c, source, now, manual=False)
        known.rows, known.wanted = rows, whole
        visit = _Visit(pipe, rows, whole)
        summary = await visit.made(look, plan, known, wishes)
    left = rows.keys() - visit.done.keys()
    with store.writing() as c:
        images.wait(c, left, now if visit.gave_way else store.clock() + UNDECIDED / 6)
        shown = images.users(c, visit.done)
    names = {url: rows_[0].card for url, rows_ in shown.items()}
    return _receipt(run, visit.done, names, len(left), summary)


class _Visit:
    """One look under way: answers are judged while others come."""

    def __init__(self, pipe: Pipe, rows: Mapping[str, Row[Any]], whole: Collection[str]) -> None:
        self._pipe = pipe
        self._rows = rows
        self._whole = whole
        self._came: asyncio.Queue[PictureSeen] = asyncio.Queue()
        self.done: dict[str, Verdict] = {}
        self.gave_way = False

    async def made(
        self, look: Look, plan: CrawlPlan, known: Known, wishes: list[PictureWish]
    ) -> CrawlSummary:
        """Look, until everything was seen or another run waits."""
        asking = asyncio.ensure_future(
            look(plan, known, self._manners, wishes, enough, self._came.put_nowait)
        )
        async with Press() as press:
            try:
                while not asking.done() or not self._came.empty():
                    if self._pipe.hurried():
                        self.gave_way = True
                        break
                    await self._judge(press)
                return await asking if not self.gave_way else CrawlSummary(complete=False)
            finally:
                asking.cancel()
                await asyncio.wait({asking})

    async def _judge(self, press: Press) -> None:
        """Judge one answer, if one comes soon."""
        try:
            async with asyncio.timeout(GLANCE):
                seen = await self._came.get()
        except TimeoutError:
            return
        row, store = self._rows[seen.url], self._pipe.store
        verdict = await judged(seen, row, press, self._pipe, copy=seen.url in self._whole)
        self.done[seen.url] = verdict
        with store.writing() as c:
            note(c, row, seen, verdict, store.clock())

    def _manners(self, seen: Seen) -> None:
        with self._pipe.store.writing() as c:
            if isinstance(seen, RobotsSeen):
                pages.note_robots(c, seen.copy_)
            elif isinstance(seen, HostSeen):
                pages.note_host(c, seen.state)


async def judged(
    seen: PictureSeen, row: Row[Any], press: Press, pipe: Pipe, *, copy: bool
) -> Verdict:
    """What an answer makes of a picture; its copies are written where they are wanted."""
    if seen.problem is not None:
        gone = {"gone": "gone", "unreadable": "refused"}
        state: State = gone.get(seen.problem.code, "failed")  # type: ignore[assignment]
        return Verdict(state, seen.problem.detail)
    if seen.not_modified:
        return Verdict(row.state, row.why)
    try:
        facts = facts_in(seen.body)
        if facts is None:
            return Verdict("refused", "a picture that tells no size, or none at all")
        if why := fault(facts):
            return Verdict("refused", why, facts)
        found = Verdict("seen", "", facts, seen.size)
        if not copy:
            return found
        if not seen.whole:
            return found._replace(why="too large to be copied")
        made = await press.pressed(seen.body)
        digest, sizes = copies.written(pipe.settings.public, made)
        return found._replace(digest=digest, sizes=sizes)
    except PageError as error:
        return Verdict("refused", str(error))
    except PublishError as error:
        log.error("copy-not-written", reason=str(error))
        return Verdict("failed", str(error))


def note(c: Connection, row: Row[Any], seen: PictureSeen, verdict: Verdict, now: datetime) -> None:
    """Write down what came of a look; what shows the picture is rendered anew if that differs."""
    looks = row.looks + 1 if verdict.state == row.state else 1
    pauses = AGAIN[verdict.state]
    values: dict[str, Any] = {
        "state": verdict.state,
        "why": verdict.why[:500],
        "looks": looks,
        "next_look": now + pauses[min(looks, len(pauses)) - 1],
    }
    if verdict.facts is not None:
        values |= {**verdict.facts._asdict(), "bytes": verdict.bytes, "digest": verdict.digest}
    if seen.validators is not None:
        values |= seen.validators.model_dump()
    if verdict.digest is not None:
        copied.note(c, verdict.digest, verdict.sizes, now)
    images.write(c, row.url, values)
    shown = ("state", "width", "height", "bytes", "media_type", "digest")
    if any(name in values and values[name] != getattr(row, name) for name in shown):
        images.show_again(c, [row.url], now)


def _receipt(
    run: Run,
    done: Mapping[str, Verdict],
    names: Mapping[str, str],
    left: int,
    summary: CrawlSummary,
) -> Run:
    """`names`: address → a card that shows the picture, so that its erasure finds the receipt."""

    def items(*states: State) -> tuple[Item, ...]:
        return tuple(
            Item(url=url, card=names.get(url), why=verdict.why)
            for url, verdict in done.items()
            if verdict.state in states
        )

    copies_made = sum(verdict.digest is not None for verdict in done.values())
    words = f"{len(done)} pictures looked at, {copies_made} copied"
    return run.model_copy(
        update={
            "outcome": "passed",
            "reason": words + (f", {left} left for later" if left else ""),
            "rejected": items("refused"),
            "problems": items("gone", "failed"),
            "requests": summary.requests,
            "bytes": summary.bytes,
        }
    )
