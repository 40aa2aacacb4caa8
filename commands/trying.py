"""`poliflash sources try` and `check`."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.session import Session, session
from pipeline.catalogue import catalogue
from pipeline.stops import standing
from schemas.addresses import canonical
from schemas.decision import Cleaned
from schemas.source import Source

if TYPE_CHECKING:  # Scrapy only where something is crawled
    from pipeline.workshop.judging import Way
    from pipeline.workshop.visit import Given
    from pipeline.workshop.ways import Found

_COLUMNS = ("title", "published", "language", "teaser", "image", "authors")
_WIDEST = 60
"""Characters of a value in a table."""
Url = Annotated[str, typer.Argument(metavar="URL")]


def try_(
    context: typer.Context, url: Url, as_json: Annotated[bool, typer.Option("--json")] = False
) -> None:
    """Show every way of reading a site, what each gives, and which is best; store nothing."""
    here = session(context)
    found = explored_here(here, url)
    if as_json:
        here.json(_plain(found))
    else:
        _told(here, found)
    raise typer.Exit(0 if found.best or found.page.cards else 1)


def explored_here(here: Session, url: str) -> "Found":
    """What a visit to an address comes to; NotAllowed where its newsroom said stop."""
    from pipeline.workshop.visit import Visit
    from pipeline.workshop.ways import MOST, explored

    address = canonical(url)
    visit = Visit(MOST, standing(here.settings, address))
    with here.waiting(f"reading {address}"):
        return asyncio.run(explored(here.settings, address, visit))


def _told(here: Session, found: "Found") -> None:
    here.say(f"robots.txt {found.robots}; {found.asked} requests were made")
    for problem in dict.fromkeys(found.problems):
        here.say(f"! {problem}")
    for card in found.page.cards:
        here.say("the page itself:")
        typer.echo("\n".join(card_lines(card)))
    names = ("score", "way", "stories", "title", "date", "teaser", "image", "where", "why")
    here.table("Ways to read it", names, [_row(way) for way in found.ways])
    if found.vain:
        here.say(f"nothing at {', '.join(found.vain)}")
    rows = [row for way in found.ways for row in _card_rows(way)]
    if rows:
        here.table("What each gives, and what gave it", ("way", *_COLUMNS, "url"), rows)
    if found.best is not None:
        best = f"{found.best.source.kind}, {found.best.why}"
        here.say(f"best: {best}; `poliflash sources add {found.url}` drafts it")


def _card_rows(way: "Way") -> Iterator[tuple[str, ...]]:
    """A row for each card; every value with what gave it."""
    for card in way.given.cards:
        shown = _shown(card)
        cells = (_cell(shown[name], card.provenance.get(name)) for name in _COLUMNS)
        yield (way.source.kind, *cells, card.url)


def _cell(value: str, by: str | None) -> str:
    cut = value if len(value) <= _WIDEST else f"{value[: _WIDEST - 1]}…"
    return f"{cut or '–'} [{by}]" if by else cut or "–"


def _row(way: "Way") -> tuple[object, ...]:
    where = " ".join(way.source.urls)
    if way.source.listing:
        where += f"  links = {way.source.listing.links!r}"
    shares = [
        f"{share:.0%}" for name, share in way.coverage.items() if name not in ("time", "authors")
    ]
    stories = len(way.given.links)
    return (way.score, way.source.kind, stories, *shares, where, f"{way.why}: {way.because}")


def _plain(found: "Found") -> dict[str, Any]:
    return {
        "url": found.url,
        "name": found.name,
        "language": found.language,
        "robots": found.robots,
        "requests": found.asked,
        "problems": found.problems,
        "vain": found.vain,
        "best": found.best.source.kind if found.best else None,
        "page": [_card(card) for card in found.page.cards],
        "ways": [
            {
                "score": way.score,
                "kind": way.source.kind,
                "rules": way.source.rules,
                "found": way.why,
                "because": way.because,
                "stories": way.given.links,
                "coverage": way.coverage,
                "cards": [_card(card) for card in way.given.cards],
                "problems": way.given.problems,
            }
            for way in found.ways
        ],
    }


def _card(card: Cleaned) -> dict[str, Any]:
    return card.model_dump(
        mode="json", exclude={"body", "shingles", "marks", "text_hash", "source"}
    )


def check(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SOURCE")],
    pages: Annotated[int, typer.Option(min=1)] = 3,
) -> None:
    """Prove a source against its live site: read its listing and a few stories, store nothing."""
    from pipeline.workshop.visit import Visit, visited

    here = session(context)
    (source,) = catalogue(here.settings).named([slug])
    visit = Visit(None, standing(here.settings, source.urls[0], source))
    with here.waiting(f"reading {source.name}"):
        found = asyncio.run(visited(here.settings, source, visit, stories=pages))
    for line in _lines(found):
        typer.echo(line)
    here.say(_verdict(source, found))
    if not found.cards and not found.problems:
        typer.echo(f"! {source.urls[0]}: no story was recognised; `poliflash sources fix {slug}`")
    raise typer.Exit(0 if found.cards and not found.problems else 1)


def _verdict(source: Source, found: "Given") -> str:
    """How many stories say what, and why none has a picture."""
    shown = [_shown(card) for card in found.cards]
    names = ("published", "teaser", "image")
    counts = [f"{name} {sum(bool(fields[name]) for fields in shown)}" for name in names]
    if source.rights.images == "none":
        counts[-1] = "no images by its rights"
    return f"{source.slug}: {len(shown)} stories read: title {len(shown)}, {', '.join(counts)}"


def _lines(found: "Given") -> Iterator[str]:
    for listing in found.listings:
        if listing.problem is None:
            yield f"{listing.url}: {listing.status}, {len(listing.links)} stories"
    for card in found.cards:
        yield ""
        yield from card_lines(card)
    for problem in found.problems:
        yield f"! {problem}"


def card_lines(card: Cleaned) -> Iterator[str]:
    """A card for a person: each field with what gave it."""
    for field, value in _shown(card).items():
        by = card.provenance.get(field)
        yield f"{field + ':':<11}{value or '–'}" + (f"   [{by}]" if by else "")


def _shown(card: Cleaned) -> dict[str, str]:
    published = card.published
    return {
        "title": card.title,
        "teaser": card.teaser or "",
        "published": str(published.instant or published.day) if published else "",
        "language": card.language,
        "image": card.image.url if card.image else "",
        "authors": ", ".join(author.name for author in card.authors),
        "section": card.section or "",
        "topics": ", ".join(mark.topic for mark in card.topics),
        "url": card.url,
    }
