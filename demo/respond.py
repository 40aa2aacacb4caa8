"""What a request gets: the page, as the switches and the validators leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime

from demo.content import Site
from demo.dateshapes import http_date
from demo.kinds import Asked
from demo.page import Page, moved_to, rendered
from demo.state import Failure
from demo.world import World, error_page


@dataclass(frozen=True)
class Request:
    """One HTTP request; header names in lower case, `path` decoded, `target` as sent."""

    host: str
    """The first label of `<host>.localhost`."""
    path: str
    target: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def conditional(self) -> bool:
        """Whether it carries a validator."""
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass(frozen=True)
class Answer:
    """One HTTP response."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def respond(world: World, request: Request) -> Answer:
    """The answer of the site the request names."""
    site = world.site_at(request.host)
    if site is None:
        return Answer(404, {"Content-Type": "text/plain"}, b"No such site in this newsroom.\n")
    if request.method not in ("GET", "HEAD"):
        return Answer(405, {"Allow": "GET, HEAD", "Content-Type": "text/plain"}, b"GET only.\n")
    page = _page(world, site, request)
    answer = _validated(page, request, always=_stuck(world, site, page))
    return answer if request.method == "GET" else replace(answer, body=b"")


def _page(world: World, site: Site, request: Request) -> Page:
    home = world.state.moved.get(site.slug)
    failure = world.state.failing.get(site.slug)
    if failure and failure.scope == "all":
        return _failed(site, failure)
    if home and request.host != home:
        return moved_to(f"http://{home}.localhost:{world.port}{request.target or request.path}")
    asked = Asked(request.path, request.query)
    page = world.page(site.slug, asked)
    if failure and page.role == {"listing": "listing", "pages": "story"}.get(failure.scope):
        return _failed(site, failure)
    if page.role != "listing":
        return page
    return _switched(world, site, asked, page)


def _switched(world: World, site: Site, asked: Asked, page: Page) -> Page:
    if site.slug in world.state.html_feeds and not page.media_type.startswith("text/html"):
        body = rendered("error.html", site=site, status=200, title="Torniamo subito")
        return Page(body, role="listing")
    if site.slug in world.state.frozen:
        age = str(world.state.frozen[site.slug].seconds)
        page = world.frozen(site.slug).page(site.slug, asked)
        return replace(page, headers={**page.headers, "Age": age, "X-Cache": "HIT"})
    return page


def _failed(site: Site, failure: Failure) -> Page:
    after = {"Retry-After": str(failure.retry_after)} if failure.retry_after is not None else {}
    return error_page(site, failure.status, after)


def _stuck(world: World, site: Site, page: Page) -> bool:
    return site.slug in world.state.unmodified and page.role == "listing"


def _validated(page: Page, request: Request, always: bool) -> Answer:
    headers = dict(page.headers)
    if page.status == 200:
        headers["ETag"] = page.etag
        headers["Cache-Control"] = "no-cache"
        if page.modified:
            headers["Last-Modified"] = http_date(page.modified)
        if request.conditional and (always or unchanged(headers, request.headers)):
            return Answer(304, headers)
    headers["Content-Type"] = page.media_type
    return Answer(page.status, headers, page.body)


def unchanged(current: Mapping[str, str], asked: Mapping[str, str]) -> bool:
    """Whether the client has these bytes (RFC 9110, 13.2.2: the ETag decides alone)."""
    if "if-none-match" in asked:
        tags = (tag.strip().removeprefix("W/") for tag in asked["if-none-match"].split(","))
        return any(tag in ("*", current["ETag"]) for tag in tags)
    if "if-modified-since" not in asked or "Last-Modified" not in current:
        return False
    try:
        since = parsedate_to_datetime(asked["if-modified-since"])
        return parsedate_to_datetime(current["Last-Modified"]) <= since
    except (TypeError, ValueError):
        return False
