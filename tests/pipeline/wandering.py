"""A newsroom whose stories keep changing their names."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from demo.newsroom import Newsroom
from demo.respond import Request
from pipeline.catalogue import source_from
from schemas.crawl import PageSeen
from schemas.extracted import Extracted
from schemas.source import Source
from schemas.types import Moment
from spiders.extract import extract
from tests.builders import source

DEMO = Path(__file__).parents[2] / "demo" / "sources"
TOLD = (
    *("hoshikawa-in-visita", "hoshikawa-torna-in-visita", "challenge-lingotto-prima-edizione"),
    *("challenge-lingotto-seconda-edizione", "tecnologie-in-mostra-investitori"),
    *("cielo-chiuso-2018", "cielo-chiuso-2019", "una-mensa-senza-spreco"),
)
"""Stories of the demonstration: look-alikes of other years, and one without a date."""


@cache
def demo_stories() -> dict[str, Extracted]:
    """Key → what a page of the demonstration says."""
    newsroom = Newsroom(today=date(2026, 3, 2))
    files = {"ateneo": "ateneo-it", "archivio": "archivio"}
    found = {}
    for row in newsroom.stories():
        if row["key"] in TOLD and row["language"] == "it":
            declared = source_from(DEMO / f"{files[row['site']]}.toml")
            path = urlsplit(row["url"]).path
            page = newsroom.answer(Request(host=row["site"], path=path))
            said = extract(page.body, row["url"], source=declared)
            found[row["key"]] = said.model_copy(update={"translations": {}, "guid": None})
    return found


@dataclass
class Told:
    """A story and the names it has now."""

    said: Extracted
    slug: str
    number: int
    listed: bool = True


@dataclass
class Site:
    """The newsroom as it stands."""

    numbered: bool
    """Whether its pages tell their node's number."""
    stories: list[Told] = field(default_factory=list)
    origin: str = "http://news.example.org"
    folder: str = "notizie"
    by_number: bool = False
    """Whether the listing links to `/node/<number>`."""
    feed: bool = False
    slug: str = "ateneo"
    formerly: tuple[str, ...] = ()
    era: int = 0
    """Counts what was done, so that new names are new."""

    def source(self) -> Source:
        """How it is declared."""
        home = f"{self.origin}/"
        if self.feed:
            feed = {"urls": [f"{home}feed"]}
            about: dict[str, object] = {"kind": "feed", "listing": None, "feed": feed}
        else:
            about = {"listing": {"urls": [f"{home}tutte"], "links": "a"}}
        return source(slug=self.slug, formerly=self.formerly, home=home, **about)

    def page(self, told: Told) -> PageSeen:
        """A story's page, or its item in the feed."""
        address = f"{self.origin}/{self.folder}/{told.slug}"
        node = f"{self.origin}/node/{told.number}"
        names: dict[str, object] = {"url": address, "canonical": address}
        names["aliases"] = (node,) if self.numbered else ()
        names["guid"] = f"{told.number}@news" if self.feed else None
        asked = node if self.by_number and self.numbered else address
        return PageSeen(url=asked, extracted=told.said.model_copy(update=names))

    def pages(self) -> list[PageSeen]:
        """Every listed story, the newest first."""
        return [self.page(told) for told in reversed(self.stories) if told.listed]


def first(numbered: bool) -> Site:
    """The newsroom before anything was done to it."""
    said = demo_stories()
    told = [Told(said[key], key, 100 + 7 * n) for n, key in enumerate(TOLD)]
    return Site(numbered=numbered, stories=told)


def https(site: Site, _: int) -> None:
    """Every address changes its scheme."""
    scheme, rest = site.origin.split("://")
    site.origin = ("http" if scheme == "https" else "https") + f"://{rest}"


def www(site: Site, _: int) -> None:
    """Every address gains or loses `www.`."""
    scheme, host = site.origin.split("://")
    host = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    site.origin = f"{scheme}://{host}"


def host(site: Site, _: int) -> None:
    """The site moves, and nobody declares it."""
    site.origin = f"https://moved-{site.era}.example.org"


def slug(site: Site, n: int) -> None:
    """A story gets another slug."""
    site.stories[n].slug = f"nuovo-{site.era}"


def reworded(site: Site, n: int) -> None:
    """A title is reworded, and the slug is made of the new one."""
    told = site.stories[n]
    title = f"{told.said.title} ({site.era})"
    told.said = told.said.model_copy(update={"title": title})
    told.slug = f"titolo-{site.era}"


def edited(site: Site, n: int) -> None:
    """A paragraph is added."""
    told = site.stories[n]
    body = f"{told.said.body}<p>Aggiornamento {site.era}: la prova è stata anticipata.</p>"
    told.said = told.said.model_copy(update={"body": body})


def links(site: Site, _: int) -> None:
    """The listing links by number instead of by address, or the other way round."""
    site.by_number = not site.by_number


def swap(site: Site, n: int) -> None:
    """Two stories exchange their slugs."""
    one, other = site.stories[n], site.stories[n - 1]
    one.slug, other.slug = other.slug, one.slug


def migrate(site: Site, n: int) -> None:
    """A new content system: new addresses, and the old numbers go to other stories."""
    site.folder = f"n{site.era}"
    numbers = [told.number for told in site.stories]
    for told, number in zip(site.stories, numbers[n:] + numbers[:n], strict=True):
        told.slug, told.number = f"{told.slug}-{site.era}", number + (site.era if not n else 0)


def rename(site: Site, _: int) -> None:
    """The source's file gets another name."""
    site.formerly, site.slug = (site.slug,), f"ateneo-{site.era}"


def replaced(site: Site, _: int) -> None:
    """A feed source takes the place of the listing source, or the other way round."""
    site.feed = not site.feed
    rename(site, 0)


def next_year(site: Site, n: int) -> None:
    """Another year's edition takes a story's slug, as a page of its own; the old one moves.

    Without a date or a number nothing could tell the two apart.
    """
    told = site.stories[n]
    said = told.said
    if said.published is None:
        return
    year = timedelta(days=364)
    day = said.published.day
    day = day + year if day + year < date(2026, 2, 28) else day - year
    words = (said.body or "").split(" ")
    words[::3] = [f"{word} {site.era}" for word in words[::3]]
    new = said.model_copy(
        update={
            "published": Moment(day=day),
            "body": " ".join(words),
            "title": f"{said.title}: {site.era}",
        }
    )
    site.stories.append(Told(new, told.slug, 5_000 + site.era))
    told.slug = f"{told.slug}-{site.era}"


def hidden(site: Site, n: int) -> None:
    """A story drops off the listing, or comes back."""
    site.stories[n] = replace(site.stories[n], listed=not site.stories[n].listed)


Move = Callable[[Site, int], None]
MOVES: tuple[Move, ...] = (
    *(https, www, host, slug, reworded, edited, links, swap, migrate, rename, replaced),
    *(next_year, hidden),
)
