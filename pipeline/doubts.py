"""What makes a run doubtful, rule by rule."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from pipeline.rhythm import figures as rhythm_figures
from pipeline.rhythm import silence, too_quiet, watched
from pipeline.usual import Usual, usual
from schemas.crawl import ListingSeen
from schemas.gate import COVERED, Coverage, History, RunFacts, Verdict
from schemas.rhythm import Rhythm

MOST_WITHDRAWN = 3
"""Stories that may vanish in one run; more are held, because sites break oftener than that."""
JUDGED_FROM = 5
"""Cards from which coverage says something."""
_WORTH_WATCHING = 0.25
_FEWER, _MORE = 3, 5
"""A listing with a third of its links lost stories; one with five times as many lists others."""
_KNOWN_WELL = 3
"""Listings counted before a much longer one is doubted."""
_ONE_TITLE_FROM = 3
_MANY_PAGES = 3
_REFUSALS = frozenset({401, 403, 429, 451})
_OWN_PAUSE = 3
"""Missed turns after which a pause between two runs was ours, and says nothing of the source."""

Rule = Callable[[RunFacts, History], Verdict | None]


def answered(seen: ListingSeen) -> bool:
    """Whether a listing said which stories there are."""
    return seen.problem is None and not seen.not_modified


def _refused(seen: ListingSeen) -> bool:
    code = seen.problem.code if seen.problem else ""
    return code in ("robots", "blocked") or seen.status in _REFUSALS


def _no_listing(facts: RunFacts, _: History) -> Verdict | None:
    """Nothing can be said of the newsroom if none of its listings answered."""
    wrong = [seen for seen in facts.listings if seen.problem is not None]
    others = [x.problem.detail for x in wrong if x.problem and x.problem.code == "not-a-feed"]
    if others:
        feed = facts.kind == "feed"
        return Verdict(outcome="held", reason="the feed is HTML, not a feed" if feed else others[0])
    if not wrong or len(wrong) < len(facts.listings):
        return None
    worst = next(filter(_refused, wrong), wrong[0])
    assert worst.problem is not None
    return Verdict(
        outcome="blocked" if _refused(worst) else "failed",
        reason=worst.problem.detail,
        figures={"status": worst.status},
    )


def _other_links(facts: RunFacts, history: History) -> Verdict | None:
    for seen in filter(answered, facts.listings):
        counts, links = usual(history.links.get(seen.url, ())), len(seen.links)
        reason = _too_few(facts.kind, links, counts, first=not history.passed)
        if facts.titles and not reason:
            reason = _too_many(facts.kind, links, counts)
        if reason:
            return Verdict(outcome="held", reason=reason, figures=links_compared(links, counts))
    return None


def _too_few(kind: str, links: int, counts: Usual, *, first: bool) -> str:
    was = f" (was {counts.middle:.0f})" if counts.middle else ""
    if links == 0 and (counts.middle or first):
        nothing = "the feed has no items" if kind == "feed" else "the listing matches nothing"
        return nothing + was
    fewer = links * _FEWER < counts.middle and counts.below(links)
    if fewer and counts.middle >= JUDGED_FROM:
        return _found(kind, links) + was + ": fewer than a third"
    return ""


def _too_many(kind: str, links: int, counts: Usual) -> str:
    """Of a listing that brought cards: those may come from its menus."""
    many = links > counts.middle * _MORE and counts.above(links)
    if not many or counts.middle < JUDGED_FROM or counts.seen < _KNOWN_WELL:
        return ""
    return f"{_found(kind, links)} (was {counts.middle:.0f}): more than five times as many"


def _found(kind: str, links: int) -> str:
    return (
        f"the feed has {links} items" if kind == "feed" else f"the listing links to {links} stories"
    )


def _no_pages(facts: RunFacts, history: History) -> Verdict | None:
    """Several pages and not one that could be read."""
    if facts.read or facts.titles:
        return None
    if facts.refused + facts.unread < (_MANY_PAGES if history.passed else 1):
        return None
    if facts.refused >= facts.unread:
        reason = f"all {facts.refused} story pages asked for were refused"
        return Verdict(outcome="blocked", reason=reason, figures={"refused": facts.refused})
    reason = f"none of {facts.unread} story pages could be read"
    return Verdict(outcome="failed", reason=reason, figures={"unread": facts.unread})


def _first_run(facts: RunFacts, history: History) -> Verdict | None:
    """A source that never passed needs one card with a title and a link; no history, no more."""
    if history.passed:
        return None
    if facts.titles:
        return Verdict(outcome="passed")
    return Verdict(outcome="held", reason="no page gave a card with a title and a link")


def _no_titles(facts: RunFacts, _: History) -> Verdict | None:
    bad, stories = facts.untitled, facts.untitled + len(facts.titles)
    wrong = bad >= _ONE_TITLE_FROM and bad * 2 >= stories
    return _of_stories("have no title", bad, stories) if wrong else None


def _dates_ahead(facts: RunFacts, _: History) -> Verdict | None:
    bad, stories = facts.future, facts.future + len(facts.titles)
    wrong = bad >= 2 and bad * 4 >= stories
    return _of_stories("are dated in the future", bad, stories) if wrong else None


def _of_stories(what: str, bad: int, stories: int) -> Verdict:
    figures = {"bad stories": bad, "stories": stories}
    return Verdict(outcome="held", reason=f"{bad} of {stories} stories {what}", figures=figures)


def _one_title(facts: RunFacts, _: History) -> Verdict | None:
    if len(facts.titles) < _ONE_TITLE_FROM:
        return None
    title, count = Counter(facts.titles).most_common(1)[0]
    if count < len(facts.titles):
        return None
    return Verdict(
        outcome="held",
        reason=f"all {count} cards have one title: {title[:80]}",
        figures={"cards": count},
    )


def _less_covered(facts: RunFacts, history: History) -> Verdict | None:
    """A field that more than half of its cards lost."""
    if facts.latest.cards < JUDGED_FROM:
        return None
    for field in COVERED:
        before, now = share_of(history.coverage, field), facts.latest.share(field)
        if before.middle < _WORTH_WATCHING or not before.below(now):
            continue
        if now < before.middle / 2:
            return Verdict(
                outcome="held",
                reason=f"{field}: {now:.0%} of the latest {facts.latest.cards} cards have one"
                f"{' of their own' if field == 'title' else ''} (was {before.middle:.0%})",
            )
    return None


def _many_gone(facts: RunFacts, _: History) -> Verdict | None:
    if facts.withdrawn <= MOST_WITHDRAWN:
        return None
    return Verdict(
        outcome="passed",
        reason=f"{facts.withdrawn} stories are gone at once: they wait for an editor",
        figures={"withdrawn": facts.withdrawn},
        hold_withdrawals=True,
    )


def _silent(facts: RunFacts, history: History) -> Verdict | None:
    rhythm = rhythm_of(facts, history)
    if not too_quiet(rhythm):
        return None
    return Verdict(outcome="quiet", reason=silence(rhythm), figures=rhythm_figures(rhythm))


def rhythm_of(facts: RunFacts, history: History) -> Rhythm:
    """The source's rhythm with this run counted in."""
    if facts.at is None:
        return history.rhythm
    pause = max(timedelta(days=1), facts.every) * _OWN_PAUSE
    return watched(history.rhythm, facts.at, facts.fresh, most=pause)


def share_of(taken: Sequence[Coverage], field: str) -> Usual:
    """What part of a source's cards usually has a field."""
    return usual([one.share(field) for one in taken if one.cards >= JUDGED_FROM])


def links_compared(links: int, counts: Usual) -> dict[str, float]:
    """The figures of a listing."""
    return {
        "links": links,
        "usual links": counts.middle,
        "spread of links": round(counts.spread, 1),
    }


RULES: tuple[Rule, ...] = (
    _no_listing,
    _other_links,
    _no_pages,
    _first_run,
    _no_titles,
    _dates_ahead,
    _one_title,
    _less_covered,
    _many_gone,
    _silent,
)
"""In this order; the first that objects decides."""
