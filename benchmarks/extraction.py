"""Reading pages against the libraries people take for it, on one core."""

import importlib
import time
import warnings
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from lxml import etree

from benchmarks.newsrooms import KINDS, page
from spiders.extract import extract

PAGES = 300
ROUNDS = 3
CARD_SYNTAXES = ["json-ld", "opengraph", "microdata"]
"""Those that a card can come from; with RDFa and the others extruct takes several times as long."""
Reader = Callable[[bytes, str], Any]


def main() -> None:
    """Print pages per second of all that is installed, measured in turns."""
    warnings.simplefilter("ignore")
    pages = [page(n) for n in range(PAGES)]
    size = sum(len(html) for html, _ in pages) / len(pages) / 1024
    readers = dict(_readers())
    speeds: dict[str, list[float]] = {name: [] for name in readers}
    for name, read in readers.items():
        _speed(read, pages[: len(KINDS)])  # imports, caches
        speeds[name] = []
    for _ in range(ROUNDS):
        for name, read in readers.items():
            speeds[name].append(_speed(read, pages))
    ours = median(speeds["poliflash"])
    print(f"{PAGES} pages of {len(set(KINDS))} shapes, {size:.0f} KB on average, CPU of one core")
    for name, several in speeds.items():
        speed = median(several)
        print(f"{name:12} {speed:7.0f} pages/s   poliflash is {ours / speed:5.2f} times that")


def _readers() -> Iterator[tuple[str, Reader]]:
    extruct, trafilatura = _library("extruct"), _library("trafilatura")
    yield "poliflash", extract
    yield "lxml parse", lambda html, _: etree.fromstring(html, etree.HTMLParser(encoding="utf-8"))
    yield (
        "extruct",
        lambda html, url: extruct.extract(html.decode(), base_url=url, syntaxes=CARD_SYNTAXES),
    )
    yield (
        "trafilatura",
        lambda html, url: trafilatura.bare_extraction(html, url=url, with_metadata=True),
    )


def _library(name: str) -> Any:
    """One that only comparing needs, imported; it ends the benchmark where it is missing."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise SystemExit(f"{name} is not installed: `make bench` installs it") from None


def _speed(read: Reader, pages: list[tuple[bytes, str]]) -> float:
    """Pages per second of CPU time."""
    start = time.process_time()
    for html, url in pages:
        read(html, url)
    return len(pages) / (time.process_time() - start)


if __name__ == "__main__":
    main()
