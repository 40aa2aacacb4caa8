"""The style of fragments; the component has the same inside."""

from functools import cache
from pathlib import Path


@cache
def stylesheet() -> bytes:
    """The CSS of embedded stories; no style is inline."""
    return Path(__file__).with_name("poliflash.css").read_bytes()
