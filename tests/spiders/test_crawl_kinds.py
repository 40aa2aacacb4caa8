"""Crawls of sitemaps, interfaces and digests: paging, conditions and what is asked for."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schemas.source import Source
from spiders.wordpress import BRIEF
from tests.builders import source
from tests.spiders.site import Answer, Memory, Site, story

pytestmark = pytest.mark.server
POSTS = "/wp-json/wp/v2/posts"


def room(site: Site, kind: str, path: str, **rules: Any) -> Source:
    """The site as a source of that kind, asked without delay."""
    fields = rules.pop("source", {})
    table = {"urls": [site.url(path)], **rules}
    values = {"home": site.url(), "delay": 0, "kind": kind, "listing": None, kind: table, **fields}
    return source(**values)


def sitemap(site: Site, rows: dict[str, str], tag: str = "s1") -> Answer:
    """A sitemap of path → lastmod."""
    urls = "".join(
        f"<url><loc>{site.url(path)}</loc><lastmod>{when}</lastmod></url>"
        for path, when in rows.items()
    )
    body = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    return Answer(body, media_type="application/xml", headers={"ETag": f'"{tag}"'})


def index(site: Site, *paths: str) -> Answer:
    """A sitemap index."""
    maps = "".join(f"<sitemap><loc>{site.url(path)}</loc></sitemap>" for path in paths)
    body = f"<sitemapindex>{maps}</sitemapindex>"
    return Answer(body, media_type="text/xml", headers={"ETag": '"i1"'})


def post(site: Site, number: int, modified: str = "2026-03-02T10:00:00") -> dict[str, Any]:
    """A post of WordPress."""
    return {
        "link": site.url(f"/p{number}"),
        "title": {"rendered": f"Storia {number}"},
        "date_gmt": "2026-03-01T10:00:00",
        "modified_gmt": modified,
        "content": {"rendered": f"<p>Testo {number}.</p>"},
    }


def posts(*found: dict[str, Any], pages: int = 1, tag: str = "p1") -> Answer:
    """A page of posts."""
    headers = {"ETag": f'"{tag}"', "X-WP-TotalPages": str(pages)}
    return Answer(json.dumps(found), media_type="application/json", headers=headers)


def asked(path: str, page: int = 1) -> str:
    """The query a page of posts is asked with."""
    number = f"page={page}&" if page > 1 else ""
    embed = "_embed=wp:featuredmedia,wp:term,author"
    return f"{path}?{number}{embed}&orderby=modified&order=desc&per_page=20"


def brief(path: str) -> str:
    """The query posts are counted with."""
    return f"{path}?_fields={BRIEF}&orderby=modified&order=desc&per_page=20"


def in_brief(*found: dict[str, Any], pages: int = 1, tag: str = "p1") -> Answer:
    """A page of posts without their texts."""
    short = [{name: post[name] for name in post if name != "content"} for post in found]
    return posts(*short, pages=pages, tag=tag)


def titles(memory: Memory) -> set[str | None]:
    """The titles told in the latest crawl."""
    return {page.extracted.title for page in memory.pages.values() if page.extracted}


async def test_sitemap_leads_to_pages(site: Site, memory: Memory) -> None:
    """Its pages are read, the next time only those with another lastmod."""
    site.answers["/map.xml"] = sitemap(site, {"/uno": "2026-01-01", "/due": "2026-01-02"})
    newsroom = room(site, "sitemap", "/map.xml")
    await memory.crawl(newsroom)
    assert titles(memory) == {"Uno", "Due"}
    site.answers["/map.xml"] = sitemap(site, {"/uno": "2026-01-01", "/due": "2026-01-03"}, "s2")
    site.answers["/due"] = story("Due bis")
    await memory.crawl(newsroom)
    assert titles(memory) == {"Due bis"}


async def test_unchanged_sitemap_is_one_request(site: Site, memory: Memory) -> None:
    """A sitemap answered 304 ends the crawl."""
    site.answers["/map.xml"] = sitemap(site, {"/uno": "2026-01-01"})
    await memory.crawl(room(site, "sitemap", "/map.xml"))
    site.asked.clear()
    await memory.crawl(room(site, "sitemap", "/map.xml"))
    assert site.asked == ["/map.xml"]


async def test_index_is_followed(site: Site, memory: Memory) -> None:
    """An index of an index leads to stories; a circle ends."""
    site.answers["/map.xml"] = index(site, "/in.xml", "/map.xml")
    site.answers["/in.xml"] = index(site, "/a.xml", "/b.xml", "/in.xml")
    site.answers["/a.xml"] = sitemap(site, {"/uno": "2026-01-01"})
    site.answers["/b.xml"] = sitemap(site, {"/due": "2026-01-01"})
    await memory.crawl(room(site, "sitemap", "/map.xml"))
    assert titles(memory) == {"Uno", "Due"}
    assert site.asked_for("/in.xml") == 1


async def test_sitemaps_behind_an_unchanged_index_are_asked(site: Site, memory: Memory) -> None:
    """An index that stays the same does not hide a sitemap that changed."""
    site.answers["/map.xml"] = index(site, "/a.xml")
    site.answers["/a.xml"] = sitemap(site, {"/uno": "2026-01-01"})
    await memory.crawl(room(site, "sitemap", "/map.xml"))
    site.answers["/a.xml"] = sitemap(site, {"/uno": "2026-01-01", "/due": "2026-01-02"}, "s2")
    await memory.crawl(room(site, "sitemap", "/map.xml"))
    assert titles(memory) == {"Due"}


async def test_no_more_sitemaps_than_allowed(site: Site, memory: Memory) -> None:
    """`max_parts` bounds what an index may lead to."""
    paths = [f"/m{n}.xml" for n in range(5)]
    site.answers["/map.xml"] = index(site, *paths)
    for path in paths:
        site.answers[path] = sitemap(site, {})
    await memory.crawl(room(site, "sitemap", "/map.xml", max_parts=2))
    assert [path for path in paths if path in site.asked] == paths[:2]


async def test_old_stories_are_not_read(site: Site, memory: Memory) -> None:
    """What is older than `max_age` is listed, but not asked for."""
    young = (datetime.now(UTC) - timedelta(days=3)).date().isoformat()
    site.answers["/map.xml"] = sitemap(site, {"/uno": "2020-01-01", "/due": young})
    await memory.crawl(room(site, "sitemap", "/map.xml", max_age="30d"))
    assert titles(memory) == {"Due"} and len(memory.listings[0].links) == 2


async def test_patterns_hold_for_sitemaps(site: Site, memory: Memory) -> None:
    """Excluded addresses are neither listed nor read."""
    site.answers["/map.xml"] = sitemap(site, {"/uno": "2026-01-01", "/due": "2026-01-01"})
    await memory.crawl(room(site, "sitemap", "/map.xml", source={"exclude": ["/uno"]}))
    assert titles(memory) == {"Due"}


async def test_posts_are_told_without_their_pages(site: Site, memory: Memory) -> None:
    """They are counted in brief, then read whole; each request names what it wants."""
    site.answers[brief(POSTS)] = in_brief(post(site, 1), post(site, 2))
    site.answers[asked(POSTS)] = posts(post(site, 1), post(site, 2))
    await memory.crawl(room(site, "wordpress", POSTS))
    assert titles(memory) == {"Storia 1", "Storia 2"}
    assert site.asked == ["/robots.txt", brief(POSTS), asked(POSTS)]
    assert [len(listing.links) for listing in memory.listings] == [2]
    assert [raw.url for raw in memory.raws] == [site.url(POSTS)]
    assert site.headers[-1]["Accept"] == "application/json"
    assert memory.listings[0].url == site.url(POSTS)


async def test_unchanged_posts_are_one_request(site: Site, memory: Memory) -> None:
    """The interface is asked conditionally under its declared address."""
    site.answers[brief(POSTS)] = in_brief(post(site, 1))
    site.answers[asked(POSTS)] = posts(post(site, 1))
    await memory.crawl(room(site, "wordpress", POSTS))
    site.asked.clear()
    await memory.crawl(room(site, "wordpress", POSTS))
    assert memory.listings[0].not_modified
    assert site.asked == [brief(POSTS)]


async def test_posts_that_could_not_be_read_are_not_hidden(site: Site, memory: Memory) -> None:
    """Where only the count answered, the next crawl asks for it without conditions."""
    site.answers[brief(POSTS)] = in_brief(post(site, 1))
    site.answers[asked(POSTS)] = Answer("x", status=500)
    await memory.crawl(room(site, "wordpress", POSTS))
    told = [(len(seen.links), seen.validators, bool(seen.problem)) for seen in memory.listings]
    assert told == [(1, None, False), (0, None, True)]


async def test_a_server_that_gives_everything_is_asked_once(site: Site, memory: Memory) -> None:
    """Where the answer in brief has the texts, they are taken from it."""
    site.answers[brief(POSTS)] = posts(post(site, 1))
    await memory.crawl(room(site, "wordpress", POSTS))
    assert titles(memory) == {"Storia 1"}
    assert site.asked == ["/robots.txt", brief(POSTS)]


async def test_only_what_was_modified_since_is_asked_for(site: Site, memory: Memory) -> None:
    """An edited old post costs its own text; the count still tells all posts."""
    old = [post(site, number) for number in range(1, 6)]
    site.answers[brief(POSTS)] = in_brief(*old)
    site.answers[asked(POSTS)] = posts(*old)
    await memory.crawl(room(site, "wordpress", POSTS))
    edited = post(site, 5, "2026-03-09T10:00:00")
    site.answers[brief(POSTS)] = in_brief(edited, *old[:4], tag="p2")
    since = asked(POSTS).replace("per_page=20", "per_page=100")
    since += "&modified_after=2026-03-08T10:00:00"
    site.answers[since] = posts(edited)
    site.asked.clear()
    await memory.crawl(room(site, "wordpress", POSTS))
    assert site.asked == [brief(POSTS), since]
    assert titles(memory) == {"Storia 5"}
    assert [len(listing.links) for listing in memory.listings] == [5]


async def test_only_modified_posts_are_told_again(site: Site, memory: Memory) -> None:
    """The modification date decides, and paging stops where all is known."""
    second = posts(post(site, 3), pages=2)
    site.answers[brief(POSTS)] = in_brief(post(site, 1), post(site, 2), pages=2)
    site.answers[asked(POSTS)] = posts(post(site, 1), post(site, 2), pages=2)
    site.answers[asked(POSTS, 2)] = second
    await memory.crawl(room(site, "wordpress", POSTS))
    assert titles(memory) == {"Storia 1", "Storia 2", "Storia 3"}
    site.asked.clear()
    changed = post(site, 2, "2026-03-09T10:00:00")
    site.answers[brief(POSTS)] = posts(changed, post(site, 1), pages=2, tag="p2")
    await memory.crawl(room(site, "wordpress", POSTS))
    assert titles(memory) == {"Storia 2"}


async def test_page_instead_of_posts(site: Site, memory: Memory) -> None:
    """HTML where JSON was expected is told in plain words and gives no story."""
    site.answers[brief(POSTS)] = Answer("<!doctype html><title>Manutenzione</title>")
    await memory.crawl(room(site, "wordpress", POSTS))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "not-a-feed" and "Manutenzione" in problem.detail


async def test_posts_whose_text_is_on_the_page(site: Site, memory: Memory) -> None:
    """With `pages` the post's page is read too."""
    site.answers[brief(POSTS)] = in_brief(post(site, 1))
    site.answers[asked(POSTS)] = posts(post(site, 1))
    site.answers["/p1"] = story("Storia 1 per intero")
    await memory.crawl(room(site, "wordpress", POSTS, pages=True))
    said = memory.pages[site.url("/p1")].extracted
    assert said is not None and said.body is not None and "per intero" in said.body


async def test_wagtail_offset(site: Site, memory: Memory) -> None:
    """The offset moves on until all items are read."""
    path = "/api/pages/?type=news.NewsPage"

    def answer(numbers: Iterable[int]) -> Answer:
        items = [{"id": n, "meta": {"slug": f"n{n}"}, "title": f"Storia {n}"} for n in numbers]
        body = json.dumps({"meta": {"totalCount": 3}, "items": items})
        return Answer(body, media_type="application/json")

    order = "order=-first_published_at&limit=2"
    site.answers[f"{path}&{order}"] = answer((1, 2))
    site.answers[f"{path}&offset=2&{order}"] = answer((3,))
    link = site.url("/news/{slug}/")
    await memory.crawl(room(site, "wagtail", path, limit=2, link=link))
    assert titles(memory) == {"Storia 1", "Storia 2", "Storia 3"}
    assert len(site.asked) == 3


async def test_jsonapi_pages(site: Site, memory: Memory) -> None:
    """`links.next` is followed, with the media type of the specification, on this site only."""
    path = "/jsonapi/node/news"

    def answer(number: int, following: str) -> Answer:
        node = {"type": "n", "id": f"u{number}", "attributes": {"title": f"Storia {number}"}}
        node["attributes"]["path"] = {"alias": f"/n{number}"}  # type: ignore[index]
        body = {"data": [node], "links": {"next": {"href": following}}}
        return Answer(json.dumps(body), media_type="application/vnd.api+json")

    site.answers[f"{path}?sort=-created&page%5Blimit%5D=20"] = answer(1, site.url(f"{path}?p=2"))
    second = f"{path}?p=2&sort=-created&page%5Blimit%5D=20"
    site.answers[second] = answer(2, "https://altrove.example.com/jsonapi")
    summary = await memory.crawl(room(site, "jsonapi", path))
    assert titles(memory) == {"Storia 1", "Storia 2"} and summary.requests == 3
    assert site.headers[-1]["Accept"] == "application/vnd.api+json"


def digest(*found: str, more: str = "") -> Answer:
    """A page with an item for each title."""
    items = "".join(f"<article><h2>{t}</h2><p>3 marzo 2026</p></article>" for t in found)
    return Answer(f"<html><body>{more}{items}</body></html>")


async def test_digest_pages(site: Site, memory: Memory) -> None:
    """Pages are turned while they hold something new; an item met twice is told once."""
    site.answers["/tutti"] = digest("Uno", "Due")
    site.answers["/tutti?page=1"] = digest("Due", "Tre")
    site.answers["/tutti?page=2"] = digest("Due", "Tre")
    await memory.crawl(room(site, "digest", "/tutti", items="article", page_param="page"))
    assert titles(memory) == {"Uno", "Due", "Tre"}
    assert all("/tutti#:~:text=" in url for url in memory.pages)
    assert site.asked_for("/tutti?page=2") == 1 and site.asked_for("/tutti?page=3") == 0


async def test_digest_of_another_visit(site: Site, memory: Memory) -> None:
    """An address with another story at every visit gives each once."""
    newsroom = room(site, "digest", "/ultima", items="article")
    for title in ("Prima", "Seconda", "Prima"):
        site.answers["/ultima"] = digest(title)
        await memory.crawl(newsroom)
    assert titles(memory) == set()


async def test_digest_issues(site: Site, memory: Memory) -> None:
    """A page of issues leads to each; their items stand for themselves."""
    site.answers["/numeri"] = digest(
        more='<a class="n" href="/n6">6</a><a class="n" href="/n7">7</a>'
    )
    site.answers["/n6"] = digest("Uno")
    site.answers["/n7"] = digest("Due", more='<a class="n" href="/n5">5</a>')
    await memory.crawl(room(site, "digest", "/numeri", items="article", parts="a.n"))
    assert titles(memory) == {"Uno", "Due"} and "/n5" not in site.asked
    assert memory.listings[0].links == (site.url("/n6"), site.url("/n7"))


async def test_items_without_a_page_are_not_asked_again(site: Site, memory: Memory) -> None:
    """A part of a page cannot be re-asked."""
    site.answers["/tutti"] = digest("Uno")
    newsroom = room(site, "digest", "/tutti", items="article", pages=True)
    await memory.crawl(newsroom)
    memory.due = list(memory.pages)
    site.asked.clear()
    await memory.crawl(newsroom)
    assert site.asked == ["/tutti"]


async def test_issues_elsewhere_are_not_asked_for(site: Site, memory: Memory) -> None:
    """A part on another site is nobody's part."""
    away = '<a class="n" href="https://altrove.example.com/n6">6</a>'
    site.answers["/numeri"] = digest("Uno", more=away)
    summary = await memory.crawl(room(site, "digest", "/numeri", items="article", parts="a.n"))
    assert summary.requests == 2 and len(memory.listings) == 1


async def test_listing_stops_at_its_floor(site: Site, memory: Memory) -> None:
    """A page that ends with an old story is the last; an old one pinned on top is only skipped."""
    today = datetime.now(UTC).date().isoformat()
    row = '<article><h3><a href="/{}">Storia</a></h3><time datetime="{}"></time></article>'

    def page(*rows: tuple[str, str]) -> Answer:
        return Answer("<html><body>" + "".join(row.format(*one) for one in rows) + "</body></html>")

    site.answers["/l"] = page(("pinned", "2019-01-01"), ("uno", today))
    site.answers["/l?page=1"] = page(("due", today), ("vecchia", "2019-01-02"))
    rules = {"links": "h3 a", "page_param": "page", "max_age": "30d"}
    await memory.crawl(room(site, "listing", "/l", **rules))
    assert titles(memory) == {"Uno", "Due"}
    assert [seen.url for seen in memory.listings] == [site.url("/l"), site.url("/l?page=1")]
