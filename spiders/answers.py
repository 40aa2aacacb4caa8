"""What the header of an answer says."""

from email.message import Message
from functools import lru_cache

from scrapy.http import Response, TextResponse

from schemas.crawl import Problem, RawSeen, Validators
from spiders.links import is_file

HTML = frozenset({"text/html", "application/xhtml+xml", "text/plain", ""})
_OF_THE_WAY = frozenset(
    {b"set-cookie", b"connection", b"content-encoding", b"content-length", b"transfer-encoding"}
)


def validators_of(response: Response) -> Validators | None:
    """What to show at the next request, where the server gave anything."""
    etag = _header(response, "ETag")
    modified = _header(response, "Last-Modified")
    return Validators(etag=etag, last_modified=modified) if etag or modified else None


def age_of(response: Response) -> int | None:
    """Seconds in a cache on the way, where the answer came from one (RFC 9111, 5.1)."""
    text = _header(response, "Age") or "0"
    age = int(text[:9]) if text.isascii() and text.isdigit() else 0
    hit = (_header(response, "X-Cache") or "").upper().startswith("HIT")
    return age if age > 0 or hit else None


def media_type_of(response: Response) -> str:
    """The declared media type in lower case, empty where none is."""
    return (_header(response, "Content-Type") or "").partition(";")[0].strip().lower()


def charset_of(response: Response) -> str | None:
    """The charset the server declares."""
    return _charset_in(_header(response, "Content-Type") or "")


@lru_cache(maxsize=256)
def _charset_in(content_type: str) -> str | None:
    message = Message()
    message["Content-Type"] = content_type
    return message.get_content_charset()


def is_pdf(response: Response) -> bool:
    """Whether an answer is a PDF, also where the server only knows that it is a file."""
    media_type = media_type_of(response)
    unnamed = media_type in ("application/octet-stream", "binary/octet-stream")
    found = media_type == "application/pdf" or (unnamed and is_file(response.url))
    return found and 200 <= response.status < 300


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1").strip() if value else None


def raw_of(response: Response, asked: str, *, listing: bool) -> RawSeen:
    """The answer as it is kept: no cookies, nothing about how its bytes travelled."""
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        if name.lower() not in _OF_THE_WAY
        for value in values
    )
    return RawSeen(
        url=asked,
        final=response.url,
        status=response.status,
        headers=headers,
        body=response.body,
        listing=listing,
    )


def not_html(response: Response) -> Problem | None:
    """Why an answer is no page, where it is none."""
    media_type = media_type_of(response)
    if media_type in HTML and isinstance(response, TextResponse):
        return None
    return Problem(code="not-html", detail=f"it is {media_type or 'no text'}, not a page")
