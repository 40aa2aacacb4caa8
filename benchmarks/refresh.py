"""From the wish to the public feed: a correction on a story page, asked for over HTTP.

The newsroom runs beside `serve`, with the other sources at rest. Compared with the time the
newsroom itself takes to answer the same requests, one after the other.
"""

import datetime as dt
import http.client
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.running import Running, serving
from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from demo.visible import Visit

ROUNDS = 25
SOURCE = "ateneo-it"
SOURCES = Path(__file__).parent.parent / "demo" / "sources"


def main() -> None:
    """Print the median and the slowest of both."""
    newsroom = Newsroom(clock=lambda: dt.datetime.now(dt.UTC))
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_newsroom(newsroom) as port,
        serving(Path(folder), _source(port)) as running,
    ):
        while len(_items(running)) < 52:
            time.sleep(0.1)
        key = next(r["key"] for r in newsroom.publish())
        _refresh(running)
        visible = [_one(newsroom, running, key, n) for n in range(ROUNDS)]
        asked = [visit for visit in newsroom.requests if visit.method == "GET"]
        own = [_own(asked, port) for _ in range(ROUNDS)]
    ours, theirs = statistics.median(visible), statistics.median(own)
    print(f"wish to public feed      median {_ms(ours)}, max {_ms(max(visible))}")
    print(f"the newsroom's own part  median {_ms(theirs)}")
    print(f"beyond it                median {_ms(ours - theirs)} (bar 1000 ms, aim 200 ms)")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _one(newsroom: Newsroom, running: Running, key: str, n: int) -> float:
    title = f"Una correzione, la numero {n}"
    newsroom.edit(key, "real", {"it": {"title": title}})
    newsroom.forget_requests()
    began = time.perf_counter()
    _refresh(running)
    while title not in [item["title"] for item in _items(running)]:
        time.sleep(0.02)
    return time.perf_counter() - began


def _own(asked: Sequence[Visit], port: int) -> float:
    """The newsroom's time for what one refresh asks of it, one by one."""
    began = time.perf_counter()
    for visit in asked:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", visit.path, headers={"Host": f"{visit.host}.localhost:{port}"})
        connection.getresponse().read()
        connection.close()
    return time.perf_counter() - began


def _refresh(running: Running) -> None:
    receipt = running.begin(SOURCE)
    while not running.done(receipt):
        time.sleep(0.02)


def _items(running: Running) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = running.ask("GET", "/feeds/stories.json").get("items", [])
    return found


def _source(newsroom_port: int) -> dict[str, str]:
    text = (SOURCES / f"{SOURCE}.toml").read_text("utf-8").replace(":8001", f":{newsroom_port}")
    return {SOURCE: text.replace('every = "5m"', 'every = "30d"')}


if __name__ == "__main__":
    main()
