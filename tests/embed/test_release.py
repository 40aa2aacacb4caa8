"""Tests of the released scripts."""

import base64
import gzip
import hashlib
import re

import pytest

from feeds.channels import load_channels
from feeds.embed.release import RELEASES, newest, releases, render_scripts, script
from feeds.embed.snippets import Release
from feeds.embed.styles import stylesheet
from tests.feeds.samples import site

LARGEST = 8192
"""Bytes of the script, packed with gzip."""


def minified(css: str) -> str:
    """How the script carries the style: without comments, spaces and the root's own name.

    In its shadow no rule of the page has to be outdone.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r" ?([{};,>/]) ?", r"\1", re.sub(r"\s+", " ", css))
    css = re.sub(r"(?<=[a-z-]): ", ":", css).replace(";}", "}")
    css = css.replace(".poliflash .poliflash-", ".poliflash-")
    return re.sub(r"(?<![\d.])0\.", ".", css).strip()


@pytest.mark.parametrize("release", releases(), ids=lambda one: one.version)
def test_a_release_never_changes(release: Release) -> None:
    """Its bytes are those whose integrity was told."""
    digest = base64.b64encode(hashlib.sha384(script(release)).digest()).decode()
    assert release.integrity == f"sha384-{digest}"


def test_every_file_is_a_release() -> None:
    """No script lies there without its integrity."""
    assert {file.stem for file in RELEASES.glob("*.js")} == {one.version for one in releases()}


def test_the_newest_release_is_small() -> None:
    """It stays within its share of a page."""
    assert len(gzip.compress(script(newest()), 9)) <= LARGEST


def test_the_newest_release_has_the_style_of_fragments() -> None:
    """A style that changed calls for another release."""
    assert minified(stylesheet().decode()) in script(newest()).decode()


def test_scripts_are_published_for_ever() -> None:
    """Each version at its own address, the newest as the one that floats."""
    published = dict(render_scripts(load_channels(), site()))
    fixed = {f"embed/{one.version}/poliflash.js": script(one) for one in releases()}
    assert published.items() >= {**fixed, "embed/v1/poliflash.js": script(newest())}.items()
