"""The owner lock."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.owner import owned
from schemas.errors import OwnedElsewhere


def test_a_data_folder_has_one_owner(tmp_path: Path) -> None:
    """A second owner is told which process holds the folder."""
    with (
        owned(tmp_path),
        pytest.raises(OwnedElsewhere, match=f"in use by process {os.getpid()}"),
        owned(tmp_path),
    ):
        pass


def test_a_folder_let_go_can_be_owned_again(tmp_path: Path) -> None:
    """Nothing of an ended owner stays in the way."""
    with owned(tmp_path):
        pass
    with owned(tmp_path) as again:
        assert again.fd > 0


def test_a_child_that_inherited_the_lock_keeps_it(tmp_path: Path) -> None:
    """A crawler that outlives its parent for a moment is not joined by a second one."""
    with owned(tmp_path) as lock:
        child = subprocess.Popen(
            [sys.executable, "-c", "import sys; sys.stdin.read()"],
            stdin=subprocess.PIPE,
            pass_fds=(lock.fd,),
        )
    with pytest.raises(OwnedElsewhere), owned(tmp_path):
        pass
    child.communicate()
    with owned(tmp_path) as again:
        assert again.fd > 0
