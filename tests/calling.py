"""The command line called in this process."""

from collections.abc import Callable
from typing import NamedTuple


class Ended(NamedTuple):
    """A command that has ended."""

    code: int
    out: str
    err: str


Call = Callable[..., Ended]
"""Words of a command line → what came of it."""
