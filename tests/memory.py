"""A folder that no disk is behind."""

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
"""Linux has it."""


def work_in_memory(room: int) -> None:
    """Have this process, and those that it starts, keep temporary files there.

    `room`: bytes that must be free, or all stays as it is.
    """
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > room:
        os.environ.setdefault("TMPDIR", str(MEMORY))
        tempfile.tempdir = None  # it is asked for again
