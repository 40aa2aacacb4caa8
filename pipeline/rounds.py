"""Rounds that are made again and again beside a server."""

import asyncio
from collections.abc import Callable

from pipeline.logs import log


async def rounds(step: Callable[[], object], every: float, event: str) -> None:
    """Make one in a thread every so many seconds until cancelled.

    What goes wrong is logged as `event`, and the next round comes.
    """
    while True:
        try:
            await asyncio.to_thread(step)
        except Exception:  # noqa: BLE001  # a bug in one round must not end them
            log.exception(event)
        await asyncio.sleep(every)
