"""The owner lock of a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from schemas.errors import OwnedElsewhere, StoreError

FILE = "owner.lock"


class Ownership:
    """A data folder held; it is let go when every process that inherited `fd` is gone."""

    def __init__(self, fd: int) -> None:
        """Use `owned`."""
        self.fd = fd


@contextmanager
def owned(data: Path) -> Iterator[Ownership]:
    """Hold a data folder; OwnedElsewhere names the process that already does.

    The lock belongs to the open file: child processes that inherit it keep it until they end,
    so that a crawler that outlives its parent for a moment is never joined by a second one.
    """
    fd = _opened(data)
    try:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(fd, 32, 0).decode(errors="replace").strip()
            raise OwnedElsewhere(
                f"in use by process {holder or 'unknown'}; stop it, or let it do the work: "
                "`poliflash refresh` beside it is fine",
                subject=str(data),
            ) from None
        with suppress(OSError):  # a full disk must not keep the owner out
            os.ftruncate(fd, 0)
            os.pwrite(fd, f"{os.getpid()}\n".encode(), 0)
        yield Ownership(fd)
    finally:
        os.close(fd)


def _opened(data: Path) -> int:
    try:
        data.mkdir(parents=True, exist_ok=True)
        return os.open(data / FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreError(f"cannot be used: {error.strerror}", subject=str(data)) from None
