"""A source's saved pages, and the cards expected of them.

A folder beside the source's file bears its name: `listing.html` or `feed.xml` or `feed.json`,
further listings as `part-1…`, story pages as `page-1…` in the order they are asked for, and
`expected.json` with the links and the cards.
"""

import asyncio
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from pipeline.catalogue import SHIPPED
from pipeline.clock import system_now
from pipeline.workshop.invented import invented
from pipeline.workshop.visit import Given, Visit, given
from schemas.crawl import CrawlPlan, RawSeen, Saved, Seen
from schemas.decision import Cleaned
from schemas.errors import SourceError, UnknownError
from schemas.source import Source
from spiders.crawl import run_crawl
from spiders.extract.charset import utf8

EXPECTED = "expected.json"
SHOWN = (
    "url", "kind", "language", "title", "teaser", "body", "published", "section", "authors", "tags",
    "translations",
)  # fmt: skip
"""The fields of a card that a test compares, besides the image's address and text."""
_PROSE = frozenset({"title", "teaser", "body", "authors", "tags"})
"""Fields of which only the length is compared with the original's."""
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml",
    ".json": "application/json",
    ".pdf": "application/pdf",
}
_STORIES = 1_000
SHIPPED_ON = datetime(2026, 7, 1, tzinfo=UTC)
"""When pages were saved that do not say it: those of the shipped sources."""


def folder_of(slug: str, folders: Sequence[Path]) -> Path:
    """Where a source's saved pages lie: beside its file; in a clone, the shipped ones in tests."""
    clone = SHIPPED.parent.parent / "tests" / "sources"
    for place in (*reversed(folders), SHIPPED, clone):
        if (place / slug / EXPECTED).is_file():
            return place / slug
    raise UnknownError(
        f"it has no saved pages; there is no {slug}/{EXPECTED} in any --sources folder",
        subject=slug,
    )


class _Files:
    """The files of a folder as the answers of a crawl, each given once, in order."""

    def __init__(self, folder: Path, first: str) -> None:
        self._first = first
        self._files = {
            "first": iter([*folder.glob("listing.*"), *folder.glob("feed.*")]),
            "part": iter(sorted(folder.glob("part-*"))),
            "page": iter(sorted(folder.glob("page-*"))),
        }
        self._given: dict[str, RawSeen] = {}

    def answer(self, url: str, listing: bool) -> RawSeen | None:
        """The answer of an address; None once there is no file left."""
        name = "page" if not listing else "first" if url == self._first else "part"
        if url not in self._given and (file := next(self._files[name], None)) is not None:
            headers = (("Content-Type", _TYPES.get(file.suffix, "")),)
            self._given[url] = RawSeen(url=url, final=url, headers=headers, body=file.read_bytes())
        return self._given.get(url)


def read(source: Source, folder: Path, now: datetime | None = None) -> dict[str, Any]:
    """The links and cards that a source's saved pages give, as `expected.json` has them.

    As of the day on which they were saved, so that they do not grow too old to be read.
    """
    when = now or _saved_on(folder)
    found = asyncio.run(_crawled(source, _Files(folder, source.urls[0]).answer, when))
    links = found.listings[0].links if found.listings else ()
    troubled = [{"url": x.url, "problem": x.problem.detail} for x in found.pages if x.problem]
    return {"links": list(links), "cards": [*map(told, found.cards), *troubled]}


def _saved_on(folder: Path) -> datetime:
    try:
        day = orjson.loads((folder / EXPECTED).read_bytes())["saved"]
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except (OSError, ValueError, KeyError, TypeError):
        return SHIPPED_ON


async def _crawled(source: Source, answers: Saved, now: datetime) -> Given:
    seen: list[Seen] = []
    visit = Visit(0)
    visit.begin(_STORIES)
    plan = CrawlPlan(source=source, user_agent="none", most=0, timeout=60)
    await run_crawl(plan, visit, seen.append, answers, clock=lambda: now)
    return given(source, seen)


def told(card: Cleaned) -> dict[str, Any]:
    """What a test compares of a card."""
    fields = json.loads(card.model_dump_json())
    image = {"image": {"url": card.image.url, "alt": card.image.alt}} if card.image else {}
    return {name: fields[name] for name in SHOWN if fields[name]} | image


def differences(expected: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    """What differs, field by field; one line each."""
    for url in expected["links"]:
        if url not in found["links"]:
            yield f"links: {url} is no longer found"
    for url in found["links"]:
        if url not in expected["links"]:
            yield f"links: {url} is new"
    before, now = ({card["url"]: card for card in side["cards"]} for side in (expected, found))
    for url in dict.fromkeys((*before, *now)):
        if url not in now or url not in before:
            yield f"{url}: " + ("gives no card" if url not in now else "gives a card not expected")
            continue
        for name in dict.fromkeys((*before[url], *now[url])):
            was, is_ = before[url].get(name), now[url].get(name)
            if was != is_:
                yield f"{url}: {name}: expected {_short(was)}, found {_short(is_)}"


def misshapen(original: Sequence[Cleaned], found: Mapping[str, Any]) -> Iterator[str]:
    """Where a card with invented prose has another shape than the original; one line each."""
    cards = {card["url"]: card for card in found["cards"]}
    for card in original:
        before, now = told(card), cards.get(card.url, {})
        for name in SHOWN:
            was, is_ = before.get(name), now.get(name)
            same = len(str(was)) == len(str(is_)) if name in _PROSE else was == is_
            if (was is None) != (is_ is None) or not same:
                yield f"{card.url}: {name} has another shape in its saved page"


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return "nothing" if value is None else text if len(text) < 160 else f"{text[:157]}…"


def expected_in(folder: Path) -> dict[str, Any]:
    """The expectations of a folder; SourceError where they cannot be read."""
    file = folder / EXPECTED
    try:
        found: dict[str, Any] = orjson.loads(file.read_bytes())
        return {"links": found["links"], "cards": found["cards"]}
    except (OSError, ValueError, KeyError) as error:
        raise SourceError(f"cannot be used: {error}", subject=str(file)) from None


def saved(
    source: Source, folder: Path, answers: Mapping[str, RawSeen], labels: Collection[str] = ()
) -> dict[str, Any]:
    """Write a source's answers with invented prose, and the cards they give; those.

    `labels`: words of the pages that stay, such as those of their sections.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    keep = (source.name, *source.sections, *labels)
    counts = {"page": 0, "part": 0}

    def writing(url: str, listing: bool) -> RawSeen | None:
        answer = answers.get(url)
        if answer is None:
            return None
        name = _name(answer, listing, url == source.urls[0], counts)
        shaped = _shaped(answer, keep)
        (folder / name).write_bytes(shaped.body)
        return shaped

    now = system_now()
    asyncio.run(_crawled(source, writing, now))
    found = read(source, folder, now)
    dated = {**found, "saved": now.date().isoformat()}
    text = json.dumps(dated, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / EXPECTED).write_text(text + "\n", "utf-8")
    return found


def _name(answer: RawSeen, listing: bool, first: bool, counts: dict[str, int]) -> str:
    suffix = _suffix(answer)
    if first:
        return ("listing" if suffix == ".html" else "feed") + suffix
    kind = "part" if listing else "page"
    counts[kind] += 1
    return f"{kind}-{counts[kind]}{suffix}"


def _suffix(answer: RawSeen) -> str:
    declared = answer.content_type.lower()
    if "json" in declared:
        return ".json"
    return ".xml" if "xml" in declared and "xhtml" not in declared else ".html"


def _shaped(answer: RawSeen, keep: Collection[str]) -> RawSeen:
    """The answer as UTF-8, its prose invented."""
    suffix = _suffix(answer)
    body = utf8(answer.body, None) if suffix == ".html" else answer.body
    body = invented(body, answer.content_type, keep)
    return answer.model_copy(update={"body": body, "headers": (("Content-Type", _TYPES[suffix]),)})
