"""What a run's end means for the incidents of its source."""

from datetime import datetime

from sqlalchemy import Connection

from pipeline.store import incidents, proposals
from schemas.gate import Verdict
from schemas.incident import Kind, Trouble

_RUNS: tuple[Kind, ...] = ("held", "blocked", "failed", "crashed")
_QUIET: tuple[Kind, ...] = ("quiet",)
_GONE: tuple[Kind, ...] = ("gone",)


def judged(c: Connection, source: str, verdict: Verdict, now: datetime) -> None:
    """Open, see again or close a source's incidents, in the transaction of the verdict."""
    if verdict.outcome != "passed" and verdict.outcome != "quiet":
        broken(c, source, verdict.outcome, verdict.reason, now, figures=verdict.figures)
        return
    found = {incident.kind for incident in incidents.current(c, subject=source)}
    if found & set(_RUNS):
        incidents.ended(c, source, now, kinds=_RUNS, ending="a run is healthy again")
    if verdict.outcome == "quiet":
        broken(c, source, "quiet", verdict.reason, now, figures=verdict.figures)
    elif "quiet" in found:
        incidents.ended(c, source, now, kinds=_QUIET, ending="something new came")
    if verdict.hold_withdrawals:
        broken(c, source, "gone", verdict.reason, now, figures=verdict.figures)
    elif "gone" in found and not proposals.gone(c, source):
        incidents.ended(c, source, now, kinds=_GONE, ending="no withdrawal waits any more")


def broken(
    c: Connection,
    source: str,
    kind: Kind,
    reason: str,
    now: datetime,
    *,
    figures: dict[str, float] | None = None,
) -> None:
    """Note that something is wrong with a source."""
    trouble = Trouble(subject=source, kind=kind, reason=reason, figures=figures or {})
    incidents.noted(c, trouble, now)


def resolved(c: Connection, source: str, now: datetime, by: str) -> None:
    """Close what an editor's word on a source's quarantine settles."""
    if not proposals.gone(c, source):
        incidents.ended(c, source, now, kinds=_GONE, ending=f"decided by {by}")
