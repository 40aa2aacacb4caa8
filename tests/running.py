"""A real `poliflash serve` in processes of its own, for tests that talk to it over HTTP."""

import http.client
import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile
from typing import IO, Any

from tests.forking import Forked, forked

PATIENCE = 60.0
"""Seconds until a wait is given up; no statement about speed."""
TOKEN = "a token for tests"


class Answer:
    """An HTTP answer, read whole."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        """Reads the body."""
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class Serving:
    """A running `serve`."""

    def __init__(self, process: Forked, port: int) -> None:
        """Use `serving`."""
        self.process = process
        self.port = port

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request; a body is sent as JSON with the operator's token."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent |= {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def titles(self, feed: str = "stories") -> list[str]:
        """The titles in a public JSON feed."""
        found = self.ask("GET", f"/feeds/{feed}.json").json()
        return [item["title"] for item in found.get("items", [])]

    def refresh(self, *sources: str, **wish: Any) -> list[dict[str, Any]]:
        """Refresh over HTTP and wait for the receipts."""
        wish = wish or {"sources": list(sources)}
        answer = self.ask("POST", "/api/v1/refresh", wish)
        assert answer.status == 202, answer.body
        return [self.receipt(run["href"]) for run in answer.json()["runs"]]

    def receipt(self, href: str) -> dict[str, Any]:
        """A run's receipt once it is done."""
        path = href[href.index("/api/") :]
        found: dict[str, Any] = until(
            lambda: run if (run := self.ask("GET", path).json())["state"] == "done" else None
        )
        return found

    def crawler(self) -> int:
        """The crawler's process id, once it lives."""
        pid: int = until(lambda: self.ask("GET", "/healthz").json()["crawler"]["pid"])
        return pid


def until(look: Callable[[], Any]) -> Any:
    """What `look` gives once it is true; fails after `PATIENCE`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def environment(sources: Path) -> dict[str, str]:
    """The settings of a house that reads only these sources."""
    return {
        **{n: v for n, v in os.environ.items() if not n.startswith("POLIFLASH_")},
        "POLIFLASH_OWN_SOURCES": "false",
        "POLIFLASH_API_TOKEN": TOKEN,
        "POLIFLASH_SOURCES": json.dumps([str(sources)]),
    }


def started(
    *words: str, folder: Path, env: Mapping[str, str], out: IO[Any], err: IO[Any]
) -> Forked:
    """Start a command over the data and public folders below `folder`."""
    where = ["--data", str(folder / "data"), "--public", str(folder / "public")]
    return forked(*where, *words, env=env, out=out, err=err)


def poliflash(*words: str, folder: Path, sources: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end."""
    with TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        running = started(*words, folder=folder, env=environment(sources), out=out, err=err)
        code = running.wait(PATIENCE * 2)
        for file in (out, err):
            file.seek(0)
        return subprocess.CompletedProcess(words, code, out.read(), err.read())


@contextmanager
def serving(folder: Path, sources: Path, **variables: str) -> Iterator[Serving]:
    """`serve` on a free port, with more environment; ended with SIGTERM, or by the test itself."""
    env = {**environment(sources), **variables}
    with NamedTemporaryFile("w") as log:
        process = started("serve", "--port", "0", folder=folder, env=env, out=log, err=log)
        try:
            yield Serving(process, until(lambda: _port(process, Path(log.name))))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _port(process: Forked, log: Path) -> int | None:
    """Where it serves, once it says so."""
    text = log.read_text("utf-8")
    assert process.poll() is None, f"serve ended before it served: {text}"
    found = re.search(r"serving http://[^ ]*:(\d+)/\s", text)
    return int(found[1]) if found else None
