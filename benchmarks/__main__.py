"""Every benchmark, one after the other: `python -m benchmarks [NAME…]`."""

import importlib
import os
import pkgutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import benchmarks

HELPERS = ("__main__", "archive", "history", "newsrooms", "pages", "running")
WHERE = Path("var").resolve()
"""Where a public folder lies by default. A new file costs forty times as much in a `/tmp` whose
part of the disk is full of other files."""


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all of them."""
    found = [m.name for m in pkgutil.iter_modules(benchmarks.__path__) if m.name not in HELPERS]
    unknown = sorted(set(names) - set(found))
    if unknown:
        print(f"no such benchmark: {unknown[0]}; there are {', '.join(found)}", file=sys.stderr)
        return 2
    WHERE.mkdir(exist_ok=True)
    os.environ.setdefault("TMPDIR", str(WHERE))
    tempfile.tempdir = None  # it is asked for again
    for name in names or found:
        print(f"== {name}", flush=True)
        importlib.import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
