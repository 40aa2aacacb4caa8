"""When a host may be asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.crawl import HostState, RobotsCopy
from spiders.manners import asked_to_wait, backed_off, recovered, retry_after
from spiders.robots import product, rules_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOST = HostState(host="www.example.org")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("99999999999999999", 86400),
        ("Mon, 02 Mar 2026 12:05:00 GMT", 300),
        ("Mon, 02 Mar 2026 11:00:00 GMT", 0),
        ("Wed, 01 Apr 2026 12:00:00 GMT", 86400),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_retry_after(header: str, seconds: int | None) -> None:
    """Seconds and dates are understood and end a day from now."""
    then = None if seconds is None else NOW + timedelta(seconds=seconds)
    assert retry_after(header, NOW) == then


def test_pauses_double_up_to_a_day() -> None:
    """Thirty delays at first, twice as long each time in a row, never over a day."""
    state, pauses = HOST, []
    for _ in range(14):
        state = backed_off(state, NOW, delay=1.0)
        assert state.next_allowed is not None
        pauses.append((state.next_allowed - NOW).total_seconds())
    assert pauses[:4] == [30, 60, 120, 240]
    assert pauses[-1] == 86400


def test_no_pause_without_a_delay() -> None:
    """A newsroom on this machine that wishes no delay is asked again at once."""
    assert backed_off(HOST, NOW, delay=0.0).next_allowed is None


def test_pause_the_host_asked_for_is_never_shortened() -> None:
    """Our own back-off does not overrule `Retry-After`."""
    asked = asked_to_wait(HOST, NOW + timedelta(hours=5))
    assert backed_off(asked, NOW, delay=1.0).next_allowed == NOW + timedelta(hours=5)


def test_success_forgets_failures() -> None:
    """A host that answers starts anew."""
    failed = HOST.model_copy(update={"failures": 3, "next_allowed": NOW - timedelta(minutes=1)})
    assert recovered(failed, NOW) == HOST


def test_success_keeps_a_pause_that_still_runs() -> None:
    """`Retry-After` on a story page outlives the listing's success."""
    asked = asked_to_wait(HOST, NOW + timedelta(hours=1))
    assert recovered(asked, NOW).next_allowed == NOW + timedelta(hours=1)


ROBOTS = """
User-agent: *
Disallow: /intern
Allow: /intern/press
Crawl-delay: 3

User-agent: OtherBot
Disallow: /
"""


@pytest.mark.parametrize(
    ("path", "allowed"), [("/news", True), ("/intern/x", False), ("/intern/press/1", True)]
)
def test_robots_rules(path: str, allowed: bool) -> None:
    """The group for all crawlers applies, and its longest match wins."""
    copy = RobotsCopy(origin="https://www.example.org", fetched=NOW, status=200, body=ROBOTS)
    rules = rules_of(copy, "Poliflash/0.1 (+https://flash.example.org/bot)")
    assert rules.allow(f"https://www.example.org{path}") is allowed


def test_crawl_delay_is_heard() -> None:
    """The delay a robots.txt wishes is known."""
    copy = RobotsCopy(origin="https://www.example.org", fetched=NOW, status=200, body=ROBOTS)
    assert rules_of(copy, "Poliflash/0.1").delay == 3.0


def test_product_token() -> None:
    """Groups are chosen by the product's name alone."""
    assert product("Poliflash/0.1 (+https://flash.example.org/bot; a@example.org)") == "Poliflash"
