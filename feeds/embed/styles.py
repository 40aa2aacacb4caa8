"""The style of fragments; the component has the same inside."""

from functools import cache
from pathlib import Path

from feeds.embed.cards import FOLDER

STYLESHEET_PATH = f"{FOLDER}/poliflash.css"


@cache
def stylesheet() -> bytes:
    """The CSS of embedded stories; no style is inline."""
    return Path(__file__).with_name("poliflash.css").read_bytes()
