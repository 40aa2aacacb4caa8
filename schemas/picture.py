"""The border between asking for pictures and everything else."""

from collections.abc import Callable

from schemas.crawl import Problem, Validators
from schemas.types import Record, Url


class PictureWish(Record):
    """A picture to be looked at."""

    url: Url
    whole: bool = False
    """Whether all of it is wanted, not only what tells its size."""


class PictureSeen(Record):
    """What a picture's address answered."""

    url: Url
    """As asked for."""
    status: int = 0
    """0 where no answer came."""
    not_modified: bool = False
    body: bytes = b""
    """From its first byte on, as far as it was read."""
    whole: bool = False
    """Whether `body` is all of it."""
    size: int | None = None
    """Bytes of the whole file, as its server counts them."""
    validators: Validators | None = None
    problem: Problem | None = None


Enough = Callable[[PictureWish, bytes], bool]
"""Whether the first bytes say all that is wanted, so that no more of them need come."""
Tell = Callable[[PictureSeen], None]
