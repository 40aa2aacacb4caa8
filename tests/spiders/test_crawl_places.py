"""Where a crawl goes and where it does not."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from schemas.crawl import RobotsCopy
from spiders import settings
from spiders.network import Resolver
from tests.receivers import certificate
from tests.spiders.site import Answer, Memory, Site, feed_room, listing, newsroom, rss, story

pytestmark = pytest.mark.server


def moved(target: str, status: int = 301) -> Answer:
    """A redirect."""
    return Answer(status=status, headers={"Location": target})


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirect_is_followed_and_recorded(site: Site, memory: Memory, status: int) -> None:
    """A page that moved within the newsroom is read where it is now."""
    site.answers |= {
        "/uno": moved("/node/1", status),
        "/node/1": moved("/nuova"),
        "/nuova": story("N"),
    }
    await memory.crawl(newsroom(site))
    page = memory.pages[site.url("/uno")]
    assert page.redirects == (site.url("/uno"), site.url("/node/1"))
    assert page.extracted is not None and page.extracted.url == site.url("/nuova")


async def test_redirects_end(site: Site, memory: Memory) -> None:
    """A circle is left after five redirects."""
    site.answers["/uno"] = moved("/uno")
    await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/uno")].problem
    assert problem is not None and problem.code == "http"
    assert site.asked_for("/uno") == 6


@pytest.mark.parametrize("status", [301, 302])
async def test_story_that_left_the_newsroom(site: Site, memory: Memory, status: int) -> None:
    """A page that redirects to another site is not read there; the problem names the target."""
    site.answers["/uno"] = moved("https://www.example.org/altrove", status)
    await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/uno")].problem
    assert problem is not None and problem.code == "redirected-away"
    assert "https://www.example.org/altrove" in problem.detail


async def test_moved_host_is_followed_with_its_stories(site: Site, memory: Memory) -> None:
    """A newsroom that moved for good to another host is read there."""
    site.answers["/news"] = moved(site.url("/news", host="nuovo"))
    site.answers["nuovo:/news"] = listing("/uno")
    site.answers["nuovo:/uno"] = story("Uno")
    await memory.crawl(newsroom(site))
    assert memory.listings[0].links == (site.url("/uno", host="nuovo"),)
    assert memory.pages[site.url("/uno", host="nuovo")].problem is None


@pytest.mark.parametrize(("status", "there"), [(301, True), (308, True), (302, False)])
async def test_a_moved_listing_names_its_new_address(
    site: Site, memory: Memory, status: int, there: bool
) -> None:
    """Only what moved for good is to be written into the source's file."""
    site.answers["/news"] = Answer("", status=status, headers={"Location": site.url("/notizie")})
    site.answers["/notizie"] = listing("/uno")
    await memory.crawl(newsroom(site))
    assert memory.listings[0].moved == (site.url("/notizie") if there else None)


async def test_a_listing_moved_to_another_site_is_not_followed(site: Site, memory: Memory) -> None:
    """Another registered domain is named, and what to do about it."""
    site.answers["/news"] = moved("https://www.example.org/news")
    await memory.crawl(newsroom(site))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "redirected-away"
    assert "https://www.example.org/news" in problem.detail and "urls" in problem.detail


async def test_redirect_off_this_machine_is_refused(site: Site, memory: Memory) -> None:
    """Where only this machine may be crawled, a listing moved elsewhere is not followed."""
    site.answers["/news"] = moved("https://www.example.org/news")
    await memory.crawl(newsroom(site), loopback_only=True)
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "redirected-away"


async def test_other_hosts_are_refused_on_loopback_only(memory: Memory) -> None:
    """Without a contact nothing but this machine is asked, and the problem says what to set."""
    room = newsroom(Site(port=80), listing={"urls": ["https://www.example.org/news"]})
    await memory.crawl(room, loopback_only=True)
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "off-limits" and "CONTACT" in problem.detail


@pytest.mark.parametrize("host", ["10.0.0.7", "169.254.169.254", "[fd00::1]", "192.168.1.1"])
async def test_private_addresses_are_refused(memory: Memory, host: str) -> None:
    """An address inside a private network is never asked."""
    await memory.crawl(newsroom(Site(port=80), listing={"urls": [f"http://{host}/news"]}))
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "off-limits"


async def test_public_name_for_a_private_address_is_refused(
    memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that the resolver leads into a private network is refused when connecting."""

    async def inside(self: object, host: str, port: int = 0, family: int = 0) -> list[object]:
        return [
            {
                "hostname": host,
                "host": "10.1.2.3",
                "port": port,
                "family": 2,
                "proto": 0,
                "flags": 0,
            }
        ]

    monkeypatch.setattr("aiohttp.ThreadedResolver.resolve", inside)
    room = newsroom(Site(port=80), listing={"urls": ["http://rebound.example.org/news"]})
    origin = "http://rebound.example.org"
    memory.copies[origin] = RobotsCopy(origin=origin, fetched=datetime.now(UTC), status=404)
    await memory.crawl(room)
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "off-limits" and "10.1.2.3" in problem.detail


async def test_names_of_this_machine_need_no_resolver() -> None:
    """Every name below localhost is 127.0.0.1, whatever the system says."""
    resolver = Resolver()
    found = await resolver.resolve("deep.down.localhost", 8001)
    await resolver.close()
    assert [(place["host"], place["port"]) for place in found] == [("127.0.0.1", 8001)]


async def test_certificates_are_verified(memory: Memory, tmp_path: Path) -> None:
    """A server whose certificate nobody vouches for is not read."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    runner = web.ServerRunner(web.Server(Site().respond), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    url = f"https://news.localhost:{runner.addresses[0][1]}"
    memory.copies[url] = RobotsCopy(origin=url, fetched=datetime.now(UTC), status=404)
    await memory.crawl(newsroom(Site(), listing={"urls": [f"{url}/news"]}))
    await runner.cleanup()
    problem = memory.listings[0].problem
    assert problem is not None and problem.code == "unreachable"
    assert "certificate" in problem.detail.lower()


async def test_feed_item_on_another_site_stands_for_itself(site: Site, memory: Memory) -> None:
    """A feed's item elsewhere is taken as it is; its page is not asked for."""
    body = rss(site, ("/uno", "Uno")).replace(site.url("/uno"), "https://www.example.org/uno")
    site.answers["/feed"] = Answer(body, media_type="application/rss+xml")
    await memory.crawl(feed_room(site))
    page = memory.pages["https://www.example.org/uno"]
    assert page.problem is None and page.extracted is not None
    assert page.extracted.title == "Uno"


@pytest.mark.parametrize("zipped", [False, True])
async def test_too_large_answers_are_given_up(
    site: Site, memory: Memory, zipped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that is too large, or unpacks to something too large, is a problem of its own."""
    monkeypatch.setitem(settings._SAFE, "DOWNLOAD_MAXSIZE", 2_000)
    site.answers["/uno"] = Answer("<p>" + "a" * 100_000, zipped=zipped)
    await memory.crawl(newsroom(site))
    problem = memory.pages[site.url("/uno")].problem
    assert problem is not None and problem.code == "too-large"
    assert memory.pages[site.url("/due")].problem is None


async def test_zipped_pages_are_read(site: Site, memory: Memory) -> None:
    """A compressed answer is unpacked."""
    site.answers["/uno"] = story("Uno", zipped=True)
    await memory.crawl(newsroom(site))
    page = memory.pages[site.url("/uno")]
    assert page.extracted is not None and page.extracted.title == "Uno"
