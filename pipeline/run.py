"""One order carried out, start to end: the only place where expected errors are caught."""

from sqlalchemy import Connection

from pipeline import retraction
from pipeline.actions import act
from pipeline.agent import user_agent
from pipeline.alerts import faults
from pipeline.alerts.faults import PUBLISHER
from pipeline.cleaning import stories_of
from pipeline.erase import erased
from pipeline.garbage import look_seldom
from pipeline.intake import Intake
from pipeline.known import StoreKnown
from pipeline.logs import log
from pipeline.media.looking import looked_at
from pipeline.pipe import Pipe
from pipeline.purge import purged
from pipeline.raw.keeping import Keeping
from pipeline.readers import Readers
from pipeline.replay import replayed
from pipeline.settle import Crawled, settled, unsettled
from pipeline.stops import permitted
from pipeline.store import proposals, runs
from pipeline.tally import Tally
from schemas.addresses import is_loopback
from schemas.crawl import Crawl, CrawlPlan
from schemas.errors import NotAllowed, PoliflashError, UnknownError
from schemas.order import Order
from schemas.run import Run
from schemas.source import Source
from spiders.crawl import run_crawl
from spiders.extract import extract
from spiders.pictures import run_look


async def carry_out(
    pipe: Pipe, run: Run, order: Order, *, crawl: Crawl = run_crawl, publish: bool = True
) -> Run:
    """Carry out a claimed order and write its receipt; never raises.

    `crawl`: what reads a source. Without `publish` its documents stay dirty.
    """
    wrong = ""
    try:
        if run.outcome is None:
            run = await _done(pipe, run, order, crawl)
        if publish:
            run = _published(pipe, run, order)
    except PoliflashError as error:
        own = error.subject in ("", run.source)  # a receipt names its source anyway
        reason = str(error.args[0]) if own else str(error)
        wrong = _part(run)
        run = run.model_copy(update={"outcome": "failed", "reason": reason})
    except Exception:  # noqa: BLE001  # a bug of ours costs this run, not the schedule
        log.exception("run-crashed", run=run.id, source=run.source)
        reason = "a defect of this program; the log has the traceback"
        wrong = _part(run)
        run = run.model_copy(update={"outcome": "crashed", "reason": reason})
    run = run.model_copy(update={"state": "done", "finished": pipe.store.clock()})
    pipe.owed.append((run, order, wrong))
    try:
        write_receipts(pipe)
    except PoliflashError as error:
        log.error("receipt-waits", run=run.id, reason=str(error))
    log.info("run-done", run=run.id, source=run.source, outcome=run.outcome, reason=run.reason)
    return run


def write_receipts(pipe: Pipe) -> None:
    """Write the receipts that are owed, as a full disk owes them; StoreError while it cannot be.

    Until then their runs count as running, and nothing else is asked of their hosts.
    """
    while pipe.owed:
        run, order, wrong = pipe.owed[0]
        with pipe.store.writing() as c:
            _noted(c, pipe, run, order, wrong)
            runs.finish(c, run)
        pipe.owed.pop(0)


def _part(run: Run) -> str:
    """What an error that ended a run was in: without a verdict its source, else our publishing."""
    return "source" if run.outcome is None else PUBLISHER


def _noted(c: Connection, pipe: Pipe, run: Run, order: Order, wrong: str) -> None:
    """What an error means beyond its run: for its source, or for whoever runs this program."""
    now = pipe.store.clock()
    source = pipe.declared.sources.get(order.source)
    if not wrong:
        faults.mended(c, PUBLISHER, now)
    elif wrong == PUBLISHER:
        faults.found(c, PUBLISHER, run.reason, now)
    elif source is not None and order.replay is None:
        unsettled(c, source, run, now)


async def _done(pipe: Pipe, run: Run, order: Order, crawl: Crawl) -> Run:
    if order.action is not None and order.action.name in ("purge", "erase"):
        gone = purged if order.action.name == "purge" else erased
        run = gone(pipe, order.action, run)
        return run.model_copy(update={"outcome": "passed", "reason": _said(order)})
    if order.action is not None:
        with pipe.store.writing() as c:
            run = act(c, order.action, pipe.publisher.placing, run, pipe.store.clock())
            run = run.model_copy(update={"outcome": "passed", "reason": _said(order)})
            runs.progress(c, run)
        return run
    if order.pictures:
        return await looked_at(pipe, order, run, run_look)
    if not order.source:
        return run.model_copy(update={"outcome": "passed"})
    source = pipe.declared.sources.get(order.source)
    if source is None:
        raise UnknownError("no longer declared; nothing was crawled", subject=order.source)
    if order.replay is not None:
        show = order.replay == "show"
        return await replayed(
            pipe, source, run, apply=not show, since=order.since, retag=order.retag
        )
    return await crawled(pipe, source, run, order, crawl)


def _said(order: Order) -> str:
    action = order.action
    assert action is not None
    return f"{action.name} by {action.by}" + (f": {action.why}" if action.why else "")


def _published(pipe: Pipe, run: Run, order: Order) -> Run:
    published = pipe.publisher.publish(full=order.full)
    run = run.model_copy(
        update={
            "documents": published.documents,
            "problems": (*run.problems, *published.refused),
        }
    )
    if order.action is None:
        return run
    with pipe.store.reading() as c:
        variants, now = pipe.publisher.variants, pipe.store.clock()
        return retraction.told(c, run, order.action, variants, now)


async def crawled(
    pipe: Pipe, source: Source, run: Run, order: Order, crawl: Crawl = run_crawl
) -> Run:
    """Take a source through the pipe up to the store; the receipt so far. PoliflashError."""
    look_seldom()
    plan = _plan(pipe, source, order)
    tally = Tally()
    keeping = Keeping(pipe.store, pipe.shelf, source.slug, run.id)
    with pipe.store.writing() as c:
        proposals.adopt_orphans(c, source.slug, run.id)
    with pipe.store.reading() as c, Readers(extract, stories_of) as aside:
        intake = Intake(pipe.store, source, pipe.authorities, run.id, tally, keeping, aside)
        now = pipe.store.clock()
        known = StoreKnown(c, source, now, manual=plan.manual, news=aside.expect)
        summary = await crawl(plan, known, intake.take, aside=aside)
        intake.flush()
    placing, now = pipe.publisher.placing, pipe.store.clock()
    with pipe.store.writing() as c:
        return settled(c, Crawled(source, run, tally, summary), placing, now)


def _plan(pipe: Pipe, source: Source, order: Order) -> CrawlPlan:
    loopback_only = pipe.settings.contact is None
    if loopback_only and not is_loopback(order.host):
        raise NotAllowed(
            "not crawled: set POLIFLASH_CONTACT to an address newsrooms can write to",
            subject=source.slug,
        )
    with pipe.store.reading() as c:
        stops = permitted(c, source)
    return CrawlPlan(
        source=source,
        manual=order.trigger == "manual",
        only=order.url,
        force=order.force,
        user_agent=user_agent(pipe.settings),
        loopback_only=loopback_only,
        timeout=pipe.settings.run_timeout.total_seconds(),
        stopped=stops,
    )
