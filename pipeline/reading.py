"""What a page that was asked for says, cleaned, with every name the story goes by."""

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.clean import alias, cleaned
from schemas.crawl import PageSeen
from schemas.decision import Alias, Cleaned, Learnt
from schemas.source import Source


class Reading(NamedTuple):
    """An address that was asked for, and the story found there, if any."""

    seen: PageSeen
    page: Cleaned | None = None
    aliases: tuple[Alias, ...] = ()


class Story(NamedTuple):
    """What there is to a reading besides the page that was seen."""

    page: Cleaned | None = None
    aliases: tuple[Alias, ...] = ()


def reading_of(seen: PageSeen, source: Source) -> Reading:
    """A page that could be read; CardError where it cannot become a card."""
    return Reading(seen, *story_of(seen, source))


def story_of(seen: PageSeen, source: Source) -> Story:
    """The story of a page, if it has one; CardError where it cannot become a card."""
    if seen.extracted is None:
        return Story()
    page = cleaned(seen.extracted, source)
    return Story(page, (*page.aliases, *_passed(seen, source)))


def _passed(seen: PageSeen, source: Source) -> Iterator[Alias]:
    """The addresses that the crawl went through to reach the page."""
    urls: list[tuple[str, Learnt]] = [(seen.url, "listed")]
    urls += [(url, "redirect") for url in seen.redirects]
    for url, learnt in urls:
        if (found := alias(url, learnt, source)) is not None:
            yield found
