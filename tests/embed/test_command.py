"""Tests of `poliflash embed`."""

import json
from pathlib import Path

import pytest

from feeds.embed.release import newest
from tests.calling import Call


def test_it_prints_what_to_paste(call: Call) -> None:
    """The element with what was chosen, the fixed script, the feeds and the terms."""
    ended = call(
        *("embed", "topics/energy", "--lang", "en", "--limit", "4"),
        *("--heading-level", "2", "--layout", "list", "--theme", "dark"),
    )
    element = (
        '<poliflash-cards channel="topics/energy" lang="en" limit="4" heading-level="2"'
        ' layout="list" theme="dark">'
    )
    assert ended.code == 0
    assert element in ended.out and newest().integrity in ended.out
    assert "/feeds/topics/energy.en.atom\n" in ended.out
    assert "Each story names its source, licence and attribution" in ended.out


def test_programs_read_it_too(call: Call) -> None:
    """`--json` holds each way by name, with its texts in both languages."""
    found = json.loads(call("embed", "stories", "--json").out)
    names = [way["name"] for way in found["ways"]]
    assert (found["channel"], names[:2]) == ("stories.it", ["component", "wordpress"])
    assert all(way["title"]["it"] and way["title"]["en"] for way in found["ways"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("stories",), "stories.it"),
        (("stories.en",), "stories.en"),
        (("stories.en", "--lang", "it"), "stories.it"),
        (("newsletter", "--lang", "en"), "newsletter.en"),
    ],
)
def test_a_channel_is_named_as_one_likes(call: Call, words: tuple[str, ...], expected: str) -> None:
    """With its language at the end or beside it; Italian where none is said."""
    assert json.loads(call("embed", *words, "--json").out)["channel"] == expected


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_channel_in_all_languages_is_shown_in_the_readers(
    call: Call, tmp_path: Path, language: str
) -> None:
    """And says by itself where its one document lies, in the element and in the frame."""
    words = "[title]\nit = 'Lettera'\nen = 'Letter'\n[description]\nit = 'T.'\nen = 'A.'\n"
    (tmp_path / "lettera.toml").write_text(f"suffixes = []\n{words}", "utf-8")
    out = call("--channels", str(tmp_path), "embed", "lettera", "--lang", language).out
    assert f'<poliflash-cards channel="lettera" lang="{language}"' in out
    assert '/embed/v1/lettera.json">' in out
    assert f"/embed/v1/frame.{language}.html?channel=lettera&amp;alone&amp;" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("storie",), "storie: no such channel; did you mean stories"),
        (("stories.de",), "stories.de: no such channel; did you mean stories"),
        (("qqqq",), "qqqq: no such channel; see `poliflash feeds list`"),
        (("stories", "--limit", "13"), "--limit"),
        (("stories", "--layout", "carousel"), "--layout"),
    ],
)
def test_a_wrong_word_is_told(call: Call, words: tuple[str, ...], told: str) -> None:
    """Exit code 2, and what to do."""
    ended = call("embed", *words)
    assert (ended.code, told in ended.err) == (2, True)
