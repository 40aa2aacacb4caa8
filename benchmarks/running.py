"""A `poliflash serve` in a process of its own, for benchmarks that talk to it over HTTP."""

import http.client
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

TOKEN = "bench"


class Running(NamedTuple):
    """One that answers."""

    port: int

    def ask(self, method: str, path: str, body: Any = None) -> dict[str, Any]:
        """The JSON of an answer, over a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer: dict[str, Any] = json.loads(connection.getresponse().read())
        connection.close()
        return answer

    def begin(self, source: str) -> str:
        """Ask for a refresh; the address of its receipt."""
        run = self.ask("POST", "/api/v1/refresh", {"sources": [source]})["runs"][0]
        return str(run["href"])

    def done(self, receipt: str) -> bool:
        """Whether a run is over."""
        return bool(self.ask("GET", receipt)["state"] == "done")


@contextmanager
def serving(folder: Path, sources: Mapping[str, str]) -> Iterator[Running]:
    """It reads these sources (slug → what its file says), and no others."""
    declared = folder / "sources"
    declared.mkdir()
    for slug, text in sources.items():
        (declared / f"{slug}.toml").write_text(text, "utf-8")
    environment = {
        **os.environ,
        "POLIFLASH_DATA": str(folder / "data"),
        "POLIFLASH_PUBLIC": str(folder / "public"),
        "POLIFLASH_SOURCES": json.dumps([str(declared)]),
        "POLIFLASH_OWN_SOURCES": "false",
        "POLIFLASH_API_TOKEN": TOKEN,
    }
    command = [sys.executable, "-c", "import cli; cli.main()", "serve", "--port", "0"]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = next(line for line in process.stderr if "serving http://" in line)
        try:
            yield Running(int(line.rsplit(":", 1)[1].strip().strip("/")))
        finally:
            process.terminate()
