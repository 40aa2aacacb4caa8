"""A source read from files beside its test, without a network."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scrapy.http import HtmlResponse, Request, Response, TextResponse, XmlResponse

from pipeline.clean import cleaned
from schemas.crawl import CrawlPlan, PageSeen
from schemas.decision import Cleaned
from schemas.source import Source
from spiders.crawl import spider_of
from spiders.job import Job
from tests.spiders.site import Memory

KINDS: dict[str, tuple[type[TextResponse], str]] = {
    ".html": (HtmlResponse, "text/html; charset=utf-8"),
    ".xml": (XmlResponse, "application/xml"),
    ".json": (TextResponse, "application/json"),
    ".pdf": (TextResponse, "application/pdf"),
}
TODAY = datetime(2026, 7, 1, tzinfo=UTC)
SHOWN = (
    "url", "kind", "language", "title", "teaser", "body", "published", "section", "authors", "tags",
    "translations",
)  # fmt: skip


def read(source: Source, folder: Path) -> dict[str, Any]:
    """The links of the first listing and the cards, as `expected.json` has them."""
    memory = Memory()
    spider = spider_of(source.kind)(
        Job(CrawlPlan(source=source, user_agent="none"), memory, memory)
    )
    files = {name: _files(folder, name) for name in ("part", "page")}
    files["first"] = iter([*folder.glob("listing.*"), *folder.glob("feed.*")])
    first, *_ = source.urls
    waiting: list[Request] = [spider.listing_request(first, first, priority=0)]
    while waiting:
        request = waiting.pop(0)
        name = "page" if not request.meta.get("listing") else "part"
        if request.cb_kwargs["asked"] == first:
            name = "first"
        if (file := next(files[name], None)) is not None:
            waiting += _answered(request, file)
    cards = [_card(page, source) for page in memory.pages.values()]
    return {"links": [str(url) for url in memory.listings[0].links], "cards": cards}


def _files(folder: Path, name: str) -> Iterator[Path]:
    return iter(sorted(folder.glob(f"{name}-*")))


def _answered(request: Request, file: Path) -> Iterable[Request]:
    kind, media_type = KINDS[file.suffix]
    response: Response = kind(
        request.url, headers={"Content-Type": media_type}, body=file.read_bytes(), request=request
    )
    assert request.callback is not None, "our requests have one"
    return list(request.callback(response, **request.cb_kwargs) or ())


def _card(page: PageSeen, source: Source) -> dict[str, Any]:
    if page.extracted is None:
        return {"url": page.url, "problem": page.problem.detail if page.problem else ""}
    card: Cleaned = cleaned(page.extracted, source)
    told = json.loads(card.model_dump_json())
    image = {"image": {"url": card.image.url, "alt": card.image.alt}} if card.image else {}
    return {name: told[name] for name in SHOWN if told[name]} | image
