"""Tests of the Drupal module, as far as they go without a Drupal."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from feeds.embed.fragment import render_fragment
from schemas.embed import Look
from tests.embed.samples import document
from tests.integrations.fake_newsroom import Newsroom, opened

pytestmark = pytest.mark.server

ROOT = Path(__file__).parents[2] / "integrations"
MODULE = ROOT / "drupal/poliflash"
FILE = "embed/v1/stories.it.html"
MEASURED = (
    "embed/v1/cards.html?channel=stories&lang=it&limit=2&heading-level=4&layout=list&theme=plain"
)
SMALL = '<section class="poliflash"><a href="https://a.example.org/">Una</a></section>'
OTHER = SMALL.replace("Una", "Due")


class Events(HTMLParser):
    """What a piece of HTML says, however it is written; what stands in scripts left out."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[object] = []
        self._script = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the element with its attributes."""
        self._script = tag == "script"
        self._say((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        """Keeps the end of the element."""
        self._say(tag)
        self._script = False

    def handle_data(self, data: str) -> None:
        """Keeps the text."""
        if data.strip():
            self._say(data)

    def _say(self, what: object) -> None:
        if not self._script:
            self.said.append(what)


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """A newsroom on loopback."""
    with opened() as found:
        yield found


def php(*words: str, given: str = "") -> str:
    """What PHP prints. Skips where there is none."""
    program = shutil.which("php")
    if program is None:
        pytest.skip("apt-get install --no-install-recommends php-cli")
    ended = subprocess.run(
        [program, *words], input=given, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def called(name: str, *arguments: object) -> Any:
    """What a part of the module gives."""
    harness = str(Path(__file__).with_name("drupal.php"))
    words = ["-d", "display_errors=stderr", "-d", "error_reporting=-1", harness, str(MODULE)]
    return json.loads(php(*words, given=json.dumps([name, arguments])))


def test_every_file_is_php() -> None:
    """What is handed out can be read by PHP."""
    suffixes = {".php", ".module", ".install"}
    files = [str(path) for path in sorted(ROOT.rglob("*")) if path.suffix in suffixes]
    loop = "foreach (array_slice($argv, 1) as $file) {"
    loop += " token_get_all(file_get_contents($file), TOKEN_PARSE); echo '.'; }"
    assert php("-r", loop, "--", *files) == "." * len(files)


def test_every_service_has_its_class() -> None:
    """Each class that the module's files name lies where Drupal looks for it."""
    text = "".join(path.read_text("utf-8") for path in MODULE.glob("*.yml"))
    named = [word.strip("'") for word in text.split() if "Drupal\\poliflash\\" in word]
    paths = [name.removeprefix("\\").split("\\")[2:] for name in named]
    missing = [
        path for path in paths if not MODULE.joinpath("src", *path).with_suffix(".php").exists()
    ]
    assert (len(paths), missing) == (4, [])


@pytest.mark.parametrize(
    "look",
    [Look(), Look(layout="featured", theme="bootstrap-italia"), Look(layout="list", limit=12)],
    ids=["plain", "bootstrap-italia", "list"],
)
def test_a_fragment_comes_through_whole(look: Look) -> None:
    """All that a newsroom sends stays, hostile text as text; only the script goes."""
    sent = render_fragment(document(), look).decode()
    said = [one for one in Events(sent).said if one != "script"]
    assert Events(called("html", sent)).said == said


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ('<p onclick="a()" style="b" class="c">d</p>', '<p class="c">d</p>'),
        ('<a href="javascript:a()">b</a>', "<a>b</a>"),
        ('<a href="java&#115;cript:a()">b</a>', "<a>b</a>"),
        ('<a href="//a.example.org/">b</a>', "<a>b</a>"),
        ('<img src="data:a" alt="b">', '<img alt="b">'),
        ('<img srcset="https://a/1 1w, javascript:a 2w">', "<img>"),
        ("<script>a()</script><p>b</p>", "<p>b</p>"),
        ("<iframe></iframe><form><p>b</p></form>", "<p>b</p>"),
        ("<p>a &lt;img onerror=b&gt; &amp; c</p>", "<p>a &lt;img onerror=b&gt; &amp; c</p>"),
        ("<p>a<IMG SRC=b ONERROR=c>", "<p>a&lt;IMG SRC=b ONERROR=c&gt;</p>"),
        ("<p>a</section></p></div>", "<p>a</p>"),
        ("<ul><li>a", "<ul><li>a</li></ul>"),
        ("<!-- a --><p>b</p>", "<p>b</p>"),
        ("<!DOCTYPE html><html><p>a</p></html>", ""),
    ],
)
def test_hostile_markup_is_taken_out(sent: str, shown: str) -> None:
    """What is left is written anew, from elements, attributes and addresses that are known."""
    assert called("html", sent) == shown


@pytest.mark.parametrize(
    "css", ["@import 'a'", "a { b: url(c) }", "a { b: \\75rl(c) }", "</style>"]
)
def test_a_stylesheet_may_ask_nobody(css: str) -> None:
    """One that loads anything, or leaves its element, is not taken."""
    assert called("css", css) == ""


def test_the_cards_made_to_measure_come_first(newsroom: Newsroom) -> None:
    """With the address and the ETag for the next time."""
    newsroom.publish(MEASURED, SMALL)
    newsroom.publish(FILE, OTHER)
    first = called("cards", newsroom.site, {})
    again = called("cards", newsroom.site, first)
    assert (again, again["html"]) == (first, SMALL)
    assert [(one.address, one.status) for one in newsroom.log] == [
        (f"/{MEASURED}", 200),
        (f"/{MEASURED}", 304),
    ]


def test_a_file_is_fitted_to_what_was_asked_for(newsroom: Newsroom) -> None:
    """Where only files are published, number, headings and layout are the block's all the same."""
    newsroom.publish(FILE, render_fragment(document()))
    copy = called("cards", newsroom.site, {})
    html = copy["html"]
    counted = [html.count(part) for part in ("<li", "<h4", "<h3", "poliflash-list-layout")]
    assert counted == [2, 2, 0, 1]
    assert copy["data"].count('"ListItem"') == 2


@pytest.mark.parametrize(
    ("status", "media_type", "body", "shown"),
    [
        (200, "text/html", OTHER, OTHER),
        (500, "text/html", OTHER, SMALL),
        (404, "text/html", OTHER, SMALL),
        (200, "text/plain", OTHER, SMALL),
        (200, "text/html", f"<html>{OTHER}</html>", SMALL),
        (200, "text/html", OTHER + " " * 262_144, SMALL),
        (410, "text/html", OTHER, ""),
    ],
    ids=["good", "error", "missing", "not html", "a whole page", "too much", "ended"],
)
def test_only_what_is_good_replaces_a_copy(
    newsroom: Newsroom, status: int, media_type: str, body: str, shown: str
) -> None:
    """Anything else is named and leaves the cards; a channel that ended takes them along."""
    newsroom.publish(FILE, SMALL)
    copy = called("cards", newsroom.site, {})
    newsroom.publish(FILE, body, media_type)
    newsroom.statuses[f"/{FILE}"] = status
    after = called("cards", newsroom.site, copy)
    assert (after["html"], after["failure"] == "") == (shown, shown == OTHER)


def test_a_newsroom_that_is_away_takes_nothing_along(newsroom: Newsroom) -> None:
    """The copy stays as it was, with a word of why."""
    newsroom.publish(FILE, SMALL)
    copy = called("cards", newsroom.site, {})
    newsroom.down = True
    assert called("cards", newsroom.site, copy) == {**copy, "failure": "no answer"}


@pytest.mark.parametrize(
    ("there", "shown"), [("/embed/v1/new.it.html", OTHER), ("/elsewhere.html", "")]
)
def test_another_spelling_is_followed_within_the_site(
    newsroom: Newsroom, there: str, shown: str
) -> None:
    """A redirect leads to another address of the newsroom's embed folder, or nowhere."""
    newsroom.publish(there[1:], OTHER)
    newsroom.redirects[f"/{FILE}"] = there
    assert called("cards", newsroom.site, {})["html"] == shown


@pytest.mark.parametrize(
    ("settings", "language", "key"),
    [
        ({}, "it", "stories.it.6.3.grid.plain"),
        ({"channel": "topics/energy", "limit": 99}, "en-GB", "topics/energy.en.12.3.grid.plain"),
        ({"channel": "sources/ateneo", "heading_level": 1}, "it", "sources/ateneo..6.2.grid.plain"),
        ({"channel": "../x", "layout": "x", "theme": "x"}, "de", "stories.en.6.3.grid.plain"),
    ],
)
def test_settings_stay_within_their_bounds(
    settings: dict[str, object], language: str, key: str
) -> None:
    """What a block wants has one key, from which it can be had again."""
    assert called("key", settings, language) == key
    assert called("again", key) == key
