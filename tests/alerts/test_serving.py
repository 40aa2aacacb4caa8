"""Alerts of a real `serve`."""

from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from tests.house import House, only
from tests.receivers import Hook
from tests.running import Serving, serving, until

pytestmark = [pytest.mark.server, pytest.mark.slow]
OPENED = ("opened", "ateneo-it", "held")


def held(serve: Serving) -> str:
    """The outcome of a refresh."""
    (run,) = serve.refresh("ateneo-it")
    outcome: str = run["outcome"]
    return outcome


def test_a_redesign_is_told_once_over_restarts(
    tmp_path: Path, house: House, newsroom: Newsroom, hook: Hook
) -> None:
    """One POST while it lasts, whatever is refreshed and restarted; one when it is over."""
    sources = only(house, "ateneo-it")
    with serving(tmp_path, sources, POLIFLASH_EDITORS_WEBHOOK=hook.url) as serve:
        until(serve.titles)
        newsroom.redesign("ateneo")
        assert [held(serve), held(serve)] == ["held", "held"]
        until(lambda: hook.got)
        assert serve.ask("GET", "/healthz").status == 200
    with serving(tmp_path, sources, POLIFLASH_EDITORS_WEBHOOK=hook.url) as serve:
        assert held(serve) == "held"
        newsroom.restore_design("ateneo")
        assert held(serve) == "passed"
        until(lambda: len(hook.got) > 1)
    assert hook.told() == [OPENED, ("closed", "ateneo-it", "held")]


def test_a_webhook_that_hangs_holds_up_no_run(
    tmp_path: Path, house: House, newsroom: Newsroom, hook: Hook
) -> None:
    """While a POST waits for its answer, a refresh ends and is public."""
    hook.silent.set()
    sources = only(house, "ateneo-it")
    with serving(tmp_path, sources, POLIFLASH_EDITORS_WEBHOOK=hook.url) as serve:
        until(serve.titles)
        newsroom.redesign("ateneo")
        assert held(serve) == "held"
        newsroom.restore_design("ateneo")
        title = next(row["title"] for row in newsroom.publish() if row["language"] == "it")
        assert held(serve) == "passed"
        assert title in serve.titles()
        assert hook.got == []
        hook.free.set()
