"""A store whose channels have a long history, all of it archived but for the newest cards."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.archiving import SIZE
from pipeline.publish import Publisher
from pipeline.settings import Settings, settings_from
from pipeline.store import publication
from pipeline.store.record import record_of
from pipeline.store.store import FILE, Store, opened
from schemas.card import StoryCard
from schemas.source import Source

LAST = datetime(2026, 3, 1, 10, tzinfo=UTC)
DAYS = 3_650
SHOWN = 210
"""Cards that are in no archive: those of the subscription documents, and some."""
TOPICS = ("energy", "patents", "awards", "health", "mobility", "space", "digital", "people")
SOURCE = Source.model_validate(
    {
        "slug": "ateneo",
        "name": "Ateneo",
        "home": "https://ateneo.example.org/",
        "kind": "listing",
        "language": "it",
        "listing": {"urls": ["https://ateneo.example.org/notizie"], "links": "a"},
        "rights": {"text": "full", "images": "hotlink", "attribution": "Ateneo"},
    }
)


class House:
    """A store, a publisher and an empty public folder."""

    def __init__(self, folder: Path, count: int, *, revisions: bool = False) -> None:
        """`count` cards over ten years; `revisions`: with what they said."""
        self.settings: Settings = settings_from(data=folder / "data", public=folder / "public")
        opened(self.settings).close()
        _filled(folder / "data" / FILE, count, revisions=revisions)
        self.store: Store = opened(self.settings)
        self.publisher = Publisher(self.settings, self.store, {"ateneo": SOURCE})
        self.keys = [key for key in self.publisher.variants if _holds(key)]
        with self.store.writing() as c:
            states = {k: (f, LAST) for k, f in self.publisher._fingerprints.items()}
            publication.set_states(c, states)
            publication.mark_dirty(c, "variant", dict.fromkeys(self.keys, LAST))


def card_at(n: int, count: int) -> StoryCard:
    """One of them; those of the last two months are as many in any history."""
    back = count - 1 - n
    age = timedelta(hours=8 * back) if back < SHOWN else timedelta(days=70 + back * DAYS / count)
    at = LAST - age + timedelta(microseconds=n % 1000)
    body = "<p>" + "Il gruppo ha misurato per due anni che cosa succede davvero. " * 12 + "</p>"
    return StoryCard.model_validate(
        {
            "id": f"urn:uuid:{n:08x}-0000-4000-8000-{n:012x}",
            "story": f"urn:uuid:{n:08x}-0000-4000-8000-{n:012x}",
            "revision": 1,
            "url": f"https://ateneo.example.org/notizie/{n:08d}-una-storia-come-tante-altre",
            "source": "ateneo",
            "section": "research_innovation",
            "language": "it",
            "title": f"Una storia come tante & altre, numero {n}",
            "teaser": "Che cosa racconta la storia, in una frase intera e un po’ più lunga. " * 3,
            "body": body,
            "image": {
                "url": f"https://ateneo.example.org/immagini/{n}.jpg",
                "width": 1200,
                "height": 675,
                "bytes": 81234,
                "media_type": "image/jpeg",
                "alt": "Il laboratorio",
            },
            "topics": [{"topic": TOPICS[n % len(TOPICS)], "vocabulary": "1"}],
            "published": at,
            "published_precision": "minute",
            "first_seen": at,
            "updated": at,
            "rights": {"text": "full", "images": "hotlink", "attribution": "Ateneo"},
        }
    )


def _holds(key: str) -> bool:
    own = ("stories", "stories.it", "sources/ateneo")
    return key in own or key.startswith(("sections/research", "topics/"))


def _variants(n: int) -> tuple[str, ...]:
    topic = f"topics/{TOPICS[n % len(TOPICS)]}"
    section = "sections/research-innovation"
    return "stories", "stories.it", section, f"{section}.it", "sources/ateneo", topic, f"{topic}.it"


def _filled(file: Path, count: int, *, revisions: bool) -> None:
    raw = sqlite3.connect(file)
    for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-40000"):
        raw.execute(f"PRAGMA {pragma}")
    indexes = raw.execute(
        "SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL"
        " AND tbl_name IN ('card', 'entry', 'release', 'archived')"
    ).fetchall()
    for name, _ in indexes:
        raw.execute(f"DROP INDEX {name}")
    model = record_of(card_at(0, count))
    raw.executemany(
        "INSERT INTO card VALUES (:id,:id,'ateneo','it','live',:id,:at,:at,:at,1,:id,'[]',:record)",
        _rows(count, model),
    )
    if revisions:
        raw.execute("INSERT INTO revision SELECT id, 1, updated, 'run', '[]', record FROM card")
    seen: dict[str, int] = {}
    raw.executemany("INSERT INTO entry VALUES (?,?,?,?,?,1)", _places(count, "entry", seen))
    raw.executemany(
        "INSERT INTO release (variant, card, story, at) VALUES (?,?,?,?)",
        _places(count, "release", seen),
    )
    raw.executemany("INSERT INTO archived VALUES (?,?,?,1,1)", _places(count, "archived", seen))
    for variant, total in seen.items():
        closed = range(1, 1 + max(0, total - SHOWN) // SIZE)
        rows = [(variant, number, _stamp(LAST), "") for number in closed]
        raw.executemany("INSERT INTO archive VALUES (?,?,?,?)", rows)
        if rows:
            raw.execute(
                "INSERT INTO archive VALUES (?,?,?,'')", (variant, len(rows) + 1, _stamp(LAST))
            )
    for _, sql in indexes:
        raw.execute(sql)
    raw.commit()
    raw.close()


def _rows(count: int, model: str) -> Iterator[Mapping[str, Any]]:
    """The cards, oldest first; their records are the first one's with other names and dates."""
    old = card_at(0, count)
    said = old.model_dump(mode="json")["published"]
    for n in range(count):
        one = card_at(n, count) if n >= count - SHOWN else None
        id_ = f"urn:uuid:{n:08x}-0000-4000-8000-{n:012x}"
        at = _at(n, count)
        record = record_of(one) if one else (
            model.replace(old.id, id_)
            .replace("numero 0", f"numero {n}")
            .replace("/00000000-", f"/{n:08d}-")
            .replace("/0.jpg", f"/{n}.jpg")
            .replace(said, at.isoformat().replace("+00:00", "Z"))
        )  # fmt: skip
        yield {"id": id_, "at": _stamp(at), "record": record}


def _at(n: int, count: int) -> datetime:
    back = count - 1 - n
    age = timedelta(hours=8 * back) if back < SHOWN else timedelta(days=70 + back * DAYS / count)
    return LAST - age + timedelta(microseconds=n % 1000)


def _stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S.%f")


def _places(count: int, table: str, seen: dict[str, int]) -> Iterator[tuple[Any, ...]]:
    totals = dict(seen)
    seen.clear()
    for n in range(count):
        id_, at = f"urn:uuid:{n:08x}-0000-4000-8000-{n:012x}", _stamp(_at(n, count))
        for variant in _variants(n):
            place = seen[variant] = seen.get(variant, 0) + 1
            if table == "entry":
                yield variant, id_, id_, at, at
            elif table == "release":
                yield variant, id_, id_, at
            else:
                closed = max(0, totals[variant] - SHOWN) // SIZE
                yield variant, id_, (place - 1) // SIZE + 1 if place <= closed * SIZE else 0
