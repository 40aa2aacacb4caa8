"""`poliflash` in processes of their own, forked from one that has read the program before.

What a command finds is its own: environment, folder, descriptors, and nothing that another
command has done. Only the second it takes to read the program's code is spent once.
"""

import atexit
import gc
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from io import RawIOBase
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parent.parent
PROGRAM = ("cli", "commands.serving", "pipeline.crawler", "pipeline.workshop.mending")
"""What is read before the first command: also what commands read only when they need it."""


class Forked:
    """A running command."""

    def __init__(self, pid: int, told: RawIOBase) -> None:
        """Use `forked`."""
        self.pid = pid
        self._told = told
        self._code: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, negative for a signal; TimeoutError if it lives on after some seconds."""
        if self._code is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise TimeoutError(f"process {self.pid} lives on")
            self._code = int(self._told.readline())
            self._told.close()
        return self._code

    def poll(self) -> int | None:
        """Its exit code if it has ended."""
        try:
            return self.wait(0)
        except TimeoutError:
            return None

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


def forked(*words: str, env: Mapping[str, str], out: IO[Any], err: IO[Any]) -> Forked:
    """Start a command that writes to these files."""
    reading, writing = os.pipe()
    told = os.fdopen(reading, "rb", buffering=0)
    with tempfile.TemporaryFile() as wish, os.fdopen(writing, "wb") as tell:
        wish.write(json.dumps({"words": words, "env": dict(env), "cwd": str(Path.cwd())}).encode())
        wish.seek(0)
        fds = [wish.fileno(), out.fileno(), err.fileno(), tell.fileno()]
        socket.send_fds(_mother(), [b"."], fds)
    return Forked(int(told.readline()), told)


@cache
def _mother() -> socket.socket:
    """The way to the process that commands are forked from; it ends with this one."""
    here, there = socket.socketpair()
    with there:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.forking", str(there.fileno())],
            pass_fds=[there.fileno()],
            cwd=ROOT,
        )
    atexit.register(process.wait)
    atexit.register(here.close)  # runs first: that is what ends the process
    return here


def _fork_for_ever(wishes: socket.socket) -> None:
    """Fork a command for each wish; returns in a command's process, which has become its own."""
    while fds := socket.recv_fds(wishes, 1, 4)[1]:
        if os.fork() == 0:
            wishes.close()
            _keep(*fds)
            return
        for fd in fds:
            os.close(fd)
        while _ended_children():
            pass
    sys.exit()


def _ended_children() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _keep(wish: int, out: int, err: int, tell: int) -> None:
    """Fork the command itself, and say how it ended; returns in the command's process only."""
    if (pid := os.fork()) == 0:
        os.close(tell)
        _become(wish, out, err)
        return
    for fd in (wish, out, err):
        os.close(fd)
    os.write(tell, b"%d\n" % pid)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.write(tell, b"%d\n" % code)
    os._exit(0)


def _become(wish: int, out: int, err: int) -> None:
    with os.fdopen(wish, "rb") as file:
        wished = json.load(file)
    os.environ.clear()
    os.environ.update(wished["env"])
    os.chdir(wished["cwd"])
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, fd in enumerate((nothing, out, err)):
        os.dup2(fd, number)
        os.close(fd)
    sys.argv = ["poliflash", *wished["words"]]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    for module in PROGRAM:
        importlib.import_module(module)
    gc.freeze()  # memory that nobody looks through stays common to all
    _fork_for_ever(socket.socket(fileno=int(sys.argv[1])))
    importlib.import_module("cli").main()
