"""A hub beside a real `serve`."""

from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from demo.newsroom import Newsroom
from tests.house import House, only
from tests.receivers import Asked, Hook
from tests.running import serving, until

pytestmark = [pytest.mark.server, pytest.mark.slow]


def test_the_hub_finds_the_story_when_it_is_pinged(
    tmp_path: Path, house: House, newsroom: Newsroom, hook: Hook
) -> None:
    """Requirement 38: Whoever fetches within a ping is given other bytes than the time before."""
    sources = only(house, "ateneo-it")
    fetched: list[bytes] = []
    port = 0

    def heard(asked: Asked) -> None:
        """What a hub does: it fetches the document at once."""
        path = urlsplit(parse_qs(asked.body)["hub.url"][0]).path
        if path == "/feeds/stories.it.json":
            line = HTTPConnection("127.0.0.1", port)
            line.request("GET", path)
            fetched.append(line.getresponse().read())
            line.close()

    with serving(tmp_path, sources, POLIFLASH_HUB=hook.url) as serve:
        port = serve.port
        until(serve.titles)
        title = next(row["title"] for row in newsroom.publish() if row["language"] == "it")
        hook.heard = heard
        serve.refresh("ateneo-it")
        until(lambda: any(title.encode() in body for body in fetched))
    assert len(fetched) == len(set(fetched))
