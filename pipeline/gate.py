"""Whether a run is as healthy as its source used to be."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from pipeline.doubts import RULES, answered, links_compared, rhythm_of, share_of
from pipeline.rhythm import figures as rhythm_figures
from pipeline.usual import usual
from schemas.crawl import ListingSeen
from schemas.gate import COVERED, History, Measure, RunFacts, Verdict
from schemas.source import Source

WINDOW = 20
"""Cards over which coverage is judged."""
_REMEMBERED = 20
_SAMPLES = 10


def judge(facts: RunFacts, history: History) -> Verdict:
    """Passed, quiet, held, blocked or failed, with a reason that names the figures.

    A listing that answers 304 says nothing, and nothing new is no fault. The first rule that
    objects decides.
    """
    compared = _compared(facts, history)
    for rule in RULES:
        if verdict := rule(facts, history):
            return verdict.model_copy(update={"figures": {**compared, **verdict.figures}})
    return Verdict(outcome="passed", figures=compared)


def learnt(history: History, facts: RunFacts) -> History:
    """What is to be remembered once a run has passed."""
    links = dict(history.links)
    for url, count in measure(facts).links.items():
        links[url] = (*links.get(url, ()), count)[-_REMEMBERED:]
    changes = {
        "passed": True,
        "links": links,
        "rhythm": rhythm_of(facts, history),
        "held": None,
        "fresh": history.fresh + facts.fresh,
    }
    taken = history.coverage
    if not taken or taken[-1].cards < WINDOW:
        changes |= {"coverage": (*taken[:-1], facts.latest), "fresh": 0}
    elif history.fresh + facts.fresh >= WINDOW:
        changes |= {"coverage": (*taken, facts.latest)[-_SAMPLES:], "fresh": 0}
    return history.model_copy(update=changes)


def relearnt(history: History) -> History:
    """The history of a source after an editor said that its held run is how it is from now on."""
    now = history.held
    if now is None:
        return history
    links = {url: (count,) for url, count in now.links.items()}
    taken = (now.coverage,) if now.coverage.cards else ()
    return history.model_copy(
        update={"links": {**history.links, **links}, "coverage": taken, "fresh": 0, "held": None}
    )


def measure(facts: RunFacts) -> Measure:
    """What the next runs would be measured by."""
    links = {seen.url: len(seen.links) for seen in facts.listings if answered(seen)}
    return Measure(links=links, coverage=facts.latest)


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


def _compared(facts: RunFacts, history: History) -> dict[str, float]:
    """What a run is measured by, also where nothing is wrong with it."""
    found: dict[str, float] = {}
    for seen in filter(answered, facts.listings[:1]):
        found |= links_compared(len(seen.links), usual(history.links.get(seen.url, ())))
    if facts.latest.cards:
        found["cards"] = facts.latest.cards
        for field in COVERED:
            found[field] = round(facts.latest.share(field), 3)
            found[f"usual {field}"] = round(share_of(history.coverage, field).middle, 3)
    return found | (rhythm_figures(rhythm_of(facts, history)) if facts.at else {})
