"""An archive of invented cards over ten years."""

import random
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.settings import settings_from
from pipeline.sketch import brief, sketch
from pipeline.store.passages import SALT, Sketch, sketch_of
from pipeline.store.record import record_of
from pipeline.store.store import FILE, opened
from schemas.card import StoryCard
from schemas.decision import Cleaned
from schemas.vocabulary import words_of

SOURCES, DAYS = 60, 3_650
PER_MONTH = 31
"""Cards of a month in which each of the phrases stands: as many as still count."""
PHRASES = (
    "Per informazioni si può scrivere all’ufficio stampa o consultare le pagine del progetto.",
    "La partecipazione è libera e gratuita fino a esaurimento dei posti disponibili in sala.",
    "Il progetto è finanziato nell’ambito del piano nazionale di ripresa e resilienza.",
    "Riproduzione riservata, tutte le notizie della città ogni mattina nella tua casella.",
)
"""What many newsrooms write."""
LAST = date(2026, 3, 1)
_PART = 50_000
_PASSAGES = 36


def archive(folder: Path, count: int, card: StoryCard, page: Cleaned) -> Path:
    """A store of so many cards, all of which tell what one page does; its file."""
    opened(settings_from(data=folder, public=folder / "public")).close()
    file = folder / FILE
    raw = sqlite3.connect(file)
    raw.execute("PRAGMA synchronous=OFF")
    raw.execute("PRAGMA journal_mode=OFF")
    raw.execute("PRAGMA cache_size=-400000")
    record, sketched = record_of(card), sketch_of(card.id, LAST, page)
    dropped = [sql for (sql,) in raw.execute("SELECT sql FROM sqlite_master WHERE type='index'")]
    for (name,) in raw.execute(
        "SELECT name FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
    ).fetchall():
        raw.execute(f"DROP INDEX {name}")
    for start in range(0, count, _PART):
        _fill(raw, range(start, min(count, start + _PART)), count, record, sketched)
    for sql in filter(None, dropped):
        raw.execute(sql)
    raw.commit()
    raw.close()
    return file


def _fill(raw: sqlite3.Connection, part: range, count: int, record: str, sketched: Sketch) -> None:
    """Cards by date, with an address, a page and an entry in the index each."""
    dice = random.Random(part.start)
    rows = [_row(n, count, dice) for n in part]
    old = StoryCard.model_validate_json(record)
    raw.executemany(
        "INSERT INTO card VALUES (?,?,?,'it','live',?,?,?,?,1,'x','[]',?)",
        (
            (
                r["id"],
                r["id"],
                r["source"],
                r["title"],
                r["at"],
                r["at"],
                r["at"],
                _told(record, old, r),
            )
            for r in rows
        ),
    )
    raw.executemany(
        "INSERT INTO alias (key, card, learnt, first_seen) VALUES (?,?,'listed',?)",
        ((r["key"], r["id"], r["at"]) for r in rows),
    )
    raw.executemany(
        "INSERT INTO page (key,url,source,card,listing,first_seen,fetched,looks)"
        " VALUES (?,?,?,?,0,?,?,4)",
        ((r["key"], r["url"], r["source"], r["id"], r["at"], r["at"]) for r in rows),
    )
    raw.executemany(
        "INSERT INTO sketch VALUES (?,?,?,?,?)",
        ((r["sketch"], r["id"], r["day"], r["source"], sketched.packed) for r in rows),
    )
    raw.executemany("INSERT OR IGNORE INTO passage VALUES (?,?)", _keys(rows, dice))


def _row(n: int, count: int, dice: random.Random) -> dict[str, Any]:
    day = LAST - timedelta(days=DAYS - 1 - n * DAYS // count)
    last = n << 34 | dice.getrandbits(34)  # in order: a random one takes long to put in place
    source = f"fonte-{1 + int(dice.paretovariate(0.6)) % SOURCES}"
    url = f"https://{source}.example/notizie/{n:08d}-una-storia-come-tante-altre"
    return {
        "id": f"urn:uuid:{n:08x}-0000-4000-8{last >> 48:03x}-{last & (1 << 48) - 1:012x}",
        "sketch": last,
        "source": source,
        "url": url,
        "key": f"url:{source}.example/notizie/{n:08d}-una-storia-come-tante-altre",
        "title": f"una storia come tante altre numero {n}",
        "at": f"{day.isoformat()} 10:00:00.{n % 1_000_000:06d}",
        "day": (day - date(1970, 1, 1)).days,
    }


def _told(record: str, old: StoryCard, row: dict[str, Any]) -> str:
    return record.replace(old.id, row["id"]).replace(old.url, row["url"])


def _keys(rows: Sequence[dict[str, Any]], dice: random.Random) -> Iterator[tuple[int, int]]:
    """Passages of each card's own, and phrases that every month's cards share."""
    months: dict[int, list[int]] = {}
    for row in rows:
        span = row["day"] // 32 << 32
        months.setdefault(span, []).append(row["sketch"])
        for hash_ in struct.unpack(f"{_PASSAGES}I", dice.randbytes(4 * _PASSAGES)):
            yield span | hash_, row["sketch"]
    for span, sketches in months.items():
        for phrase in (hash_ for text in PHRASES for hash_ in brief(sketch(words_of(text)))):
            for one in dice.sample(sketches, min(PER_MONTH, len(sketches))):
                yield span | (phrase ^ SALT["it"]), one
