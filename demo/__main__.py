"""The command `python -m demo`: the newsroom until it is interrupted."""

import argparse
import datetime as dt
import threading
from pathlib import Path

from demo.newsroom import PORT, Newsroom
from demo.server import serve_newsroom
from schemas.errors import InputError


def main() -> None:
    """Serves the packaged stories, dated as of now."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--port", type=int, default=PORT, help="0 takes any free port")
    parser.add_argument("--state", type=Path, help="file that remembers the switches")
    parser.add_argument("--content", type=Path, help="folder of stories instead of the packaged")
    chosen = parser.parse_args()
    newsroom = Newsroom(chosen.content, state=chosen.state, clock=lambda: dt.datetime.now(dt.UTC))
    try:
        with serve_newsroom(newsroom, chosen.port) as port:
            print(f"Demo newsroom: http://newsroom.localhost:{port}/ (Ctrl+C ends it)", flush=True)
            threading.Event().wait()
    except InputError as error:
        parser.exit(error.exit_code, f"{parser.prog}: {error}\n")
    except KeyboardInterrupt:
        print("Newsroom closed.")


if __name__ == "__main__":
    main()
