"""The process in which pictures are opened: what one may take is limited, and dies with it."""

import json
import os
import resource
import sys

from pipeline.media.renditions import renditions
from schemas.errors import HostileInput, PageError

MEMORY = 1 << 30
"""Bytes of address space."""
PREFIX = 8
"""Bytes that tell how long a picture is that follows on standard input."""


def main() -> None:
    """Pictures on standard input; of each a line of JSON on standard output, then its copies."""
    os.nice(10)  # stories come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    came, out = sys.stdin.buffer, sys.stdout.buffer
    while len(length := came.read(PREFIX)) == PREFIX:
        told, bodies = _made(came.read(int.from_bytes(length)))
        out.write(json.dumps(told).encode() + b"\n")
        out.writelines(bodies)
        out.flush()


def _made(content: bytes) -> tuple[dict[str, object], list[bytes]]:
    try:
        made = renditions(content)
    except PageError as error:
        return {"error": str(error), "hostile": isinstance(error, HostileInput)}, []
    sizes = [(one.width, one.height, one.suffix, len(one.content)) for one in made]
    return {"made": sizes}, [one.content for one in made]


if __name__ == "__main__":
    main()
