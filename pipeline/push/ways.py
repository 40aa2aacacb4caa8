"""The ways by which others learn of a changed document: a WebSub hub, a cache."""

from collections.abc import Mapping
from typing import Protocol
from urllib.parse import quote, urlencode, urlsplit

from pipeline.calling import status_of
from pipeline.manifest import names
from pipeline.settings import Settings
from schemas.errors import UndeliveredError

HUB, PURGE = "hub", "purge"
_NOT_HELD = (404, 412)
"""What caches answer to a PURGE of what they do not hold."""


class Way(Protocol):
    """Tells one peer of documents."""

    def send(self, path: str) -> None:
        """Tell of a path below the public folder; UndeliveredError if it may be tried again."""


class Hub:
    """A WebSub hub, which fetches the document and hands it on (any 2xx takes a ping)."""

    def __init__(self, hub: str, public_url: str) -> None:
        """`public_url`: what the document's path comes after."""
        self._hub = hub
        self._public_url = public_url

    def send(self, path: str) -> None:
        """Ping: `hub.mode=publish`, `hub.url`."""
        asked = urlencode({"hub.mode": "publish", "hub.url": f"{self._public_url}/{path}"})
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        _taken(status_of("POST", self._hub, asked.encode(), form, whom=HUB), HUB)


class Purge:
    """A cache, asked to forget each address of a document."""

    def __init__(self, settings: Settings) -> None:
        """`purge_url` must be set."""
        assert settings.purge_url is not None
        self._template = settings.purge_url
        self._method = settings.purge_method
        self._public_url = settings.public_url.rstrip("/")
        self._headers: dict[str, str] = {}
        if settings.purge_token is not None:
            token = settings.purge_token.get_secret_value()
            self._headers["Authorization"] = f"Bearer {token}"
        if self._method == "PURGE":  # such a request names the document itself, host and all
            self._headers["Host"] = urlsplit(self._public_url).netloc

    def send(self, path: str) -> None:
        """Ask for each address that the document answers at."""
        for name in names(path):
            address = f"{self._public_url}/{name}"
            whole = quote(address, safe="")
            url = self._template.replace("{url}", whole).replace("{path}", urlsplit(address).path)
            status = status_of(self._method, url, None, self._headers, whom=PURGE)
            if not (self._method == "PURGE" and status in _NOT_HELD):
                _taken(status, PURGE)


def _taken(status: int, whom: str) -> None:
    if not 200 <= status < 300:
        raise UndeliveredError(f"answered {status}", subject=whom)


def ways_of(settings: Settings) -> Mapping[str, Way]:
    """By name, every way that is set up."""
    found: dict[str, Way] = {}
    if settings.hub is not None:
        found[HUB] = Hub(settings.hub, settings.public_url.rstrip("/"))
    if settings.purge_url is not None:
        found[PURGE] = Purge(settings)
    return found
