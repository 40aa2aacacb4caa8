"""From the wish to the public feed: a correction on a story page, asked for over HTTP.

The newsroom runs beside `serve`, with the other sources at rest. Compared with the time the
newsroom itself takes to answer the same requests, one after the other.
"""

import datetime as dt
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from demo.visible import Visit

ROUNDS = 25
SOURCE = "ateneo-it"
TOKEN = "bench"
SOURCES = Path(__file__).parent.parent / "demo" / "sources"


def main() -> None:
    """Print the median and the slowest of both."""
    newsroom = Newsroom(clock=lambda: dt.datetime.now(dt.UTC))
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_newsroom(newsroom) as port,
        _serving(Path(folder), port) as ask,
    ):
        while len(_items(ask)) < 52:
            time.sleep(0.1)
        key = next(r["key"] for r in newsroom.publish())
        _refresh(ask)
        visible = [_one(newsroom, ask, key, n) for n in range(ROUNDS)]
        asked = [visit for visit in newsroom.requests if visit.method == "GET"]
        own = [_own(asked, port) for _ in range(ROUNDS)]
    ours, theirs = statistics.median(visible), statistics.median(own)
    print(f"wish to public feed      median {_ms(ours)}, max {_ms(max(visible))}")
    print(f"the newsroom's own part  median {_ms(theirs)}")
    print(f"beyond it                median {_ms(ours - theirs)} (bar 1000 ms, aim 200 ms)")


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _one(newsroom: Newsroom, ask: Any, key: str, n: int) -> float:
    title = f"Una correzione, la numero {n}"
    newsroom.edit(key, "real", {"it": {"title": title}})
    newsroom.forget_requests()
    began = time.perf_counter()
    _refresh(ask)
    while title not in [item["title"] for item in _items(ask)]:
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


def _refresh(ask: Any) -> None:
    run = ask("POST", "/api/v1/refresh", {"sources": [SOURCE]})["runs"][0]
    while ask("GET", run["href"])["state"] != "done":
        time.sleep(0.02)


def _items(ask: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("GET", "/feeds/stories.json").get("items", [])
    return found


@contextmanager
def _serving(folder: Path, newsroom_port: int) -> Iterator[Any]:
    sources = folder / "sources"
    sources.mkdir()
    text = (SOURCES / f"{SOURCE}.toml").read_text("utf-8").replace(":8001", f":{newsroom_port}")
    (sources / f"{SOURCE}.toml").write_text(text.replace('every = "5m"', 'every = "30d"'))
    environment = {
        **os.environ,
        "POLIFLASH_DATA": str(folder / "data"),
        "POLIFLASH_PUBLIC": str(folder / "public"),
        "POLIFLASH_SOURCES": json.dumps([str(sources)]),
        "POLIFLASH_OWN_SOURCES": "false",
        "POLIFLASH_API_TOKEN": TOKEN,
    }
    command = [sys.executable, "-c", "import cli; cli.main()", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "serving http://" in line)
        port = int(line.rsplit(":", 1)[1].strip().strip("/"))

        def ask(method: str, path: str, body: Any = None) -> dict[str, Any]:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
            connection.request(method, path, json.dumps(body) if body else None, headers)
            answer: dict[str, Any] = json.loads(connection.getresponse().read())
            connection.close()
            return answer

        try:
            yield ask
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
