"""The clock that has due sources looked for."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from pipeline.clock import Clock, system_now


class Scheduler:
    """Calls `tick` every second in a thread, one at a time; what is due is the store's to know."""

    def __init__(
        self, tick: Callable[[datetime], int], *, every: float = 1.0, now: Clock = system_now
    ) -> None:
        """`tick` queues what is due and says how many; `every`: seconds."""
        self._tick = tick
        self._now = now
        self._inner = AsyncIOScheduler(timezone=UTC)
        self._inner.add_job(
            self._once,
            "interval",
            seconds=every,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self.last_tick: datetime | None = None
        """When `tick` last ended well."""

    def start(self) -> None:
        """Tick from now on; needs a running loop."""
        self._inner.start()

    def stop(self) -> None:
        """Tick no more; a tick under way ends by itself."""
        self._inner.shutdown(wait=False)

    async def _once(self) -> None:
        await asyncio.to_thread(self._tick, self._now())
        self.last_tick = self._now()
