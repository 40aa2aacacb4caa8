"""Requests to a newsroom, without a socket."""

from urllib.parse import parse_qsl, unquote, urlsplit

from demo.newsroom import Newsroom
from demo.respond import Answer, Request

MAGAZINE = "/ateneo/comunicazione-e-ufficio-stampa/poliflash"
MAGAZINE_EN = "/en/polito/communication-and-press-office/poliflash"
BRIDGE = f"{MAGAZINE}/l-apporto-dell-ateneo-ponti-piu-sicuri-per-la-citta-di"


def ask(newsroom: Newsroom, host: str, target: str, **headers: str) -> Answer:
    """What a client gets for that target; header names with underscores."""
    parts = urlsplit(target)
    request = Request(
        host=host,
        path=unquote(parts.path),
        target=target,
        query=dict(parse_qsl(parts.query)),
        headers={name.replace("_", "-"): value for name, value in headers.items()},
    )
    return newsroom.answer(request)


def text(newsroom: Newsroom, host: str, target: str) -> str:
    """The body of a page that must be there."""
    answer = ask(newsroom, host, target)
    assert answer.status == 200, (target, answer.status)
    return answer.body.decode()
