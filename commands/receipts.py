"""Receipts in words."""

from collections.abc import Iterable, Iterator

from schemas.run import Item, Run, TakenBack

FAILED = 1
"""Exit code: a run failed, was blocked or crashed."""
HELD = 3
"""Exit code: none failed, but one was held."""
_MARKS = {
    "added": "+",
    "updated": "~",
    "withdrawn": "-",
    "duplicates": "=",
    "held": "?",
    "rejected": "!",
    "problems": "!",
}
_SHOWN = 12


def exit_code(receipts: Iterable[Run]) -> int:
    """What a command ends with after these runs."""
    outcomes = {run.outcome for run in receipts}
    if outcomes & {"failed", "blocked", "crashed"}:
        return FAILED
    return HELD if "held" in outcomes else 0


def told(run: Run) -> Iterator[str]:
    """A receipt, line by line."""
    yield f"{run.source or run.trigger}: {_outcome(run)}{_figures(run)}"
    for note in run.listings:
        if note.age is not None:
            yield f"    {note.url} came from a cache, {note.age} s old"
        if note.problem and note.problem not in run.reason:
            yield f"    {note.url}: {note.problem}"
    for name, mark in _MARKS.items():
        items: tuple[Item, ...] = getattr(run, name)
        for item in items[:_SHOWN]:
            yield f"  {mark} {_item(item)}"
        if len(items) > _SHOWN:
            yield f"  {mark} … and {len(items) - _SHOWN} more {name}"
    if run.taken_back is not None:
        yield from _taken_back(run.taken_back)


def _taken_back(story: TakenBack) -> Iterator[str]:
    yield f"    gone from {len(story.documents)} documents:"
    yield from (f"      {path}" for path in story.documents[:_SHOWN])
    if len(story.documents) > _SHOWN:
        yield f"      … and {len(story.documents) - _SHOWN} more; `--json` of the run has all"
    yield f"    caches may show it until {story.cached_until:%Y-%m-%d %H:%M:%S}Z"
    if story.cached_at_worst is not None:
        yield f"    those that cannot reach us, until {story.cached_at_worst:%Y-%m-%d %H:%M:%S}Z"
    if story.pictures_until is not None:
        yield f"    browsers may keep its picture until {story.pictures_until:%Y-%m-%d}"
    for mailed in story.mailed:
        since = f"{mailed.newsletter} since {mailed.since:%Y-%m-%d %H:%M}Z"
        yield f"    mailed: {since}" + "".join(f", {path}" for path in mailed.editions)
    if not story.mailed:
        yield "    no newsletter had it"


def _outcome(run: Run) -> str:
    word = run.outcome or run.state
    return f"{word}: {run.reason}" if run.reason else str(word)


def _figures(run: Run) -> str:
    counts = {
        "added": run.count("added"),
        "updated": run.count("updated"),
        "unchanged": run.unchanged,
        "duplicates": run.count("duplicates"),
        "held": run.count("held"),
        "withdrawn": run.count("withdrawn"),
        "rejected": run.count("rejected"),
        "not modified": run.not_modified,
        "documents": run.count("documents"),
    }
    said = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    took = (
        f" ({(run.finished - run.started).total_seconds():.1f} s)"
        if run.finished and run.started
        else ""
    )
    return f" – {said or 'nothing new'}{took}"


def _item(item: Item) -> str:
    what = item.title or item.url
    return f"{what} – {item.why}" if item.why else what
