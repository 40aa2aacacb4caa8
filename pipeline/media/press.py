"""Pictures made anew in a process beside this one."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from typing import Self

from pipeline.media.renditions import Rendition
from pipeline.media.worker import PREFIX
from schemas.errors import HostileInput, PageError

PATIENCE = 30.0
"""Seconds for one picture."""


class Press:
    """One process for many pictures, started for the first; one that dies is replaced."""

    def __init__(self) -> None:
        """Nothing is started before it is needed."""
        self._process: Process | None = None

    async def __aenter__(self) -> Self:
        """Take pictures."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """End the process."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()
            self._process = None

    async def pressed(self, content: bytes) -> list[Rendition]:
        """What `renditions` makes of a picture; PageError, also where its process died of it."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._answer(content)
        except TimeoutError:
            await self.__aexit__()
            raise HostileInput(f"not opened within {PATIENCE:g} seconds") from None
        except (asyncio.IncompleteReadError, ConnectionError, json.JSONDecodeError):
            await self.__aexit__()
            raise HostileInput("opening it ended the process that was at it") from None

    async def _answer(self, content: bytes) -> list[Rendition]:
        if self._process is None:
            program = (sys.executable, "-m", "pipeline.media.worker")
            self._process = await asyncio.create_subprocess_exec(
                *program, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
            )
        to, back = self._process.stdin, self._process.stdout
        assert to is not None and back is not None, "both are pipes"
        to.write(len(content).to_bytes(PREFIX) + content)
        await to.drain()
        told = json.loads(await back.readline())
        if "error" in told:
            raise (HostileInput if told["hostile"] else PageError)(told["error"])
        return [
            Rendition(width, height, suffix, await back.readexactly(size))
            for width, height, suffix, size in told["made"]
        ]
