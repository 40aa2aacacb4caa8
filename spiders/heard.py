"""Scrapy's signals, as far as somebody listens."""

from typing import Any

from scrapy.signalmanager import SignalManager


class Heard(SignalManager):
    """Sends no signal that nothing was connected to: Scrapy has seven for every answer."""

    def __init__(self, sender: Any) -> None:
        super().__init__(sender)
        self._heard: set[object] = set()

    def connect(self, receiver: Any, signal: Any, **kwargs: Any) -> None:
        """As the parent, and from now on the signal is sent."""
        self._heard.add(signal)
        super().connect(receiver, signal, **kwargs)

    def send_catch_log(self, signal: Any, **kwargs: Any) -> list[tuple[Any, Any]]:
        """What the receivers answer, none where there are none."""
        return super().send_catch_log(signal, **kwargs) if signal in self._heard else []
