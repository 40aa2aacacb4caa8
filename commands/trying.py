"""`poliflash sources try` and `check`."""

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.session import Session, session
from pipeline.catalogue import catalogue
from pipeline.stops import standing_stops
from schemas.addresses import canonical
from schemas.decision import Cleaned

if TYPE_CHECKING:  # Scrapy only where something is crawled
    from pipeline.workshop.judging import Way
    from pipeline.workshop.visit import Given
    from pipeline.workshop.ways import Found

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
    stops = standing_stops(here.settings, address)
    with here.waiting(f"reading {address}"):
        return asyncio.run(explored(here.settings, address, Visit(MOST, stops)))


def _told(here: Session, found: "Found") -> None:
    here.say(f"robots.txt {found.robots}; {found.asked} requests were made")
    for problem in found.problems:
        here.say(f"! {problem}")
    for card in found.page.cards:
        here.say("the page itself:")
        typer.echo("\n".join(card_lines(card)))
    names = ("score", "way", "stories", "title", "date", "teaser", "image", "where", "why")
    here.table("Ways to read it", names, [_row(way) for way in found.ways])
    best = found.best
    if best is None:
        return
    here.say(f"best: {best.source.kind}, {best.why}; `poliflash sources add {found.url}` drafts it")
    for card in best.given.cards:
        typer.echo("")
        typer.echo("\n".join(card_lines(card)))


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
    return card.model_dump(mode="json", exclude={"body", "shingles", "text_hash", "source"})


def check(
    context: typer.Context,
    slug: Annotated[str, typer.Argument(metavar="SOURCE")],
    pages: Annotated[int, typer.Option(min=1)] = 3,
) -> None:
    """Prove a source against its live site: read its listing and a few stories, store nothing."""
    from pipeline.workshop.visit import Visit, visited

    here = session(context)
    (source,) = catalogue(here.settings).named([slug])
    visit = Visit(None, standing_stops(here.settings, source.urls[0], source))
    with here.waiting(f"reading {source.name}"):
        found = asyncio.run(visited(here.settings, source, visit, stories=pages))
    for line in _lines(found):
        typer.echo(line)
    if not found.cards and not found.problems:
        typer.echo(f"! {source.urls[0]}: no story was recognised; `poliflash sources fix {slug}`")
    raise typer.Exit(0 if found.cards and not found.problems else 1)


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
    published = card.published
    when = (published.instant or published.day) if published else "no date"
    shown = {
        "title": card.title,
        "teaser": card.teaser,
        "published": when,
        "language": card.language,
        "image": card.image.url if card.image else None,
        "authors": ", ".join(author.name for author in card.authors),
        "section": card.section,
        "topics": ", ".join(mark.topic for mark in card.topics),
        "url": card.url,
    }
    for field, value in shown.items():
        by = card.provenance.get(field)
        yield f"{field + ':':<11}{value or '–'}" + (f"   [{by}]" if by else "")
