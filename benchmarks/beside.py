"""How long a feed's readers wait while `serve` crawls, and while it does not."""

import http.client
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles

from benchmarks.pages import served
from benchmarks.running import serving

FIRST, CRAWLED = 100, 2_000
"""Pages: for a feed of a hundred stories, and for the crawl that goes on beside it."""
PAUSE = 0.01
"""Seconds between two questions."""
QUIET = 500
LATE = 10
_DECLARED = """
name = "Pages"
home = "http://pages.localhost:{port}/"
kind = "listing"
language = "it"
every = "30d"
delay = 0
[listing]
urls = ["http://pages.localhost:{port}/"]
links = "h3 a"
[rights]
text = "teaser"
images = "hotlink"
"""


def main() -> None:
    """Print the 99th percentile of both."""
    with (
        served(FIRST) as first,
        served(CRAWLED) as many,
        tempfile.TemporaryDirectory(prefix="poliflash-") as folder,
        serving(Path(folder), _declared(first=first, many=many)) as running,
    ):
        while not running.ask("GET", "/feeds/stories.json").get("items"):
            time.sleep(0.1)
        receipt = running.begin("many")  # it is read anyhow; this run ends after that one
        beside = list(_waits(running.port, iter(_until(lambda: running.done(receipt)))))
        quiet = list(_waits(running.port, iter(range(QUIET))))
    _report("at rest", quiet)
    _report(f"beside a crawl of {CRAWLED} pages", beside, f" (bar {LATE} ms)")


def _declared(**ports: int) -> dict[str, str]:
    return {slug: _DECLARED.format(port=port) for slug, port in ports.items()}


def _until(done: Callable[[], bool]) -> Iterator[int]:
    """Asks once in fifty turns."""
    n = 0
    while n % 50 or not done():
        yield n
        n += 1


def _waits(port: int, turns: Iterator[int]) -> Iterator[float]:
    """Milliseconds of each answer, one after the other over one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in turns:
        began = time.perf_counter()
        connection.request("GET", "/feeds/stories.rss", headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
        yield 1000 * (time.perf_counter() - began)
        time.sleep(PAUSE)
    connection.close()


def _report(when: str, waits: list[float], bar: str = "") -> None:
    late = quantiles(waits, n=100)[98]
    print(
        f"{when}: {len(waits)} answers, median {median(waits):.1f} ms, p99 {late:.1f} ms{bar},"
        f" slowest {max(waits):.0f} ms"
    )


if __name__ == "__main__":
    main()
