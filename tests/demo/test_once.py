"""`poliflash demo --once`: the whole pipe from nothing, by one command."""

import os
import tempfile
from pathlib import Path

import pytest

from tests.forking import forked

pytestmark = pytest.mark.slow


def once(folder: Path, *, before: bool) -> str:
    """Every demo source once; what the command prints.

    `before`: where the folders are named, as other commands take them or as `demo` does.
    """
    where = ["--public", str(folder / "public"), "--data", str(folder / "data")]
    words = [*where, "demo", "--once"] if before else ["demo", "--once", *where]
    with tempfile.TemporaryFile() as out:
        begun = forked(*words, env=os.environ, out=out, err=out)
        code = begun.wait(300)
        out.seek(0)
        printed = out.read().decode()
    assert code == 0, printed
    return printed


def state_of(public: Path) -> dict[str, tuple[int, bytes]]:
    """Path → when it was written, and its bytes."""
    files = (path for path in public.rglob("*") if path.is_file())
    return {str(p.relative_to(public)): (p.stat().st_mtime_ns, p.read_bytes()) for p in files}


def test_a_second_time_nothing_changes(tmp_path: Path) -> None:
    """Everything is published the first time; the second time no file is touched."""
    first = once(tmp_path, before=False)
    assert "failed" not in first
    before = state_of(tmp_path / "public")
    assert {"feeds/stories.rss", "feeds/stories.atom", "feeds/stories.json"} <= before.keys()
    assert {f"feeds/stories.rss.{kind}" for kind in ("gz", "br")} <= before.keys()
    second = once(tmp_path, before=True)
    assert second.count("passed – nothing new") == first.count(": passed")
    assert state_of(tmp_path / "public") == before
