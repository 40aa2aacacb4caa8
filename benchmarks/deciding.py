"""What deciding on a card costs, look-ups included, with a thousand and a million cards.

The archive is invented rows over ten years; what is decided on are new stories, copies of the
latest stories in other words, and stories that are known already, in batches as a run has them.
"""

import random
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from benchmarks.archive import LAST, PHRASES, archive
from pipeline.clean import cleaned
from pipeline.intake import BATCH, decided
from pipeline.marks import marks_of
from pipeline.past import Notebook
from pipeline.reading import Reading
from pipeline.settings import settings_from
from pipeline.sightings import Sightings
from pipeline.sketch import sketch
from pipeline.store.store import Store, opened
from schemas.card import StoryCard
from schemas.crawl import PageSeen
from schemas.extracted import Extracted
from schemas.source import ListingRules, Source
from schemas.types import Rights
from schemas.vocabulary import words_of

SMALL, LARGE = 1_000, 1_000_000
ROUNDS = 20
NOW = datetime(2026, 3, 2, tzinfo=UTC)


def main() -> None:
    """Print milliseconds a card at both sizes, their ratio, and the memory it took."""
    print(f"signature {_signature() * 1000:.2f} ms a story of 400 words (bar 0.5)")
    found = {}
    for count in (SMALL, LARGE):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            model = _story("fonte-1", "modello", 7)
            assert model.page is not None
            file = archive(Path(folder), count, _card(model), model.page)
            took, size = time.perf_counter() - began, file.stat().st_size >> 20
            print(f"{count:>9} cards, {size} MiB, invented in {took:.0f} s")
            found[count] = _measured(Path(folder))
    small, large = (sum(found[count].values()) / 3 for count in (SMALL, LARGE))
    print(f"a card at {LARGE:,}: {large:.2f} ms (bar 1), {large / small:.2f} x that at {SMALL:,}")


def _measured(folder: Path) -> dict[str, float]:
    """Kind of story → milliseconds each; before that, what it did to the memory."""
    store = opened(settings_from(data=folder, public=folder / "public"))
    leaders = [_story("ateneo", f"guida-{n}", n) for n in range(BATCH * 4)]
    for start in range(0, len(leaders), BATCH):
        _decide(store, leaders[start : start + BATCH], write=True)
    memory = _memory()
    kinds = {"new": _fresh, "copies": _copies, "known": _known}
    found = {}
    for kind, made in kinds.items():
        times = [_decide(store, made(leaders, n)) for n in range(ROUNDS)]
        found[kind] = median(times) / BATCH * 1000
        print(f"          {kind:<8}{found[kind]:.2f} ms, slowest batch {_each(max(times)):.2f} ms")
    writing = [_decide(store, _fresh(leaders, 900 + n), write=True) for n in range(5)]
    print(
        f"          new, written {_each(median(writing)):.2f} ms; memory +{_memory() - memory} MiB"
    )
    store.close()
    return found


def _each(seconds: float) -> float:
    return seconds / BATCH * 1000


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


class _Enough(Exception):
    """Takes back what was only looked up."""


def _decide(store: Store, batch: Sequence[Reading], *, write: bool = False) -> float:
    """Seconds for a batch's past and decisions; with `write` also for writing them.

    Of the processor, which SQLite shares with us: what else the machine does is not counted.
    """
    assert batch[0].page is not None
    origin = _source(batch[0].page.source)
    took = 0.0
    try:
        with store.writing() as c:
            began = time.process_time()
            book = _book(origin)
            book.read(c, batch)
            made = [decided(book, reading, origin, NOW) for reading in batch]
            took = time.process_time() - began
            if not write:
                raise _Enough
            for reading, (decision, found) in zip(batch, made, strict=True):
                assert decision.card is not None and reading.page is not None
                book.learn(decision.card.id, reading, found, NOW)
                book.tell(decision.card, reading.page)
                book.propose(decision, NOW, "new")
            book.write(c)
            took = time.process_time() - began
    except _Enough:
        pass
    return took


def _book(origin: Source) -> Notebook:
    return Notebook("bench", origin.slug, {"ateneo": 9}, Sightings(origin))


def _fresh(_: Sequence[Reading], n: int) -> list[Reading]:
    return [_story("giornale", f"nuova-{n}-{k}", 10_000 + n * BATCH + k) for k in range(BATCH)]


def _copies(leaders: Sequence[Reading], n: int) -> list[Reading]:
    start = n * BATCH % len(leaders)
    return [_story("giornale", f"copia-{start + k}", start + k, keep=0.6) for k in range(BATCH)]


def _known(leaders: Sequence[Reading], n: int) -> list[Reading]:
    start = n * BATCH % len(leaders)
    return list(leaders[start : start + BATCH])


def _source(slug: str) -> Source:
    return Source(
        slug=slug,
        name=slug.capitalize(),
        home=f"https://{slug}.example/",
        kind="listing",
        language="it",
        rights=Rights(text="teaser", images="none"),
        listing=ListingRules(urls=(f"https://{slug}.example/notizie",), links="a"),
        section="research_innovation",
    )


def _words(seed: int) -> list[str]:
    """Words as often as words are: the second half as often as the first, and so on."""
    dice = random.Random(seed)
    kinds = ("parola", "Nome")
    return [
        f"{kinds[dice.random() > 0.9]}{chr(97 + rank % 26)}{rank}"
        for rank in (int(9_000 ** dice.random()) for _ in range(400))
    ]


def _text(seed: int) -> list[str]:
    words = _words(seed)
    own = [" ".join(words[at : at + 20]).capitalize() + "." for at in range(0, 400, 20)]
    return [*own, PHRASES[seed % 4], PHRASES[seed // 4 % 4]]


def _story(slug: str, name: str, seed: int, keep: float = 1.0) -> Reading:
    """A page; a copy keeps a part of the sentences, in another order."""
    sentences = _text(seed)
    title = " ".join(_words(seed)[100:108])
    if keep < 1:
        title = " ".join(_words(seed)[200:208])
        sentences = sentences[int(len(sentences) * (1 - keep)) :] + sentences[:1]
    origin = _source(slug)
    extracted = Extracted(
        url=f"https://{slug}.example/notizie/{name}",
        title=title,
        teaser=sentences[0],
        body="".join(f"<p>{sentence}</p>" for sentence in sentences),
        published={"day": (LAST - timedelta(days=seed % 5)).isoformat()},
        language="it",
    )
    page = cleaned(extracted, origin)
    return Reading(PageSeen(url=extracted.url, extracted=extracted), page, page.aliases)


def _signature() -> float:
    """Seconds for the sketch and the marks of a story, its words known: topics need them, too."""
    texts = [_text(seed) for seed in range(50)]
    words = [words_of("\n".join(text)) for text in texts]

    def once() -> float:
        began = time.process_time()
        for text, own in zip(texts, words, strict=True):
            sketch(own)
            marks_of(text[0], text[1], text)
        return (time.process_time() - began) / len(texts)

    return min(once() for _ in range(15))


def _card(reading: Reading) -> StoryCard:
    origin = _source("fonte-1")
    card = decided(_book(origin), reading, origin, NOW)[0].card
    assert card is not None
    return card


if __name__ == "__main__":
    main()
