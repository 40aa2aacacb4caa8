"""Whether a run is as healthy as its source used to be."""

from collections import Counter
from collections.abc import Callable, Sequence
from statistics import median_high
from urllib.parse import urlsplit

from schemas.crawl import ListingSeen
from schemas.gate import COVERED, History, RunFacts, Verdict
from schemas.source import Source

MOST_WITHDRAWN = 3
"""Stories that may vanish in one run; more are held, because sites break oftener than that."""
JUDGED_FROM = 5
"""Cards from which coverage says something."""
_WORTH_WATCHING = 0.25
_REMEMBERED = 5
_ONE_TITLE_FROM = 3
_MANY_PAGES = 3
_REFUSALS = frozenset({401, 403, 429, 451})

_Rule = Callable[[RunFacts, History], Verdict | None]


def judge(facts: RunFacts, history: History) -> Verdict:
    """Passed, held, blocked or failed, with a reason that names the figures.

    A listing that answers 304 says nothing, and nothing new is no fault. The first rule that
    objects decides.
    """
    for rule in _RULES:
        if verdict := rule(facts, history):
            return verdict
    if facts.withdrawn > MOST_WITHDRAWN:
        return Verdict(
            outcome="passed",
            reason=f"{facts.withdrawn} stories are gone at once: they wait for an editor",
            figures={"withdrawn": facts.withdrawn},
            hold_withdrawals=True,
        )
    return Verdict(outcome="passed")


def learnt(history: History, facts: RunFacts) -> History:
    """What is to be remembered once a run has passed."""
    links = dict(history.links)
    for seen in facts.listings:
        if _answered(seen):
            counts = (*links.get(seen.url, ()), len(seen.links))
            links[seen.url] = counts[-_REMEMBERED:]
    return History(passed=True, links=links, coverage=facts.latest)


def first_pages(listings: Sequence[ListingSeen], source: Source) -> tuple[ListingSeen, ...]:
    """Of all pages a crawl listed, the first of each listing."""
    named: dict[str, ListingSeen] = {}
    for seen in listings:
        key = (
            seen.url if seen.url in source.urls else urlsplit(seen.url)._replace(query="").geturl()
        )
        named.setdefault(key, seen)
    exact = tuple(seen for key, seen in named.items() if key in source.urls)
    return exact or tuple(named.values())


def _answered(seen: ListingSeen) -> bool:
    return seen.problem is None and not seen.not_modified


def _refused(seen: ListingSeen) -> bool:
    code = seen.problem.code if seen.problem else ""
    return code in ("robots", "blocked") or seen.status in _REFUSALS


def _no_listing(facts: RunFacts, _: History) -> Verdict | None:
    """Nothing can be said of the newsroom if none of its listings answered."""
    wrong = [seen for seen in facts.listings if seen.problem is not None]
    not_a_feed = [seen for seen in wrong if seen.problem and seen.problem.code == "not-a-feed"]
    if not_a_feed:
        return Verdict(outcome="held", reason="the feed is HTML, not a feed")
    if not wrong or len(wrong) < len(facts.listings):
        return None
    worst = next(filter(_refused, wrong), wrong[0])
    assert worst.problem is not None
    return Verdict(
        outcome="blocked" if _refused(worst) else "failed",
        reason=worst.problem.detail,
        figures={"status": worst.status},
    )


def _fewer_links(facts: RunFacts, history: History) -> Verdict | None:
    for seen in filter(_answered, facts.listings):
        counts = history.links.get(seen.url, ())
        usual, links = (median_high(counts) if counts else 0), len(seen.links)
        reason = _too_few(facts.kind, links, usual, first=not history.passed)
        if reason:
            return Verdict(
                outcome="held", reason=reason, figures={"links": links, "usual links": usual}
            )
    return None


def _too_few(kind: str, links: int, usual: int, *, first: bool) -> str:
    was = f" (was {usual})" if usual else ""
    if links == 0 and (usual or first):
        nothing = "the feed has no items" if kind == "feed" else "the listing matches nothing"
        return nothing + was
    if links * 3 < usual and usual >= JUDGED_FROM:
        found = "the feed has {} items" if kind == "feed" else "the listing links to {} stories"
        return found.format(links) + was + ": fewer than a third"
    return ""


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


def _dates_ahead(facts: RunFacts, _: History) -> Verdict | None:
    stories = facts.future + len(facts.titles)
    if facts.future < 2 or facts.future * 4 < stories:
        return None
    return Verdict(
        outcome="held",
        reason=f"{facts.future} of {stories} stories are dated in the future",
        figures={"future": facts.future, "stories": stories},
    )


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
    if min(facts.latest.cards, history.coverage.cards) < JUDGED_FROM:
        return None
    for field in COVERED:
        before, now = history.coverage.share(field), facts.latest.share(field)
        if before >= _WORTH_WATCHING and now < before / 2:
            return Verdict(
                outcome="held",
                reason=f"{field}: {now:.0%} of the latest {facts.latest.cards} cards have one"
                f" (was {before:.0%})",
                figures={f"{field} before": round(before, 3), f"{field} now": round(now, 3)},
            )
    return None


_RULES: tuple[_Rule, ...] = (
    _no_listing,
    _fewer_links,
    _no_pages,
    _first_run,
    _dates_ahead,
    _one_title,
    _less_covered,
)
