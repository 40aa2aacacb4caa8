"""A publish after one changed card, however long the history; every document against feedgen."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median

from feedgen.feed import FeedGenerator

from benchmarks.history import LAST, SHOWN, House, card_at
from pipeline.accept import place
from pipeline.store import cards, publication
from schemas.card import StoryCard

SHORT, LONG = 1_000, int(os.environ.get("BENCH_CARDS", "1000000"))
ALL = int(os.environ.get("BENCH_FULL", "100000"))
CHANGES = 15
SAMPLE = 60
DISK = Path("var")
"""Where data lie unless told otherwise."""
TARGETS = {"long": 1.5, "ms": 50, "feedgen": 3}


def main() -> None:
    """CPU time of both, and their ratios, in one run."""
    with tempfile.TemporaryDirectory(prefix="poliflash-") as folder:
        _one_change("in memory", Path(folder), (SHORT, LONG))
    DISK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="poliflash-", dir=DISK) as folder:
        _one_change("on the disk", Path(folder), (SHORT, 2 * SHORT))
    small = _in_a_process(ALL // 10)
    before = _in_a_process(0)
    large = _in_a_process(ALL)
    plain = mean(told["seconds"] / told["documents"] for told in (before, _in_a_process(0)))
    ours = large["seconds"] / large["documents"]
    print(
        f"full publish of {ALL} cards: {large['documents']:.0f} documents (RSS, Atom, JSON) in"
        f" {large['seconds']:.0f} s of CPU, {1000 * ours:.2f} ms each; feedgen {1000 * plain:.2f}"
        f" ms for each RSS or Atom: {plain / ours:.1f} × (target {TARGETS['feedgen']})"
    )
    print(
        f"memory: {large['grown']:.0f} MiB more than before; {small['grown']:.0f} MiB for a tenth"
        f" of the cards"
    )


def _one_change(where: str, folder: Path, counts: tuple[int, int]) -> None:
    houses = {count: House(folder / str(count), count) for count in counts}
    for house in houses.values():
        house.publisher.publish()
    found: dict[int, list[tuple[float, float]]] = {count: [] for count in houses}
    for n in range(CHANGES):
        for count, house in houses.items():
            found[count].append(_changed(house, count, n))
    (short, begun), (long_, ended) = (map(median, zip(*found[n][2:], strict=True)) for n in counts)
    print(
        f"publish after one changed card {where}: {1000 * short:.0f} ms of CPU with {counts[0]}"
        f" cards, {1000 * long_:.0f} ms with {counts[1]} (target {TARGETS['ms']}):"
        f" {long_ / short:.2f} × (target {TARGETS['long']}); by the clock {1000 * begun:.0f} and"
        f" {1000 * ended:.0f} ms"
    )
    for house in houses.values():
        house.store.close()


def _changed(house: House, count: int, n: int) -> tuple[float, float]:
    """Seconds of CPU and of time that the publish of a new title takes."""
    before = card_at(count - 1 - n, count)
    with house.store.writing() as c:
        now = house.store.clock()
        new = {"title": f"Un altro titolo, {n}", "revision": 2, "updated": now}
        cards.save(c, before.model_copy(update=new), cause="run", changed=("title",), at=now)
        place(c, {before.id: False}, house.publisher.placing, now)
    used, began = time.process_time(), time.perf_counter()
    house.publisher.publish()
    return time.process_time() - used, time.perf_counter() - began


def _in_a_process(count: int) -> dict[str, float]:
    """What a process of its own tells of so many cards; of none, what feedgen takes.

    It tells its own memory, and no work of another before it is in the way.
    """
    command = [sys.executable, "-m", "benchmarks.publishing", str(count)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(ran.stdout)
    return told


def _whole(count: int) -> None:
    """Every subscription document and archive of a history, into an empty folder."""
    with tempfile.TemporaryDirectory(prefix="poliflash-") as folder:
        house = House(Path(folder), count, revisions=True)
        with house.store.writing() as c:
            publication.mark_dirty(c, "history", dict.fromkeys(house.keys, LAST))
        held, start = _memory(), time.process_time()
        house.publisher.publish()
        seconds = time.process_time() - start
        feeds = house.settings.public / "feeds"
        documents = sum(p.suffix in (".rss", ".atom", ".json") for p in feeds.rglob("*"))
        house.store.close()
        told = {"seconds": seconds, "documents": documents, "grown": _memory() - held}
        print(json.dumps(told))


def _memory() -> float:
    """MiB that this process ever held, and not those of which it was begun (as `getrusage`)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _feedgen() -> None:
    """Feedgen alone: documents of a hundred of the cards."""
    parts = [[card_at(n + k, 10 * SHOWN) for k in range(100)] for n in range(SAMPLE)]
    start = time.process_time()
    for part in parts:
        made = _plain(part)
        made.rss_str()
        made.atom_str()
    print(json.dumps({"seconds": time.process_time() - start, "documents": 2 * SAMPLE}))


def _plain(part: Sequence[StoryCard]) -> FeedGenerator:
    """What its manual shows, with the fields of our items."""
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.load_extension("media")
    feed.id("urn:uuid:0")
    feed.title("Storie")
    feed.description("Le storie")
    feed.link(href="https://example.org/", rel="alternate")
    feed.language("it")
    for card in part:
        entry = feed.add_entry(order="append")
        entry.id(card.id)
        entry.title(card.title)
        entry.link(href=card.url, rel="alternate")
        entry.summary(card.teaser)
        entry.content(card.body, type="html")
        entry.published(card.published)
        entry.updated(card.updated)
        entry.category(term=card.topics[0].topic)
        entry.dc.dc_language(card.language)
        if card.image is not None:
            size = {"width": str(card.image.width), "height": str(card.image.height)}
            entry.media.thumbnail({"url": card.image.url, **size}, group=None)
            entry.media.content({"url": card.image.url, "type": "image/jpeg"}, group=None)
            entry.enclosure(card.image.url, str(card.image.bytes), "image/jpeg")
    return feed


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    elif sys.argv[1] == "0":
        _feedgen()
    else:
        _whole(int(sys.argv[1]))
