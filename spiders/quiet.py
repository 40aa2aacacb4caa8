"""Scrapy's log, without a line per page."""

import logging
from typing import Any

from scrapy.logformatter import LogFormatter


class QuietFormatter(LogFormatter):
    """Formats no line for an answer; what a person needs to know is in the receipt."""

    def crawled(self, *_: Any) -> None:  # type: ignore[override]
        """Nothing: `None` tells Scrapy to log no line."""


def hush() -> None:
    """Let Scrapy's own loggers speak from warnings up, whatever the root logger's level."""
    logging.getLogger("scrapy").setLevel(logging.WARNING)
