"""A public document, ready to be sent."""

from collections.abc import MutableMapping, Sequence
from http import HTTPStatus
from typing import Any, NamedTuple

from pipeline.files import etag_of
from pipeline.packing import gzipped
from web import headers

Message = MutableMapping[str, Any]
Start = dict[str, Any]
"""An ASGI `http.response.start` message; made once, sent many times."""


class Answer(NamedTuple):
    """An answer made once and sent many times."""

    start: Start
    head: bytes
    """The same as HTTP/1.1 bytes, but for the date and the empty line."""
    body: bytes


class Coded(NamedTuple):
    """A document in one content coding."""

    etag: bytes
    full: Answer
    not_modified: Answer


class Document(NamedTuple):
    """A document in both codings."""

    etag: str
    """Of the plain bytes."""
    changed: int
    """Seconds since 1970."""
    plain: Coded
    packed: Coded | None
    """`None` where gzip does not make it smaller."""


def document(
    path: str, content: bytes, changed: int, address: str, hubs: Sequence[str] = ()
) -> Document:
    """The document of these bytes; the same bytes give the same tags on every machine.

    `changed`: seconds since 1970; `address`: the absolute one; `hubs`: those that it names.
    """
    etag = etag_of(content)
    shared = headers.shared(path, changed, address, hubs)
    packed = gzipped(content) if headers.packable(path) else content
    return Document(
        etag=etag,
        changed=changed,
        plain=_coded(path, content, etag, shared, None),
        packed=_coded(path, packed, f'{etag[:-1]}-gz"', shared, "gzip")
        if len(packed) < len(content)
        else None,
    )


def _coded(path: str, body: bytes, etag: str, shared: headers.Headers, coding: str | None) -> Coded:
    tagged = [(b"etag", etag.encode()), *shared]
    return Coded(
        etag=etag.encode(),
        full=_answer(200, [*tagged, *headers.of_body(path, len(body), coding)], body),
        not_modified=_answer(304, tagged, b""),
    )


def _answer(status: int, lines: headers.Headers, body: bytes) -> Answer:
    phrase = f"{status} {HTTPStatus(status).phrase}"
    head = b"".join(name + b": " + value + b"\r\n" for name, value in lines)
    return Answer(start(status, lines), f"HTTP/1.1 {phrase}\r\n".encode() + head, body)


def start(status: int, lines: headers.Headers) -> Start:
    """The first message of an answer."""
    return {"type": "http.response.start", "status": status, "headers": lines}
