"""The end of a crawl: the gate's verdict and everything that follows from it, one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from pipeline.accept import Placing, accept
from pipeline.alerts.noting import broken, judged
from pipeline.editing import is_erased
from pipeline.gate import WINDOW, first_pages, judge, learnt, measure
from pipeline.schedule import next_due
from pipeline.store import cards, pages, proposals, runs, sources
from pipeline.store.record import card_from
from pipeline.store.sources import SourceState
from pipeline.tally import Tally
from schemas.addresses import alias_key
from schemas.card import StoryCard
from schemas.crawl import CrawlSummary
from schemas.gate import History, RunFacts, Verdict, coverage
from schemas.run import Item, Run
from schemas.source import Source

MATERIAL = ("title", "teaser", "body", "image", "published")
"""What an editor looks at when he rejects a version."""


class Crawled(NamedTuple):
    """A crawl that has ended, and what it came to."""

    source: Source
    run: Run
    tally: Tally
    summary: CrawlSummary


def settled(c: Connection, crawled: Crawled, placing: Placing, now: datetime) -> Run:
    """Judge a crawl and make its pending cards live, held, or leave them; the receipt so far."""
    source, run, tally, _ = crawled
    state = sources.state(c, source.slug)
    waiting = _wanted(c, tally, proposals.of_run(c, run.id))
    facts = _facts(c, source, tally, waiting).model_copy(update={"at": now, "every": source.every})
    history = History.model_validate_json(state.history)
    verdict = judge(facts, history)
    passing, held = _parted(waiting, verdict)
    if verdict.passes:
        first = state.first_passed is None
        accept(c, passing, placing, now, cause=f"run:{run.id}", history=first)
        proposals.drop(c, [row.id for row in passing])
        proposals.supersede(c, tally.confirmed | {row.card for row in passing})
    if held:
        proposals.hold(c, run.id, [row.card for row in held])
        pages.recheck(c, source.slug, [row.card for row in held], now)
    _listings(c, crawled, verdict, now)
    after = _after(history, facts, verdict)
    _remember(c, source, state, after, verdict, now)
    judged(c, source.slug, verdict, now)
    receipt = _receipt(crawled, verdict, held)
    runs.progress(c, receipt)
    return receipt


def _receipt(crawled: Crawled, verdict: Verdict, held: Sequence[Row[Any]]) -> Run:
    run = crawled.tally.onto(crawled.run).model_copy(
        update={
            "outcome": verdict.outcome,
            "reason": verdict.reason,
            "figures": verdict.figures,
            "held": tuple(_item(row) for row in held),
            "requests": crawled.summary.requests,
            "bytes": crawled.summary.bytes,
        }
    )
    if verdict.passes:
        missed = _missed(run)
        return run.model_copy(update={"outcome": "failed", "reason": missed}) if missed else run
    # What was found is held or still pending: the receipt claims nothing of it as done.
    return run.model_copy(update={"added": (), "updated": (), "withdrawn": (), "duplicates": ()})


def _missed(run: Run) -> str:
    """Why the one page that was asked for gave nothing; '' where it gave something."""
    wanted = alias_key(run.url) if run.url else ""
    troubles = (*run.rejected, *run.problems)
    return next((x.why for x in troubles if wanted and alias_key(x.url) == wanted), "")


def _facts(c: Connection, source: Source, tally: Tally, waiting: Sequence[Row[Any]]) -> RunFacts:
    new = {row.card: _card(row) for row in waiting if row.action != "withdrawn"}
    known = [card for card in cards.newest(c, source.slug, WINDOW) if not is_erased(card)]
    latest = {card.id: card for card in known} | new
    newest = sorted(latest.values(), key=lambda card: card.sort_at, reverse=True)[:WINDOW]
    return RunFacts(
        kind=source.kind,
        listings=first_pages(tally.listings, source),
        titles=tuple(card.title for card in new.values()),
        latest=coverage(newest),
        read=tally.fetched + tally.not_modified,
        refused=tally.refused,
        unread=tally.unread,
        untitled=tally.untitled,
        fresh=sum(row.action == "new" for row in waiting),
        future=tally.future,
        withdrawn=sum(row.action == "withdrawn" for row in waiting),
    )


def _parted(waiting: Sequence[Row[Any]], verdict: Verdict) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """What may pass and what is held; of a failed or blocked run neither: it stays pending."""
    if verdict.outcome == "held":
        return [], list(waiting)
    if not verdict.passes:
        return [], []
    if not verdict.hold_withdrawals:
        return list(waiting), []
    gone = [row for row in waiting if row.action == "withdrawn"]
    return [row for row in waiting if row.action != "withdrawn"], gone


def _listings(c: Connection, crawled: Crawled, verdict: Verdict, now: datetime) -> None:
    """A listing's validators are kept once every story on it was read, and only then."""
    whole = verdict.passes and crawled.summary.complete and not crawled.tally.unread
    for seen in crawled.tally.listings:
        if not verdict.passes:
            pages.forget_listing(c, seen.url)
        elif whole and seen.problem is None and not seen.not_modified:
            pages.note_listing(c, seen.url, crawled.source.slug, now, seen.validators)


def _after(history: History, facts: RunFacts, verdict: Verdict) -> History:
    """What the gate remembers from now on."""
    after = learnt(history, facts) if verdict.passes else history
    held = measure(facts) if verdict.outcome == "held" else None
    return after.model_copy(update={"held": held, "figures": verdict.figures})


def _remember(
    c: Connection,
    source: Source,
    state: SourceState,
    history: History,
    verdict: Verdict,
    now: datetime,
) -> None:
    changes = {
        "health": verdict.outcome,
        "reason": verdict.reason,
        "last_run": now,
        "due": next_due(c, source, now, history.rhythm if verdict.passes else None),
        "history": history.model_dump_json(),
    }
    if verdict.passes:
        changes |= {"first_passed": state.first_passed or now, "last_passed": now}
    sources.keep(c, state.model_copy(update=changes))


def unsettled(c: Connection, source: Source, run: Run, now: datetime) -> None:
    """A run that came to no verdict: its source is tried again at its next turn."""
    assert run.outcome in ("failed", "crashed"), "only these end without a verdict"
    changes = {
        "health": run.outcome,
        "reason": run.reason,
        "last_run": now,
        "due": next_due(c, source, now),
    }
    sources.keep(c, sources.state(c, source.slug).model_copy(update=changes))
    broken(c, source.slug, run.outcome, run.reason, now)


def _wanted(c: Connection, tally: Tally, waiting: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """What a run found, without what an editor rejected in these very words."""
    rejected = proposals.rejected(c, [row.card for row in waiting])
    again = [row for row in waiting if row.card in rejected and _same(row, rejected[row.card])]
    proposals.drop(c, [row.id for row in again])
    unwanted = {row.card for row in again}
    tally.refuse(unwanted, "an editor rejected this version")
    return [row for row in waiting if row.card not in unwanted]


def _same(row: Row[Any], other: Row[Any]) -> bool:
    """Whether two proposals say the same to a reader."""
    alike = (row.action == "withdrawn") == (other.action == "withdrawn")
    return alike and all(getattr(_card(row), x) == getattr(_card(other), x) for x in MATERIAL)


def _card(row: Row[Any]) -> StoryCard:
    return card_from(row.record)


def _item(row: Row[Any]) -> Item:
    card = _card(row)
    return Item(url=card.url, card=card.id, title=card.title, why=row.action)
