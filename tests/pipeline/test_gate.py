"""The gate's verdicts."""

from datetime import timedelta
from typing import Any

import pytest

from pipeline.gate import first_pages, judge, learnt, measure, relearnt
from schemas.crawl import ListingSeen, Problem, ProblemCode
from schemas.gate import Coverage, History, RunFacts, coverage
from tests.builders import NOON, card, source

LISTING = "http://ateneo.localhost:8001/it/notizie"
TITLES = ("Il ponte", "La diga", "Il faro")


def seen(links: int = 24, *, code: ProblemCode | None = None, **said: Any) -> ListingSeen:
    """A listing's answer with so many links, or with a problem."""
    values = {
        "url": LISTING,
        "status": 200,
        "links": [f"{LISTING}/{number}" for number in range(links)],
        "problem": Problem(code=code, detail=f"the listing says {code}") if code else None,
        **said,
    }
    return ListingSeen.model_validate(values)


def facts(**said: Any) -> RunFacts:
    """A healthy run of a listing that brought three stories."""
    values = {"kind": "listing", "listings": (seen(),), "titles": TITLES, "read": 3, **said}
    return RunFacts.model_validate(values)


USUAL = History(
    passed=True,
    links={LISTING: (24, 24, 22)},
    coverage=(Coverage(cards=20, title=20, date=20, image=19, teaser=20),),
)
NEVER = History()
FULL = Coverage(cards=20, title=20, date=20, image=18, teaser=20)

VERDICTS: list[tuple[str, dict[str, Any], History, str, str]] = [
    ("healthy", {"latest": FULL}, USUAL, "passed", ""),
    ("nothing new", {"titles": (), "read": 0, "latest": FULL}, USUAL, "passed", ""),
    (
        "not modified",
        {"listings": (seen(0, status=304, not_modified=True),), "titles": (), "read": 0},
        USUAL,
        "passed",
        "",
    ),
    ("redesign", {"listings": (seen(0),)}, USUAL, "held", "the listing matches nothing (was 24)"),
    (
        "empty feed",
        {"kind": "feed", "listings": (seen(0),)},
        History(passed=True, links={LISTING: (12,)}),
        "held",
        "the feed has no items (was 12)",
    ),
    (
        "HTML where a feed was",
        {"kind": "feed", "listings": (seen(0, code="not-a-feed"),)},
        USUAL,
        "held",
        "the feed is HTML, not a feed",
    ),
    (
        "fewer links",
        {"listings": (seen(7),)},
        USUAL,
        "held",
        "the listing links to 7 stories (was 24): fewer than a third",
    ),
    (
        "many more links",
        {"listings": (seen(121),)},
        USUAL,
        "held",
        "the listing links to 121 stories (was 24): more than five times as many",
    ),
    ("many more links, nothing new", {"listings": (seen(121),), "titles": ()}, USUAL, "passed", ""),
    (
        "no titles",
        {"untitled": 3},
        USUAL,
        "held",
        "3 of 6 stories have no title",
    ),
    (
        "one title on half of the cards",
        {"latest": FULL.model_copy(update={"title": 9})},
        USUAL,
        "held",
        "title: 45% of the latest 20 cards have one of their own (was 100%)",
    ),
    ("a third of the links", {"listings": (seen(8),)}, USUAL, "passed", ""),
    (
        "a short list",
        {"listings": (seen(1),)},
        History(passed=True, links={LISTING: (4,)}),
        "passed",
        "",
    ),
    ("blocked", {"listings": (seen(0, code="blocked", status=403),)}, USUAL, "blocked", "blocked"),
    ("robots", {"listings": (seen(0, code="robots", status=0),)}, USUAL, "blocked", "robots"),
    ("too fast", {"listings": (seen(0, code="http", status=429),)}, USUAL, "blocked", "http"),
    ("server error", {"listings": (seen(0, code="http", status=503),)}, USUAL, "failed", "http"),
    ("away", {"listings": (seen(0, code="unreachable", status=0),)}, USUAL, "failed", "unreach"),
    (
        "one of two listings away",
        {"listings": (seen(), seen(0, url=LISTING + "/2", code="timeout", status=0))},
        USUAL,
        "passed",
        "",
    ),
    (
        "pages refused",
        {"titles": (), "read": 0, "refused": 5, "unread": 1},
        USUAL,
        "blocked",
        "all 5 story pages asked for were refused",
    ),
    (
        "pages broken",
        {"titles": (), "read": 0, "unread": 4},
        USUAL,
        "failed",
        "none of 4 story pages could be read",
    ),
    ("one page broken", {"titles": (), "read": 0, "unread": 1}, USUAL, "passed", ""),
    ("first run", {"titles": ("Il ponte",)}, NEVER, "passed", ""),
    (
        "first run without cards",
        {"titles": (), "read": 0},
        NEVER,
        "held",
        "no page gave a card with a title and a link",
    ),
    (
        "first run without links",
        {"listings": (seen(0),), "titles": ()},
        NEVER,
        "held",
        "the listing matches nothing",
    ),
    (
        "dates ahead",
        {"future": 2},
        USUAL,
        "held",
        "2 of 5 stories are dated in the future",
    ),
    ("one date ahead", {"future": 1}, USUAL, "passed", ""),
    (
        "one title",
        {"titles": ("Ateneo",) * 4},
        USUAL,
        "held",
        "all 4 cards have one title: Ateneo",
    ),
    ("two of one title", {"titles": ("Ateneo",) * 2}, USUAL, "passed", ""),
    (
        "pictures lost",
        {"latest": FULL.model_copy(update={"image": 9})},
        USUAL,
        "held",
        "image: 45% of the latest 20 cards have one (was 95%)",
    ),
    ("half the pictures", {"latest": FULL.model_copy(update={"image": 10})}, USUAL, "passed", ""),
    (
        "dates lost",
        {"latest": Coverage(cards=5, title=5, date=0, image=5, teaser=5)},
        USUAL,
        "held",
        "date: 0% of the latest 5 cards have one (was 100%)",
    ),
    ("too few to tell", {"latest": Coverage(cards=4)}, USUAL, "passed", ""),
    (
        "never had pictures",
        {"latest": FULL.model_copy(update={"image": 0})},
        USUAL.model_copy(update={"coverage": (FULL.model_copy(update={"image": 2}),)}),
        "passed",
        "",
    ),
]


@pytest.mark.parametrize(
    ("name", "said", "history", "outcome", "reason"), VERDICTS, ids=[row[0] for row in VERDICTS]
)
def test_a_run_is_judged_by_its_source(
    name: str, said: dict[str, Any], history: History, outcome: str, reason: str
) -> None:
    """The outcome follows the source's own history, and the reason names the figures."""
    verdict = judge(facts(**said), history)
    assert verdict.outcome == outcome
    assert reason in verdict.reason
    assert bool(verdict.reason) is (outcome != "passed")


def test_many_withdrawals_wait() -> None:
    """Three stories may vanish in a run; four at once are held, the rest of the run passes."""
    three, four = (judge(facts(withdrawn=number), USUAL) for number in (3, 4))
    assert (three.hold_withdrawals, four.hold_withdrawals) == (False, True)
    assert (four.outcome, four.figures["withdrawn"]) == ("passed", 4)


def test_a_verdict_shows_its_figures() -> None:
    """What was compared can be read in the receipt, whether it was held or not."""
    held, passed = (judge(facts(listings=(seen(n),), latest=FULL), USUAL) for n in (0, 24))
    told = {"usual links": 24, "spread of links": 0, "image": 0.9, "usual image": 0.95}
    assert held.figures.items() >= {"links": 0, **told}.items()
    assert passed.figures.items() >= {"links": 24, **told}.items()


def test_the_gate_remembers_what_passed() -> None:
    """Counts of answered listings become the measure of the next run."""
    history = learnt(USUAL, facts(listings=(seen(30),), latest=FULL))
    assert history.links[LISTING] == (24, 24, 22, 30)


def test_a_listing_not_modified_teaches_nothing() -> None:
    """A 304 counts no links, so it is no measure."""
    history = learnt(USUAL, facts(listings=(seen(0, status=304, not_modified=True),)))
    assert history.links == USUAL.links


def test_the_memory_is_bounded() -> None:
    """After thousands of runs no more is kept than after a few hundred."""
    history = USUAL
    for number in range(2000):
        at = NOON + timedelta(hours=number)
        news = facts(latest=FULL, fresh=1, at=at)
        history = learnt(history, news)
    sizes = (len(history.links[LISTING]), len(history.coverage), len(history.rhythm.gaps))
    assert sizes == (20, 10, 40)


def test_coverage_is_measured_over_other_cards() -> None:
    """Pictures that go missing story by story are held before the loss is taken for usual."""
    history, held_at = USUAL, 0
    for lost in range(1, 21):
        latest = FULL.model_copy(update={"image": 20 - lost})
        run = facts(latest=latest, fresh=1)
        if judge(run, history).outcome == "held":
            held_at = lost
            break
        history = learnt(history, run)
    assert held_at == 11


def test_an_unsteady_listing_is_not_held() -> None:
    """A calendar that lists thirty events, then three, does so again."""
    unsteady = History(passed=True, links={LISTING: (30, 3, 28, 2, 25, 4)})
    assert judge(facts(listings=(seen(2),)), unsteady).outcome == "passed"


def test_an_editors_word_makes_a_held_run_the_measure() -> None:
    """A listing that is shorter for good is held once, and passes after it was accepted."""
    short = facts(listings=(seen(6),))
    held = USUAL.model_copy(update={"held": measure(short)})
    assert judge(short, held).outcome == "held"
    assert judge(short, relearnt(held)).outcome == "passed"


def test_a_store_of_before_is_understood() -> None:
    """The memory of an older program, with one coverage, is read as the first of several."""
    text = '{"passed":true,"links":{},"coverage":{"cards":20,"date":20,"image":19,"teaser":20}}'
    assert History.model_validate_json(text).coverage[0].image == 19


def test_only_first_pages_are_counted() -> None:
    """Later pages of a listing hold other numbers of links and are no measure."""
    pages = [seen(), seen(5, url=LISTING + "?page=1")]
    assert first_pages(pages, source()) == (pages[0],)


def test_coverage_counts_what_readers_miss() -> None:
    """A stock picture is no picture of the story."""
    stock = {"url": "https://a.example/x.jpg", "fallback": True}
    cards = [card(image=stock), card(published=None, teaser="")]
    assert coverage(cards) == Coverage(cards=2, title=2, date=1, image=0, teaser=1)
