"""The published documents looked into: what is wrong, and what each tool makes of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import orjson
from lxml import etree

from feeds.check import tree
from feeds.consumers import Consumer, consumers
from feeds.contract import defects
from feeds.embed.places import paths_of
from feeds.taking import Opened
from pipeline import manifest
from pipeline.files import etag_of
from pipeline.publish import Publisher
from schemas.channel import FORMATS, Format
from schemas.errors import PublishError
from schemas.types import Record

_FORMATS: Mapping[str, Format] = {format_: format_ for format_ in FORMATS}


class Verdict(Record):
    """What one tool makes of all the documents that it can read."""

    consumer: str
    name: str
    documents: int = 0
    items: int = 0
    passed_over: int = 0
    """Items that lack what the tool needs."""
    undated: int = 0
    without_picture: int = 0


class Inspection(NamedTuple):
    """What came of looking into every published document."""

    documents: int
    wrong: list[str]
    """One line for each defect: the document, the place in it, what is wrong."""
    verdicts: tuple[Verdict, ...]


class _Document(NamedTuple):
    path: str
    content: bytes
    format: Format | None
    mailed: bool


def inspected(
    publisher: Publisher, now: datetime, progress: Callable[[int], None] = lambda _: None
) -> Inspection:
    """Every document of the manifest, those that ought to be in it, archives and editions.

    `progress` is told how many were read.
    """
    wrong: list[str] = []
    verdicts = {slug: Verdict(consumer=slug, name=c.name) for slug, c in consumers().items()}
    listed = _listed(publisher.public, wrong)
    expected = {v.path(f) for v in publisher.variants.values() for f in FORMATS}
    expected.update(path for key in publisher.variants for path in paths_of(key))
    wrong += [f"{path}: is not published" for path in sorted(expected - listed.keys())]
    every = {**dict.fromkeys(_aside(publisher.public)), **listed}
    for number, path in enumerate(every, 1):
        document = _read(publisher, path, every[path], wrong)
        if document is not None:
            wrong += [f"{path}: {line}" for line in _looked_into(publisher, document, now)]
            wrong += _taken(document, verdicts)
        progress(number)
    return Inspection(len(every.keys() | expected), wrong, tuple(verdicts.values()))


def _listed(public: Path, wrong: list[str]) -> dict[str, str]:
    """Path → the ETag that the manifest tells."""
    try:
        told = orjson.loads((public / manifest.PATH).read_bytes())
        return {path: row["etag"] for path, row in told["documents"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        wrong.append(f"{manifest.PATH}: cannot be read: {error}")
        return {}


def _aside(public: Path) -> Iterator[str]:
    """The documents that the manifest does not list: there are more of them every day."""
    for folder in ("feeds/archive", "feeds/editions"):
        for file in sorted((public / folder).rglob("*.*")):
            if file.is_file() and not file.name.startswith("."):
                yield file.relative_to(public).as_posix()


def _read(publisher: Publisher, path: str, etag: str | None, wrong: list[str]) -> _Document | None:
    try:
        content = (publisher.public / path).read_bytes()
    except OSError as error:
        wrong.append(f"{path}: cannot be read: {error.strerror}")
        return None
    if etag is not None and etag_of(content) != etag:
        wrong.append(f"{path}: is not what the manifest tells of; publish it again")
    below, _, suffix = path.rpartition(".")
    format_ = _FORMATS.get(suffix) if path.startswith("feeds/") else None
    variant = publisher.variants.get(below.removeprefix("feeds/"))
    mailed = variant is not None and variant.channel.profile == "newsletter"
    return _Document(path, content, format_, mailed or path.startswith("feeds/editions/"))


def _looked_into(publisher: Publisher, document: _Document, now: datetime) -> Iterable[str]:
    if document.format is not None:
        address = publisher.site.address(document.path)
        return defects(document.content, document.format, address, now)
    try:
        if document.path.endswith(".json"):
            orjson.loads(document.content)
        elif document.path.endswith(".xml"):
            tree(document.content)
    except (etree.XMLSyntaxError, orjson.JSONDecodeError) as error:
        return [f"is not well-formed: {error}"]
    return ()


def _taken(document: _Document, verdicts: dict[str, Verdict]) -> Iterator[str]:
    """Add to the verdicts; what a tool would pass over in a newsletter is a defect."""
    if document.format is None:
        return
    try:
        opened = Opened(document.content, document.format, document.path)
    except PublishError:
        return  # already told
    for slug, consumer in consumers().items():
        if document.format in consumer.reads:
            verdicts[slug] = _added(verdicts[slug], opened, consumer)
            if document.mailed and consumer.mails:
                yield from _passed_over(document.path, opened, consumer)


def _added(verdict: Verdict, opened: Opened, consumer: Consumer) -> Verdict:
    items = opened.taken(consumer)
    more = {
        "documents": 1,
        "items": len(items),
        "passed_over": sum(bool(item.lacks) for item in items),
        "undated": sum(item.at is None for item in items),
        "without_picture": sum(not item.image for item in items),
    }
    return verdict.model_copy(
        update={name: getattr(verdict, name) + count for name, count in more.items()}
    )


def _passed_over(path: str, opened: Opened, consumer: Consumer) -> Iterator[str]:
    for number, item in enumerate(opened.taken(consumer), 1):
        if item.lacks:
            yield (
                f"{path}: item {number} ({item.id}): {consumer.name} passes over it for want of "
                f"{', '.join(item.lacks)}"
            )
