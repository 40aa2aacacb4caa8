"""Feed bytes from memory against nginx serving the file."""

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from pipeline.files import etag_of
from pipeline.loop import run_in_loop
from pipeline.manifest import manifest
from pipeline.settings import Settings
from pipeline.store import publication
from pipeline.store.store import opened
from web.app import create_app
from web.run import serve_app
from web.status import CrawlerStatus

FEED = "feeds/stories.rss"
SIZE = 36_000
ROUNDS = 7
SECONDS = 2
TARGETS = {"200": 0.5, "304": 0.3}
_NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
  gzip_static on;
  types {{ application/rss+xml rss; }}
  server {{ listen 127.0.0.1:{port}; root {public}; }}
}}
"""


class Rate(NamedTuple):
    """What wrk says of a server."""

    rate: float
    """Requests per second."""
    late: float
    """The 99th percentile of the answer time, ms."""


def main() -> None:
    """Requests per second of both, and their ratio, in one run."""
    missing = [name for name in ("wrk", "nginx") if shutil.which(name) is None]
    if missing:
        print(f"skipped: install {' and '.join(missing)} (apt-get install {' '.join(missing)})")
        return
    with tempfile.TemporaryDirectory(prefix="poliflash-") as folder:
        _publish(Path(folder))
        with _ours(Path(folder)) as ours, _nginx(Path(folder)) as nginx:
            _report(_measured({"ours": ours, "nginx": nginx}))


def _publish(folder: Path) -> None:
    settings = _settings(folder)
    item = b"<item><title>Una storia</title><link>https://example.org/%d</link></item>\n"
    body = b"".join(item % n for n in range(SIZE // len(item)))
    content = b'<rss version="2.0"><channel>' + body + b"</channel></rss>"
    file = settings.public / FEED
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    file.with_suffix(".rss.gz").write_bytes(gzip.compress(content, 6, mtime=0))
    store = opened(settings)
    with store.writing() as c:
        now, size = datetime.now(UTC), len(content)
        row = {"path": FEED, "etag": etag_of(content), "changed": now, "size": size}
        publication.note_documents(c, [row])
        (settings.public / "manifest.json").write_bytes(manifest(publication.documents(c)))
    store.close()


def _settings(folder: Path) -> Settings:
    return Settings(data=folder / "data", public=folder / "public")


@contextmanager
def _ours(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.serving", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield _answering(f"http://127.0.0.1:{server.stdout.readline().strip()}/{FEED}")
        server.terminate()


def _serve(folder: Path) -> None:
    """The server under test, in a process of its own; tells its port."""
    settings = _settings(folder)
    status = CrawlerStatus(alive=True)
    app = create_app(settings, opened(settings), {}, nudge=lambda: None, status=lambda: status)
    run_in_loop(serve_app(app, "127.0.0.1", 0, ready=lambda port: print(port, flush=True)))


@contextmanager
def _nginx(folder: Path) -> Iterator[str]:
    port = 20_000 + os.getpid() % 10_000
    text = _NGINX.format(folder=folder, port=port, public=folder / "public")
    (folder / "nginx.conf").write_text(f"user root;{text}" if os.geteuid() == 0 else text)
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command) as server:
        yield _answering(f"http://127.0.0.1:{port}/{FEED}")
        server.terminate()


def _answering(url: str) -> str:
    for _ in range(200):
        with suppress(URLError), urlopen(url, timeout=5) as answer:
            answer.read()
            return url
        time.sleep(0.05)
    raise SystemExit(f"{url} does not answer")


def _measured(urls: Mapping[str, str]) -> dict[str, list[dict[str, Rate]]]:
    """Question → rounds of server → what wrk says; the servers take turns within a round."""
    asked = {"200": {}, "200 gzip": {"Accept-Encoding": "gzip"}, "304": None}
    found: dict[str, list[dict[str, Rate]]] = {question: [] for question in asked}
    for _ in range(ROUNDS):
        for question, headers in asked.items():
            rates = {}
            for name, url in urls.items():
                sent = {"If-None-Match": _etag(url)} if headers is None else headers
                rates[name] = _wrk(url, sent)
            found[question].append(rates)
    return found


def _etag(url: str) -> str:
    with urlopen(url, timeout=5) as answer:
        return str(answer.headers["ETag"])


def _wrk(url: str, headers: Mapping[str, str]) -> Rate:
    lines = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", "-c32", f"-d{SECONDS}s", "--latency", *lines, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    late = re.search(r"99%\s+([\d.]+)(us|ms|s)", said)
    if rate is None or late is None:
        raise SystemExit(f"wrk did not measure: {said}")
    return Rate(float(rate[1]), float(late[1]) * {"us": 0.001, "ms": 1, "s": 1000}[late[2]])


def _report(found: Mapping[str, Sequence[Mapping[str, Rate]]]) -> None:
    print(f"{SIZE // 1000} KB RSS, wrk -t1 -c32, medians of {ROUNDS} rounds of {SECONDS} s")
    for question, rounds in found.items():
        ours = median(r["ours"].rate for r in rounds)
        late = median(r["ours"].late for r in rounds)
        nginx = median(r["nginx"].rate for r in rounds)
        ratio = median(r["ours"].rate / r["nginx"].rate for r in rounds)
        target = f" (target {TARGETS[question]})" if question in TARGETS else ""
        print(
            f"{question:9} {ours:8.0f}/s (p99 {late:.1f} ms)  nginx {nginx:8.0f}/s"
            f"  ratio {ratio:.2f}{target}"
        )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        _serve(Path(sys.argv[1]))
    else:
        main()
