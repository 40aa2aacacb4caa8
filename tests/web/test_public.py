"""Public documents over HTTP."""

import gzip

import pytest

from pipeline.files import etag_of
from tests.web.driver import ask
from tests.web.front import Front

RSS = b"<rss>" + b"storie " * 200 + b"</rss>"
TAG = etag_of(RSS)
PACKED_TAG = TAG[:-1] + '-gz"'
FEED = "/feeds/stories.rss"
DATE = "Mon, 02 Mar 2026 12:00:00 GMT"
CARD = "cards/0a/0a" + "1" * 30 + ".json"


async def test_a_feed_is_served_with_its_headers(front: Front) -> None:
    """Requirements 3, 40, 41 and 44: Everything that feed readers and caches need is said."""
    front.publish({"feeds/stories.rss": RSS})
    answer = await ask(front.app(), FEED)
    assert (answer.status, answer.body) == (200, RSS)
    assert answer.headers == {
        "etag": TAG,
        "last-modified": DATE,
        "cache-control": "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400",
        "vary": "Accept-Encoding",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "ETag, Link",
        "link": '<http://127.0.0.1:8000/feeds/stories.rss>; rel="self"',
        "content-type": "application/rss+xml; charset=utf-8",
        "content-length": str(len(RSS)),
        "x-content-type-options": "nosniff",
    }


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("feeds/stories.rss", "application/rss+xml; charset=utf-8"),
        ("feeds/topics/energy.it.atom", "application/atom+xml; charset=utf-8"),
        ("feeds/stories.json", "application/feed+json"),
        ("feeds/stories.it.html", "text/html; charset=utf-8"),
        ("feeds/archive/stories/1.atom", "application/atom+xml; charset=utf-8"),
        ("opml.xml", "text/x-opml; charset=utf-8"),
        ("schemas/story-card.json", "application/json"),
        ("style.css", "text/css; charset=utf-8"),
        ("embed/poliflash.js", "text/javascript; charset=utf-8"),
        ("icon.svg", "image/svg+xml"),
        ("images/a.jpg", "image/jpeg"),
        ("strange", "application/octet-stream"),
    ],
)
async def test_content_type(front: Front, path: str, expected: str) -> None:
    """Requirements 33 and 40: The path tells the media type."""
    front.publish({path: b"x"})
    assert (await ask(front.app(), f"/{path}")).headers["content-type"] == expected


@pytest.mark.parametrize(
    ("path", "piece"),
    [
        ("embed/v1/topics/energy.it.html", True),
        ("embed/v1/frame.it.html", True),
        ("pages/innovation/figures.it.html", True),
        ("embed/v1/stories.json", False),
        ("feeds/stories.it.html", False),
        ("index.html", False),
    ],
)
async def test_pieces_of_pages_are_not_to_be_indexed(front: Front, path: str, piece: bool) -> None:
    """A search engine finds the page that shows the stories, not what it is made of."""
    front.publish({path: b"x"})
    asked = await ask(front.app(), f"/{path}")
    assert (asked.headers.get("x-robots-tag") == "noindex") is piece


async def test_gzip_has_its_own_tag(front: Front) -> None:
    """Requirements 41 and 43: Two codings of one document are two representations (RFC 9110,
    8.8.3.3).
    """
    front.publish({"feeds/stories.rss": RSS})
    answer = await ask(front.app(), FEED, headers={"Accept-Encoding": "br, gzip"})
    assert (answer.headers["content-encoding"], answer.headers["etag"]) == ("gzip", PACKED_TAG)
    assert gzip.decompress(answer.body) == RSS
    assert answer.headers["content-length"] == str(len(answer.body))


async def test_what_gzip_does_not_shrink_is_sent_plain(front: Front) -> None:
    """A tiny document stays as it is."""
    front.publish({"feeds/stories.rss": b"<rss/>"})
    answer = await ask(front.app(), FEED, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "status", "etag"),
    [
        ({"If-None-Match": TAG}, 304, TAG),
        ({"If-None-Match": f"W/{TAG}"}, 304, TAG),
        ({"If-None-Match": f'"old", {TAG}'}, 304, TAG),
        ({"If-None-Match": "*"}, 304, TAG),
        ({"If-None-Match": '"old"'}, 200, TAG),
        ({"If-None-Match": PACKED_TAG}, 200, TAG),
        ({"If-None-Match": PACKED_TAG, "Accept-Encoding": "gzip"}, 304, PACKED_TAG),
        ({"If-None-Match": TAG, "Accept-Encoding": "gzip"}, 200, PACKED_TAG),
        ({"If-Modified-Since": DATE}, 304, TAG),
        ({"If-Modified-Since": "Mon, 02 Mar 2026 11:59:59 GMT"}, 200, TAG),
        ({"If-None-Match": '"old"', "If-Modified-Since": DATE}, 200, TAG),
        ({"If-None-Match": TAG, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}, 304, TAG),
        ({"A-IM": "feed", "If-None-Match": '"old"'}, 200, TAG),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_conditional_requests(
    front: Front, method: str, headers: dict[str, str], status: int, etag: str
) -> None:
    """Requirements 42 and 45: A client that holds the chosen representation gets 304, every other
    one the whole.
    """
    front.publish({"feeds/stories.rss": RSS})
    answer = await ask(front.app(), FEED, method=method, headers=headers)
    assert (answer.status, answer.headers["etag"]) == (status, etag)


async def test_304_repeats_what_caches_need_and_no_more(front: Front) -> None:
    """Requirement 42: No body, no word about a body; tag, age and Vary as in the 200 (RFC 9110,
    15.4.5).
    """
    front.publish({"feeds/stories.rss": RSS})
    app = front.app()
    full = await ask(app, FEED)
    answer = await ask(app, FEED, headers={"If-None-Match": TAG})
    assert answer.body == b""
    assert not {"content-type", "content-length"} & answer.headers.keys()
    assert answer.headers.items() < full.headers.items()
    assert {"etag", "cache-control", "vary", "last-modified"} <= answer.headers.keys()


async def test_head_is_get_without_the_body(front: Front) -> None:
    """Requirement 47: HEAD tells the length of what it does not send."""
    front.publish({"feeds/stories.rss": RSS})
    app = front.app()
    answer = await ask(app, FEED, method="HEAD")
    assert (answer.headers, answer.body) == ((await ask(app, FEED)).headers, b"")


@pytest.mark.parametrize("path", [FEED, "/nowhere"])
async def test_options(front: Front, path: str) -> None:
    """Requirement 48: A preflight is let through for reading."""
    front.publish({"feeds/stories.rss": RSS})
    answer = await ask(front.app(), path, method="OPTIONS")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", [FEED, "/nowhere", f"/{CARD}"])
async def test_other_methods_are_refused(front: Front, path: str) -> None:
    """What we publish cannot be written to."""
    front.publish({"feeds/stories.rss": RSS})
    front.write(CARD, b"{}")
    answer = await ask(front.app(), path, method="PUT")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [("", "application/problem+json"), ("text/html,*/*", "text/html; charset=utf-8")],
)
async def test_not_found(front: Front, accept: str, kind: str) -> None:
    """People get a page, programs a problem."""
    front.publish({"feeds/stories.rss": RSS})
    answer = await ask(front.app(), "/feeds/x.rss", headers={"Accept": accept})
    assert (answer.status, answer.headers["content-type"]) == (404, kind)
    assert answer.headers["vary"] == "Accept"


async def test_what_was_published_once_is_gone(front: Front) -> None:
    """Requirement 46: a feed that ended answers 410, and readers stop asking."""
    front.write("manifest.json", b'{"version": 1, "documents": {}, "gone": ["feeds/old.rss"]}')
    answer = await ask(front.app(), "/feeds/old.rss")
    assert (answer.status, answer.headers["content-type"]) == (410, "application/problem+json")


async def test_before_anything_is_published(front: Front) -> None:
    """Requirement 46: An empty folder is no reason for readers to drop a feed."""
    answer = await ask(front.app(), FEED)
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.json",
        "/feeds/../../secret.json",
        "/%2e%2e/secret.json",
        "//secret.json",
        "/unlisted.json",
        "/cards/../../secret.json",
        "/cards/0a/0b" + "1" * 30 + ".json",
        "/cards/0a/../0a/0a" + "1" * 30 + ".json",
        "/.poliflash",
        "/feeds/editions/../../secret.json",
        "/feeds/editions/letter/2026-03-02.exe",
        "/feeds",
        "/feeds/stories.rss/",
        "/feeds/stories.rss\0",
    ],
)
async def test_only_published_paths_are_served(front: Front, path: str) -> None:
    """No path leads out of the manifest, whatever lies on the disk."""
    front.publish({"feeds/stories.rss": RSS})
    front.write("unlisted.json", b"{}")
    front.write("../secret.json", b"{}")
    front.write(CARD, b"{}")
    assert (await ask(front.app(), path)).status == 404


@pytest.mark.parametrize(
    ("path", "document"),
    [
        ("/", b"home"),
        ("/index.html", b"home"),
        ("/en/", b"english"),
        ("/en/index.html", b"english"),
    ],
)
async def test_index_pages(front: Front, path: str, document: bytes) -> None:
    """An index page answers for its folder."""
    front.publish({"index.html": b"home", "en/index.html": b"english"})
    assert (await ask(front.app(), path)).body == document


async def test_pages_may_run_no_script(front: Front) -> None:
    """HTML carries a policy without script and lives shorter in caches."""
    front.publish({"feeds/stories.html": b"<p>"})
    headers = (await ask(front.app(), "/feeds/stories.html")).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; img-src http: https:; style-src 'self'; base-uri 'none';"
        " form-action 'none'; frame-ancestors *"
    )
    assert headers["cache-control"].startswith("public, max-age=60,")


@pytest.mark.parametrize("path", ["/flash/feeds/stories.rss", "/feeds/stories.rss"])
async def test_prefix_of_the_public_address(front: Front, path: str) -> None:
    """Behind a proxy or not, with its prefix or without, a document is found."""
    front.publish({"feeds/stories.rss": RSS})
    app = front.app(public_url="https://news.example.org/flash")
    answer = await ask(app, path)
    assert (answer.status, answer.headers["link"]) == (
        200,
        '<https://news.example.org/flash/feeds/stories.rss>; rel="self"',
    )


@pytest.mark.parametrize("prefix", ["", "/stories"])
async def test_a_folders_name_leads_to_its_page(front: Front, prefix: str) -> None:
    """As web servers do it for `/use`; the question goes along."""
    front.publish({"en/use/index.html": b"<p>"})
    app = front.app(public_url=f"http://127.0.0.1:8000{prefix}")
    answer = await ask(app, f"{prefix}/en/use?channel=stories")
    assert (answer.status, answer.headers["location"]) == (301, "use/?channel=stories")
    assert (await ask(app, f"{prefix}/en/use/")).body == b"<p>"
