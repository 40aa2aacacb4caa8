"""Alerts as JSON, POSTed to an address."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

import orjson

from pipeline.alerts.cutting import TIMEOUT, WHOLE, cut_off
from pipeline.alerts.message import Message
from pipeline.settings import VERSION
from schemas.errors import UndeliveredError

_KINDS: Mapping[str, type[HTTPConnection]] = {"http": HTTPConnection, "https": HTTPSConnection}


class Webhook:
    """POSTs each message; any 2xx takes it. The address is a secret and in no log."""

    name = "webhook"

    def __init__(self, url: str, *, timeout: float = TIMEOUT, whole: float = WHOLE) -> None:
        """`timeout`: seconds for each answer of the peer, `whole` for the delivery."""
        self._url = urlsplit(url)
        self._timeout = timeout
        self._whole = whole

    def send(self, message: Message) -> None:
        """Deliver a message; UndeliveredError says why it could not be."""
        kind = _KINDS.get(self._url.scheme)
        if kind is None or not self._url.hostname:
            raise UndeliveredError("the webhook is no http(s) address", subject=self.name)
        try:
            line = kind(self._url.hostname, self._url.port, timeout=self._timeout)
            with cut_off(lambda: line.sock, self._whole):
                status = self._posted(line, message)
        except (OSError, HTTPException, ValueError) as error:
            why = f"{type(error).__name__}: {error}".removesuffix(": ")
            raise UndeliveredError(f"did not answer ({why})", subject=self.name) from None
        if not 200 <= status < 300:
            raise UndeliveredError(f"answered {status}", subject=self.name)

    def _posted(self, line: HTTPConnection, message: Message) -> int:
        path = (self._url.path or "/") + (f"?{self._url.query}" if self._url.query else "")
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"Poliflash/{VERSION}",
            "Idempotency-Key": message.key,
        }
        try:
            line.request("POST", path, orjson.dumps(message.payload), headers)
            return line.getresponse().status
        finally:
            line.close()
