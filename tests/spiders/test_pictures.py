"""Pictures asked for."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pytest

from pipeline.media.header import enough
from schemas.crawl import CrawlPlan, CrawlSummary, Validators
from schemas.picture import PictureSeen, PictureWish
from spiders.pictures import FIRST, run_look
from tests import pictured as p
from tests.spiders.site import AGENT, Answer, Memory, Site, newsroom

pytestmark = pytest.mark.server

WHOLE = 300_000


def photo(content: bytes | None = None, **more: Any) -> Answer:
    """A large JPEG: what follows its end does not matter to its size."""
    raw = p.drawn() + bytes(WHOLE - len(p.drawn())) if content is None else content
    return Answer(raw=raw, declared="image/jpeg", **more)


async def look(
    site: Site,
    memory: Memory,
    *paths: str,
    urls: Sequence[str] = (),
    whole: bool = False,
    plan: Mapping[str, Any] | None = None,
    **room: Any,
) -> tuple[list[PictureSeen], CrawlSummary]:
    """What the answers were, in order, and how it ended."""
    seen: list[PictureSeen] = []
    asked = [*map(site.url, paths), *urls]
    wishes = [PictureWish(url=url, whole=whole) for url in asked]
    values = {"user_agent": AGENT, "timeout": 20.0, **(plan or {})}
    how = CrawlPlan(source=newsroom(site, **room), **values)
    summary = await run_look(how, memory, memory, wishes, enough, seen.append)
    return seen, summary


async def test_a_few_kilobytes_are_read_of_a_picture(site: Site, memory: Memory) -> None:
    """A server that knows no ranges is cut off once the header was understood."""
    site.answers["/a.jpg"] = photo()
    (seen,), summary = await look(site, memory, "/a.jpg")
    assert (seen.whole, seen.size, summary.bytes < WHOLE) == (False, WHOLE, True)


async def test_a_range_is_asked_for(site: Site, memory: Memory) -> None:
    """A server that knows ranges sends no more than the first part, unpacked."""
    site.answers["/a.jpg"] = photo()
    await look(site, memory, "/a.jpg")
    (asked,) = [h for h, path in zip(site.headers, site.asked, strict=True) if path == "/a.jpg"]
    assert (asked["Range"], asked["Accept-Encoding"]) == (f"bytes=0-{FIRST - 1}", "identity")


async def test_a_part_tells_the_size_of_the_whole(site: Site, memory: Memory) -> None:
    """Of a 206 the total in `Content-Range` counts, not the part's length."""
    headers = {"Content-Range": "bytes 0-65535/456789"}
    site.answers["/a.jpg"] = photo(p.drawn()[:9000], status=206, headers=headers)
    (seen,), _ = await look(site, memory, "/a.jpg")
    assert (seen.size, seen.whole) == (456_789, False)


async def test_more_is_asked_for_where_a_part_says_too_little(site: Site, memory: Memory) -> None:
    """A camera's long preamble takes a second request, without a range."""
    head, whole = p.with_long_preamble()[:FIRST], p.with_long_preamble()
    headers = {"Content-Range": f"bytes 0-{FIRST - 1}/{len(whole)}"}
    site.answers["/a.jpg"] = photo(head, status=206, headers=headers)
    await look(site, memory, "/a.jpg")
    ranges = [h.get("Range") for h, path in zip(site.headers, site.asked, strict=True)
              if path == "/a.jpg"]  # fmt: skip
    assert ranges == [f"bytes=0-{FIRST - 1}", None]


async def test_a_picture_that_is_wanted_whole_comes_whole(site: Site, memory: Memory) -> None:
    """One request, every byte."""
    site.answers["/a.jpg"] = photo()
    (seen,), _ = await look(site, memory, "/a.jpg", whole=True)
    assert (seen.whole, len(seen.body), site.asked_for("/a.jpg")) == (True, WHOLE, 1)


async def test_a_web_page_under_a_pictures_name_is_cut_off(site: Site, memory: Memory) -> None:
    """Even where the whole is wanted, nobody reads on once the first bytes are no picture's."""
    page = Answer("<!doctype html>" + "x" * 5_000_000, media_type="image/jpeg")
    site.answers["/a.jpg"] = page
    (seen,), summary = await look(site, memory, "/a.jpg", whole=True)
    assert (seen.whole, summary.bytes < 1_000_000) == (False, True)


async def test_a_bomb_is_not_read(site: Site, memory: Memory) -> None:
    """Its header says enough."""
    site.answers["/a.png"] = photo(p.bomb() + bytes(5_000_000))
    (seen,), summary = await look(site, memory, "/a.png", whole=True)
    assert (seen.whole, summary.bytes < 1_000_000) == (False, True)


async def test_a_slow_picture_is_given_up(
    site: Site, memory: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that does not come in time is told as that."""
    monkeypatch.setattr("spiders.pictures.PATIENCE", 0.2)
    site.answers["/a.jpg"] = photo(wait=30.0)
    (seen,), _ = await look(site, memory, "/a.jpg")
    assert seen.problem is not None and seen.problem.code == "timeout"


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Answer("gone", status=404), "gone"),
        (Answer("no", status=403), "blocked"),
        (Answer("oh", status=500), "http"),
    ],
)
async def test_a_refusal_is_told(site: Site, memory: Memory, answer: Answer, code: str) -> None:
    """404, 403 and 500 are different things to a picture."""
    site.answers["/a.jpg"] = answer
    (seen,), _ = await look(site, memory, "/a.jpg")
    assert seen.problem is not None and seen.problem.code == code


async def test_robots_is_obeyed(site: Site, memory: Memory) -> None:
    """A picture that robots.txt forbids is not asked for."""
    site.answers["/private/a.jpg"] = photo()
    (seen,), _ = await look(site, memory, "/private/a.jpg")
    assert seen.problem is not None
    assert (seen.problem.code, site.asked_for("/private/a.jpg")) == ("robots", 0)


async def test_requests_are_spaced(site: Site, memory: Memory) -> None:
    """The source's delay holds for its pictures, one at a time."""
    site.answers |= {"/a.jpg": photo(), "/b.jpg": photo(), "/c.jpg": photo()}
    await look(site, memory, "/a.jpg", "/b.jpg", "/c.jpg", delay=0.3)
    moments = site.moments[1:]
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert (min(gaps) > 0.25, site.most_under_way) == (True, 1)


async def test_a_picture_is_asked_for_conditionally(site: Site, memory: Memory) -> None:
    """What is unchanged is not sent again."""
    site.answers["/a.jpg"] = photo(headers={"ETag": '"p1"'})
    memory.kept[site.url("/a.jpg")] = Validators(etag='"p1"')
    (seen,), _ = await look(site, memory, "/a.jpg")
    assert (seen.not_modified, seen.body) == (True, b"")


async def test_a_host_that_asked_us_to_wait_is_not_asked(site: Site, memory: Memory) -> None:
    """`Retry-After`, heard in a crawl or from a picture, holds for its pictures."""
    wait = {"Retry-After": "600"}
    site.answers |= {"/a.jpg": Answer("x", status=429, headers=wait), "/b.jpg": photo()}
    await look(site, memory, "/a.jpg", "/b.jpg", delay=0.1)
    state = memory.hosts["news.localhost"]
    assert state.next_allowed is not None
    assert site.asked_for("/b.jpg") == 0


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/a.jpg", "http://news.localhost/a.jpg", "http://10.0.0.7/a.jpg",
     "http://169.254.169.254/latest/a.jpg", "http://[::1]/a.jpg"],
)  # fmt: skip
async def test_a_public_newsroom_leads_to_no_internal_picture(
    site: Site, memory: Memory, url: str
) -> None:
    """What a public page names as its picture never makes us ask this machine or its network."""
    rules = {"urls": ["https://news.example.org/news"]}
    (seen,), _ = await look(site, memory, urls=[url], listing=rules)
    assert seen.problem is not None
    assert (seen.problem.code, site.asked) == ("off-limits", [])


async def test_without_a_contact_no_redirect_leads_out(site: Site, memory: Memory) -> None:
    """Only this machine is asked as long as nobody says whom newsrooms can write to."""
    where = {"Location": "https://pictures.example.org/a.jpg"}
    site.answers["/a.jpg"] = Answer("", status=302, headers=where)
    (seen,), _ = await look(site, memory, "/a.jpg", plan={"loopback_only": True})
    assert seen.problem is not None and seen.problem.code == "off-limits"


async def test_a_redirect_to_a_picture_is_followed(site: Site, memory: Memory) -> None:
    """Picture stores redirect; the answer belongs to the address that was asked for."""
    where = {"Location": site.url("/store/b.jpg", host="elsewhere")}
    site.answers |= {
        "/a.jpg": Answer("<html>moved</html>", status=302, headers=where),
        "elsewhere:/store/b.jpg": photo(),
        "elsewhere:/robots.txt": Answer("", status=404),
    }
    (seen,), _ = await look(site, memory, "/a.jpg")
    assert (seen.url, seen.size) == (site.url("/a.jpg"), WHOLE)


@pytest.mark.parametrize("path", ["/img/logo.png", "/default-image.jpg", "/a.svg"])
async def test_logos_are_told_by_their_address(site: Site, memory: Memory, path: str) -> None:
    """Nothing is asked where the address says that it is no story's picture."""
    (seen,), _ = await look(site, memory, path)
    assert seen.problem is not None
    assert (seen.problem.code, site.asked) == ("unreadable", [])


async def test_a_redirect_to_a_placeholder_is_refused(site: Site, memory: Memory) -> None:
    """A store that answers missing pictures with a stand-in is found out."""
    where = {"Location": site.url("/placeholder.png")}
    site.answers |= {
        "/a.jpg": Answer("", status=302, headers=where),
        "/placeholder.png": photo(),
    }
    (seen,), _ = await look(site, memory, "/a.jpg")
    assert seen.problem is not None and seen.problem.code == "unreadable"
