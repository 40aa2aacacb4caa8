"""Stories that vanish, over the real pipe."""

from datetime import timedelta

import pytest

from pipeline.known import StoreKnown
from pipeline.store import pages
from schemas.crawl import PageSeen
from tests.pipeline import wandering as w
from tests.pipeline.mill import Mill, gone


def crawl(mill: Mill, site: w.Site, *pages: PageSeen) -> list[str]:
    """Read these pages; the titles that this withdrew. The listing stays as it is."""
    declared = site.source()
    mill.declare(declared)
    run = mill.crawl(declared, pages, links=[page.url for page in site.pages()])
    return [item.title for item in run.withdrawn]


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_page_that_is_gone_twice(mill: Mill, site: w.Site, status: int) -> None:
    """The first look suspects, the second withdraws; its return brings it back under its id."""
    there = site.page(site.stories[0])
    before = set(mill.cards())
    assert crawl(mill, site, gone(there.url, status)) == []
    assert crawl(mill, site, gone(there.url, status)) == [site.stories[0].said.title]
    assert len(mill.cards()) == len(before) - 1
    crawl(mill, site, there)
    assert set(mill.cards()) == before


@pytest.mark.parametrize("status", [500, 502, 503, 401, 429])
def test_a_faulty_server_withdraws_nothing(mill: Mill, site: w.Site, status: int) -> None:
    """However often a page fails."""
    there = site.page(site.stories[0])
    assert [crawl(mill, site, gone(there.url, status)) for _ in range(4)] == [[]] * 4


def test_a_story_off_the_listing_stays(mill: Mill, site: w.Site) -> None:
    """Listings are paged: what is on them no longer is not gone."""
    before = set(mill.cards())
    for told in site.stories[1:]:
        told.listed = False
    for _ in range(3):
        crawl(mill, site, *site.pages())
    assert set(mill.cards()) == before


def test_more_than_three_at_once_are_held(mill: Mill, site: w.Site) -> None:
    """Sites break oftener than newsrooms withdraw four stories."""
    lost = [gone(site.page(told).url) for told in site.stories[:4]]
    before = set(mill.cards())
    crawl(mill, site, *lost)
    crawl(mill, site, *lost)
    assert set(mill.cards()) == before


@pytest.mark.parametrize("move", [w.slug, w.migrate, w.host])
def test_an_old_address_that_is_gone_takes_nothing_along(
    mill: Mill, site: w.Site, move: w.Move
) -> None:
    """A story that moved without a redirect stays, however often its old address answers 404."""
    before = set(mill.cards())
    old = gone(site.page(site.stories[0]).url)
    site.era += 1
    move(site, 0)
    new = site.page(site.stories[0])
    assert crawl(mill, site, *site.pages()) == []
    for _ in range(3):
        assert crawl(mill, site, old, new) == []
    assert set(mill.cards()) == before


def test_a_story_that_moved_can_still_be_withdrawn(mill: Mill, site: w.Site) -> None:
    """Once no address of it answers."""
    old = gone(site.page(site.stories[0]).url)
    w.slug(site, 0)
    new = site.page(site.stories[0])
    crawl(mill, site, new)
    both = [old, gone(new.url)]
    assert crawl(mill, site, *both) == []
    crawl(mill, site, *both)
    crawl(mill, site, *both)
    assert len(mill.cards()) == len(site.stories) - 1


def test_a_withdrawn_story_comes_back_under_new_names(mill: Mill, site: w.Site) -> None:
    """A migration that leaves days between the old pages and the new ones."""
    before = {card.title: card.id for card in mill.cards().values()}
    old = gone(site.page(site.stories[0]).url)
    crawl(mill, site, old)
    crawl(mill, site, old)
    site.era += 1
    w.migrate(site, 1)
    crawl(mill, site, *site.pages())
    assert {card.title: card.id for card in mill.cards().values()} == before


def test_a_withdrawn_page_is_not_asked_for_ever(mill: Mill, site: w.Site) -> None:
    """Its looks end like those of every page, and it counts as no refusal."""
    lost = [gone(site.page(told).url, 403) for told in site.stories[:3]]
    crawl(mill, site, *lost)
    crawl(mill, site, *lost)
    mill.now += timedelta(days=8)
    declared = site.source()
    run = mill.crawl(declared, lost, links=[page.url for page in site.pages()])
    with mill.store.reading() as c:
        due = pages.due_again(c, declared.slug, mill.now + timedelta(days=99), manual=False)
    assert (run.outcome, run.problems) == ("passed", ())
    assert not {page.url for page in lost} & set(due)


def test_a_withdrawn_story_that_is_listed_again_is_news(mill: Mill, site: w.Site) -> None:
    """Its entry differs from the one it was last read with, whatever that was."""
    url = site.page(site.stories[0]).url
    crawl(mill, site, gone(url))
    crawl(mill, site, gone(url))
    with mill.store.reading() as c:
        kept = StoreKnown(c, site.source(), mill.now, manual=False).entry_hash(url)
    assert kept == ""
