"""The process in which one picture is opened: what it may take is limited, and dies with it."""

import json
import resource
import sys

from pipeline.media.renditions import renditions
from schemas.errors import HostileInput, PageError

MEMORY = 1 << 30
"""Bytes of address space."""
SECONDS = 20
"""Of computing."""


def main() -> None:
    """From standard input a picture; to standard output a line of JSON, then the bytes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        made = renditions(sys.stdin.buffer.read())
    except PageError as error:
        told = {"error": str(error), "hostile": isinstance(error, HostileInput)}
        out.write(json.dumps(told).encode() + b"\n")
        return
    sizes = [(one.width, one.height, one.suffix, len(one.content)) for one in made]
    out.write(json.dumps({"made": sizes}).encode() + b"\n")
    for one in made:
        out.write(one.content)


if __name__ == "__main__":
    main()
