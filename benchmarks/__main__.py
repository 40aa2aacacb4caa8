"""Every benchmark, one after the other: `python -m benchmarks [NAME…]`."""

import importlib
import pkgutil
import sys
from collections.abc import Sequence

import benchmarks
from tests.memory import work_in_memory

HELPERS = ("__main__", "archive", "history", "newsrooms", "pages", "running")
ROOM = 12 * 2**30
"""Bytes: what a history of 100,000 cards publishes takes half of."""


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all of them."""
    found = [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name not in HELPERS]
    unknown = sorted(set(names) - set(found))
    if unknown:
        print(f"no such benchmark: {unknown[0]}; there are {', '.join(found)}", file=sys.stderr)
        return 2
    # On a disk each new file costs what was deleted there in the last minutes, too: ext4 passes
    # over it, one after the other. `benchmarks.publishing` shows what that comes to.
    work_in_memory(ROOM)
    for name in names or found:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
