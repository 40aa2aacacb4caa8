"""Alerts as JSON, POSTed to an address."""

import orjson

from pipeline.alerts.cutting import TIMEOUT, WHOLE
from pipeline.alerts.message import Message
from pipeline.calling import status_of
from schemas.errors import UndeliveredError


class Webhook:
    """POSTs each message; any 2xx takes it. The address is a secret and in no log."""

    name = "webhook"

    def __init__(self, url: str, *, timeout: float = TIMEOUT, whole: float = WHOLE) -> None:
        """`timeout`: seconds for each answer of the peer, `whole` for the delivery."""
        self._url = url
        self._timeout = timeout
        self._whole = whole

    def send(self, message: Message) -> None:
        """Deliver a message; UndeliveredError says why it could not be."""
        status = status_of(
            "POST",
            self._url,
            orjson.dumps(message.payload),
            {"Content-Type": "application/json", "Idempotency-Key": message.key},
            whom=self.name,
            timeout=self._timeout,
            whole=self._whole,
        )
        if not 200 <= status < 300:
            raise UndeliveredError(f"answered {status}", subject=self.name)
