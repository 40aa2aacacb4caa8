"""Public documents over raw ASGI: GET, HEAD and OPTIONS, nothing that waits for a framework."""

from collections.abc import Awaitable, Callable
from typing import Any

from anyio import to_thread

from feeds.moved import moved
from web import headers
from web.conditional import takes_gzip, unchanged
from web.document import Answer, Document, Message, Start, start
from web.problems import Problem, problem_bytes
from web.rare import Rare
from web.shelf import Shelf

Scope = Any
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

METHODS = ("GET", "HEAD", "OPTIONS")
_FOR_AN_HOUR = (b"cache-control", b"public, max-age=3600")
_NO_BODY: Start = {"type": "http.response.body", "body": b""}
_PREFLIGHT = start(204, headers.preflight(METHODS))
_MISSING_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
    "<h1>{title}</h1><p>{detail}</p></html>"
)


def chosen(document: Document, scope: Scope) -> Answer:
    """The answer to a GET of a document: in a coding that the client takes, or not modified."""
    coding = none_match = since = None
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            coding = value if coding is None else coding + b"," + value
        elif name == b"if-none-match":
            none_match = value if none_match is None else none_match + b"," + value
        elif name == b"if-modified-since":
            since = value
    packed = document.packed
    coded = packed if packed and coding and takes_gzip(coding) else document.plain
    if unchanged(coded.etag, document.changed, none_match, since):
        return coded.not_modified
    return coded.full


async def answered(document: Document, scope: Scope, send: Send) -> None:
    """Send a document, or that it has not changed, or that a method is not for it."""
    method = scope["method"]
    if method not in ("GET", "HEAD"):
        await _otherwise(method, send)
        return
    answer = chosen(document, scope)
    await send(answer.start)
    body = answer.body if method == "GET" else b""
    await send({"type": "http.response.body", "body": body})


async def _otherwise(method: str, send: Send) -> None:
    if method == "OPTIONS":
        await send(_PREFLIGHT)
        await send(_NO_BODY)
        return
    detail = f"{method} is not for public documents; they answer {', '.join(METHODS)}"
    problem = Problem(title="Method Not Allowed", status=405, detail=detail)
    await _refused(problem, send, [(b"allow", ", ".join(METHODS).encode())])


async def elsewhere(shelf: Shelf, rare: Rare, path: str, scope: Scope, send: Send) -> None:
    """Answer for a path (no prefix, no leading slash) that is not in memory."""
    if rare.knows(path):
        found = await to_thread.run_sync(rare.read, path)
        if found is not None:
            await answered(found, scope, send)
            return
    if scope["method"] not in ("GET", "HEAD"):
        await _otherwise(scope["method"], send)
    elif f"/{path}/" in shelf.at:
        await _onward(path, scope, send)
    elif (there := moved(path, shelf.moved)) is not None:
        lines = [(b"location", shelf.address(there).encode()), _FOR_AN_HOUR]
        await _sent(308, b"", lines, send, empty=True)
    elif path in shelf.gone:
        problem = Problem(title="Gone", status=410, detail="This is published no more.")
        await _missing(problem, scope, send, [_FOR_AN_HOUR])
    elif shelf.filled and not (shelf.trouble and rare.knows(path)):
        problem = Problem(title="Not Found", status=404, detail="Nothing is published here.")
        if await to_thread.run_sync(rare.ended, path):
            problem = Problem(title="Gone", status=410, detail="This has ended.")
        await _missing(problem, scope, send, [(b"cache-control", b"public, max-age=60")])
    else:
        detail = "Nothing is published yet, or everything just again; ask again in a moment."
        problem = Problem(title="Service Unavailable", status=503, detail=detail)
        await _missing(problem, scope, send, [(b"retry-after", b"5")])


async def _onward(path: str, scope: Scope, send: Send) -> None:
    """Lead from a folder's name to its page, as web servers do; relative, whatever the prefix."""
    query = b"?" + scope["query_string"] if scope["query_string"] else b""
    place = path.rpartition("/")[2].encode() + b"/" + query
    lines = [(b"location", place), _FOR_AN_HOUR]
    await _sent(301, b"", lines, send, empty=True)


async def _missing(problem: Problem, scope: Scope, send: Send, more: headers.Headers) -> None:
    wants = b",".join(value for name, value in scope["headers"] if name == b"accept")
    more = [*more, (b"vary", b"Accept")]
    if b"text/html" not in wants:
        await _refused(problem, send, more, empty=scope["method"] == "HEAD")
        return
    page = _MISSING_PAGE.format(title=problem.title, detail=problem.detail).encode()
    kind = (b"content-type", b"text/html; charset=utf-8")
    lines = [kind, *more, headers.PAGE_POLICY]
    await _sent(problem.status, page, lines, send, empty=scope["method"] == "HEAD")


async def _refused(
    problem: Problem, send: Send, more: headers.Headers, *, empty: bool = False
) -> None:
    lines = [(b"content-type", b"application/problem+json"), *more]
    await _sent(problem.status, problem_bytes(problem), lines, send, empty=empty)


async def _sent(
    status: int, body: bytes, lines: headers.Headers, send: Send, *, empty: bool
) -> None:
    length = (b"content-length", str(len(body)).encode())
    await send(start(status, [length, headers.NOSNIFF, *headers.OPEN, *lines]))
    await send({"type": "http.response.body", "body": b"" if empty else body})
