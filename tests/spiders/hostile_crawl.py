"""A process of its own that crawls every hostile page, and tells how much memory it took."""

import asyncio
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.spiders.site import Memory, listing, newsroom, served, story
from tests.spiders.test_crawl_hostile import PAGES


async def main() -> None:
    """Prints whether the one good story was read, and the peak in MiB."""
    answers = {f"/{name}": answer for name, (answer, _) in PAGES.items()}
    memory = Memory()
    async with served({**answers, "/good": story("Good")}) as site:
        site.answers["/news"] = listing(*answers, "/good")
        await memory.crawl(newsroom(site), timeout=60.0)
        good = memory.pages[site.url("/good")].extracted is not None
    print(json.dumps({"good": good, "pages": len(memory.pages), "mebibytes": _peak()}))


def _peak() -> int:
    """MiB this program held at most; `ru_maxrss` would count what its parent held, too."""
    status = Path("/proc/self/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024


asyncio.run(main())
