"""What rendering a document gives."""

from typing import NamedTuple


class Rendered(NamedTuple):
    """A document, and the cards that could not be part of it."""

    content: bytes
    refused: tuple[tuple[str, str], ...] = ()
    """Card id and reason."""
