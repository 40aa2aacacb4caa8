"""The newsroom's own pages: its stories, its visits, and its switches over HTTP."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import ValidationError, validate_call

from demo.newsroom import Newsroom
from demo.page import HTML, JSON, rendered
from demo.respond import Answer, Request
from demo.switches import SwitchError

CONTROL = "/_newsroom/"
SWITCHES = frozenset(
    {
        "publish",
        "edit",
        "unpublish",
        "delete",
        "redesign",
        "restore_design",
        "move_host",
        "cache_listing",
        "not_modified",
        "fail",
        "html_feed",
        "slow",
        "picture",
        "lift",
        "reset",
        "forget_requests",
    }
)


def control(newsroom: Newsroom, request: Request) -> Answer:
    """The answer under /_newsroom/; every other path leads there."""
    name = request.path.removeprefix(CONTROL)
    if not request.path.startswith(CONTROL):
        return Answer(302, {"Location": CONTROL})
    if name == "requests.json" and request.method in ("DELETE", "POST"):
        newsroom.forget_requests()
        return _told(200, {"ok": True})
    if request.method == "POST":
        return _pulled(newsroom, name, request)
    if name == "stories.json":
        return _told(200, newsroom.stories())
    if name == "requests.json":
        return _told(200, [visit._asdict() for visit in newsroom.requests])
    if name == "":
        return Answer(200, {"Content-Type": HTML}, _human(newsroom))
    return _told(404, {"error": f"nothing here; switches are {', '.join(sorted(SWITCHES))}"})


def _pulled(newsroom: Newsroom, name: str, request: Request) -> Answer:
    if name not in SWITCHES:
        return _told(404, {"error": f"no switch {name!r}; there are {', '.join(sorted(SWITCHES))}"})
    form = "json" not in request.headers.get("content-type", "")
    switch: Callable[..., Any] = validate_call(getattr(newsroom, name))
    try:
        stories = switch(**_arguments(request, form))
    except (SwitchError, ValidationError, json.JSONDecodeError, TypeError) as error:
        return _told(400, {"error": str(error)})
    if form and "text/html" in request.headers.get("accept", ""):
        return Answer(303, {"Location": CONTROL})
    return _told(200, {"ok": True, "stories": stories or []})


def _arguments(request: Request, form: bool) -> Mapping[str, Any]:
    text = request.body.decode()
    if form:
        return {name: value for name, value in parse_qsl(text) if value}
    arguments = json.loads(text or "{}")
    if not isinstance(arguments, dict):
        raise TypeError("send a JSON object of arguments")
    return arguments


def _human(newsroom: Newsroom) -> bytes:
    stories = newsroom.stories()
    views = [newsroom.world.view(slug) for slug in newsroom.world.sites]
    return rendered(
        "control.html",
        views=views,
        state=newsroom.state,
        stories={
            view.site.slug: [r for r in stories if r["site"] == view.site.slug] for view in views
        },
        visits=newsroom.requests[-15:][::-1],
        control=CONTROL,
    )


def _told(status: int, told: object) -> Answer:
    body = json.dumps(told, ensure_ascii=False, default=str, indent=1).encode()
    return Answer(status, {"Content-Type": JSON, "Cache-Control": "no-store"}, body)
