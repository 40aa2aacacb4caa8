"""The keeper of the crawler process: starts it, nudges it, starts it again when it dies."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from pipeline.clock import system_now
from pipeline.logs import log
from pipeline.settings import HANDED, SECRETS, Settings

MEMORY_EXIT = 75
"""Exit code of a crawler that grew too large and asks to be started anew."""
BACK_OFF = (0.2, 1.0, 5.0, 15.0, 60.0)
"""Seconds to wait before the next start, by failed starts in a row."""
LATELY = 600.0
"""Seconds for which a crawler's death is held against it."""
HEALTHY_AFTER = 30.0
"""Seconds after which a crawler counts as well started."""


class Supervisor:
    """One crawler process, kept alive."""

    def __init__(
        self, settings: Settings, lock_fd: int, on_message: Callable[[dict[str, Any]], None]
    ) -> None:
        """`lock_fd` is the owner lock's, inherited by the crawler."""
        self._settings = settings
        self._lock_fd = lock_fd
        self._on_message = on_message
        self._process: asyncio.subprocess.Process | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        self.restarts = 0
        self._deaths: list[float] = []
        self.ready = False
        self.last_message: datetime | None = None

    @property
    def pid(self) -> int | None:
        """The crawler's process id, while it lives."""
        alive = self._process is not None and self._process.returncode is None
        return self._process.pid if alive and self._process else None

    @property
    def deaths(self) -> int:
        """How often the crawler ended lately without being asked to."""
        now = time.monotonic()
        return sum(now - at < LATELY for at in self._deaths)

    def start(self) -> None:
        """Keep a crawler running from now on; needs a running loop."""
        self._task = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        """Let the crawler finish what it is at (20 s at most) and end."""
        self._stopping = True
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                self._process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), 25)
            if self._process.returncode is None:
                self._process.kill()
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def nudge(self) -> None:
        """Have the crawler look into the queue at once."""
        if self.pid is not None and self._process is not None and self._process.stdin is not None:
            with suppress(ConnectionError, RuntimeError):
                self._process.stdin.write(b"\n")

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        failures = 0
        while not self._stopping:
            began = loop.time()
            await self._once()
            if self._stopping:
                return
            assert self._process is not None
            code = self._process.returncode
            failures = 0 if loop.time() - began > HEALTHY_AFTER else failures + 1
            wait = BACK_OFF[min(failures, len(BACK_OFF)) - 1] if failures else 0.0
            self.restarts += 1
            if code != MEMORY_EXIT:
                self._deaths = [*self._deaths[-20:], time.monotonic()]
            log.warning("crawler-ended", code=code, restart_in=wait, restarts=self.restarts)
            await asyncio.sleep(wait)

    async def _once(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "pipeline.crawler",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            pass_fds=(self._lock_fd,),
            env={**os.environ, HANDED: self._settings.model_dump_json(exclude=SECRETS)},
        )
        try:
            assert self._process.stdout is not None
            async for line in self._process.stdout:
                self._heard(line)
        finally:
            self.ready = False
        await self._process.wait()

    def _heard(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except ValueError:
            log.warning("crawler-said", line=line.decode(errors="replace").strip()[:500])
            return
        self.last_message = system_now()
        self.ready = True
        self._on_message(message)
