"""The system's Chromium, without a window."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A browser until the end of the block, with more of its options. Skips where there is none."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("apt-get install --no-install-recommends chromium")
    with sync_playwright() as playwright:
        args = ["--no-sandbox", *more]
        launched = playwright.chromium.launch(executable_path=program, args=args)
        try:
            yield launched
        finally:
            launched.close()


def axe() -> str:
    """The script that looks for what shuts people out. Skips where it is not installed."""
    script = Path(__file__).parent / "npm/node_modules/axe-core/axe.min.js"
    if not script.exists():
        pytest.skip("apt-get install --no-install-recommends npm; make test")
    return script.read_text("utf-8")
