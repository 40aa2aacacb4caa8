"""The system's Chromium, without a window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

AXE = Path(__file__).parent / "npm/node_modules/axe-core/axe.min.js"
FRUGAL = ("--disable-gpu", "--disable-background-networking")
"""Nobody looks at the window: what would draw it fast costs as much as all else."""
FONTS = Path(__file__).with_name("fonts.conf")
"""Which fonts there are: letters are as wide and as high on every machine."""
NEEDED = tuple(Path("/usr/share/fonts/truetype") / name for name in ("liberation", "dejavu"))


def program() -> str | None:
    """The system's Chromium: rather the one that has no window at all, a quarter cheaper."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A browser until the end of the block, with more of its options. Skips where there is none."""
    found = program()
    if found is None or not all(map(Path.exists, NEEDED)):
        needed = "chromium-headless-shell fonts-liberation fonts-dejavu-core"
        pytest.skip(f"apt-get install --no-install-recommends {needed}")
    with sync_playwright() as playwright:
        args = ["--no-sandbox", *FRUGAL, *more]
        launched = playwright.chromium.launch(
            executable_path=found,
            args=args,
            env={**os.environ, "FONTCONFIG_FILE": str(FONTS)},
        )
        try:
            yield launched
        finally:
            launched.close()


@cache
def axe() -> str:
    """The script that looks for what shuts people out. Skips where it is not installed."""
    if not AXE.exists():
        pytest.skip("apt-get install --no-install-recommends npm; make test")
    return AXE.read_text("utf-8")


@cache
def picture() -> bytes:
    """A wide picture of one colour, for pages that only need some."""
    stream = BytesIO()
    Image.new("RGB", (16, 9), "#336699").save(stream, "PNG")
    return stream.getvalue()
