"""The API against its own description."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import card
from tests.web.front import Front
from tests.web.test_server import while_served

pytestmark = [pytest.mark.server, pytest.mark.slow]
CONFIG = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = 2
"""Of each operation, besides those at the borders of its parameters."""


def examined(port: int, folder: Path) -> "subprocess.CompletedProcess[str]":
    """What schemathesis finds: it asks every operation what its description allows, and more."""
    tool = Path(sys.executable).with_name("schemathesis")
    address = f"http://127.0.0.1:{port}/api/v1/openapi.json"
    words = ["run", address, "--header", "Authorization: Bearer secret", "--seed", "7"]
    words += ["--phases", "coverage,fuzzing,stateful", "--max-examples", str(EXAMPLES)]
    words += ["--suppress-health-check", "all"]
    command = [str(tool), "--config-file", str(CONFIG), "--no-color", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=900)


def test_schemathesis_finds_nothing(front: Front, tmp_path: Path) -> None:
    """Answers are as described, wrong values are refused, right ones are not, nothing breaks."""
    topic = {"topic": "patents", "words": ("brevetto",), "vocabulary": "1"}
    front.save(card(title="Idrogeno", topics=(topic,)), card(language="en", published=None))
    ended = while_served(front.app(), lambda port: examined(port, tmp_path))
    assert ended.returncode == 0, ended.stdout[-6000:]
    assert "Server error" not in ended.stdout
