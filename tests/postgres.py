"""Debian's PostgreSQL, started for tests in a folder of its own."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from sqlalchemy import create_engine, text

from tests.memory import MEMORY

DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
"""Of the package: the server refuses to run as root."""
# Dashes and capitals count little in it: whoever sorts by the locale is found out.
CLUSTER = ["--auth=trust", "--username=poliflash", "--encoding=UTF8", "--no-sync"]
LOCALE = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=it"]
QUICK = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class Server(NamedTuple):
    """One that answers at a socket in its folder."""

    folder: Path

    def address(self, name: str) -> str:
        """Of a database, as a setting."""
        return f"postgresql://poliflash@/{name}?host={self.folder}"

    def say(self, *statements: str) -> None:
        """Have the server do something outside of any transaction."""
        url = self.address("postgres").replace("postgresql:", "postgresql+psycopg:")
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as c:
            for statement in statements:
                c.execute(text(statement))
        engine.dispose()


@contextmanager
def serving() -> Iterator[Server]:
    """A server with nothing in it, until the end of the block. Skips where there is none."""
    programs = _programs()
    if programs is None:
        pytest.skip("apt-get install --no-install-recommends postgresql")
    with TemporaryDirectory(prefix="pg", dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder, data = Path(name), f"{name}/data"
        if os.getuid() == 0:
            shutil.chown(folder, ACCOUNT)
        _done([programs / "initdb", "-D", data, *CLUSTER, *LOCALE], folder)
        told = ["-l", f"{name}/log", "-o", f"-k {name} {QUICK}"]
        _done([programs / "pg_ctl", "-D", data, "-w", *told, "start"], folder)
        try:
            yield Server(folder)
        finally:
            _done([programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"], folder)


def _programs() -> Path | None:
    """Where the newest server's programs are: Debian keeps them off the path."""
    found = max(DEBIAN.glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]), default=None)
    if found is None and (elsewhere := shutil.which("initdb")):
        found = Path(elsewhere)
    return found.parent if found else None


def _done(words: Sequence[str | Path], folder: Path) -> None:
    own = ["runuser", "-u", ACCOUNT, "--"] if os.getuid() == 0 else []
    with (folder / "said").open("ab") as told:
        subprocess.run([*own, *words], cwd=folder, stdout=told, stderr=told, check=True)
