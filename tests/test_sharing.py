"""The processes that share the tests: none of what they find is lost."""

import subprocess
import sys
from pathlib import Path

import pytest

SOUND = "def test_one(tmp_path): print('said')\n"
ENDS = [
    ("pass", "passed", ["2 passed"]),
    ("assert False, 'wrong'", "failed", ["1 failed, 1 passed", "Captured stdout", "wrong"]),
    ("import os; os._exit(0)", "died", ["1 failed", "the process ended with 0"]),
    ("import os; os.kill(os.getpid(), 9)", "killed", ["1 failed", "ended with -9"]),
]


@pytest.mark.server
@pytest.mark.parametrize(
    ("line", "told"), [(line, told) for line, _, told in ENDS], ids=[name for _, name, _ in ENDS]
)
def test_what_becomes_of_a_test_is_told(tmp_path: Path, line: str, told: list[str]) -> None:
    """Also of one that takes its whole process along, whatever code that ends with."""
    (tmp_path / "test_a.py").write_text(f"def test_it():\n    print('said')\n    {line}\n")
    (tmp_path / "test_b.py").write_text(SOUND)
    words = ["-c", "/dev/null", "--rootdir", ".", "-p", "tests.sharing", "--numprocesses=2"]
    run = [sys.executable, "-m", "pytest", "--disable-plugin-autoload", *words]
    ended = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert [word for word in told if word not in ended.stdout] == [], ended.stdout
    assert ended.returncode == (0 if told == ["2 passed"] else 1)
