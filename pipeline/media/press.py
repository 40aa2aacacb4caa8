"""Pictures made anew in a process beside this one."""

import asyncio
import json
import sys
from contextlib import suppress

from pipeline.media.renditions import Rendition
from schemas.errors import HostileInput, PageError

PATIENCE = 30.0
"""Seconds for one picture."""


async def pressed(content: bytes) -> list[Rendition]:
    """What `renditions` makes of a picture; PageError, also where the process came to nothing."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pipeline.media.worker"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(PATIENCE):
            out, _ = await process.communicate(content)
    except TimeoutError:
        raise HostileInput(f"not opened within {PATIENCE:g} seconds") from None
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode:
        raise HostileInput(f"opening it ended with {process.returncode}")
    return _told(out)


def _told(out: bytes) -> list[Rendition]:
    line, _, rest = out.partition(b"\n")
    told = json.loads(line)
    if "error" in told:
        raise (HostileInput if told["hostile"] else PageError)(told["error"])
    made, at = [], 0
    for width, height, suffix, size in told["made"]:
        made.append(Rendition(width, height, suffix, rest[at : at + size]))
        at += size
    return made
