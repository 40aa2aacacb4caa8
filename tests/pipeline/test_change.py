"""What counts as a change, from a page's bytes to the accepted card."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from demo.newsroom import Newsroom
from demo.respond import Request
from pipeline.catalogue import source_from
from schemas.card import StoryCard
from schemas.crawl import PageSeen
from spiders.extract import extract
from tests.pipeline.mill import Mill

DEMO = Path(__file__).parents[2] / "demo" / "sources" / "ateneo-it.toml"
KEY = "tecnologie-in-mostra-investitori"
PICTURE = "/sites/default/files/2026-02/CS-vetrina-tecnologie-investitori.jpg"
RELATED = (
    '<aside class="related"><h2>Leggi anche</h2><ul>'
    '<li><a href="/poliflash/a-{0}">Un’altra storia {0}</a></li>'
    '<li><a href="/poliflash/b-{0}">Una storia ancora {0}</a></li></ul></aside></article>'
)
Edit = Callable[[str], str]


def swapped(old: str, new: str) -> Edit:
    """Another text in the place of one."""

    def edit(html: str) -> str:
        assert old in html
        return html.replace(old, new)

    return edit


def related(number: int) -> Edit:
    """A block of links below the story."""
    return swapped("</article>", RELATED.format(number))


def tags_turned(html: str) -> str:
    """The story's tags in another order and case."""
    field = re.search(r'<div class="field field--name-field-tag.*?</div></div>', html)
    assert field is not None
    items = re.findall(r'<div class="field__item">.*?</div>', field[0])
    turned = field[0].replace("".join(items), "".join(reversed(items)))
    return html.replace(field[0], turned.replace(">brevetti<", ">Brevetti<"))


SILENT: list[tuple[str, Edit]] = [
    ("the very same", str),
    ("one more div", swapped('<div class="node__content', '<div></div><div class="node__content')),
    ("other classes", swapped("text-formatted", "text-long prose")),
    ("bold instead of strong", lambda html: html.replace("strong>", "b>")),
    ("a link on a word", swapped("operatori arrivati", '<a href="/o">operatori</a> arrivati')),
    ("white space", swapped("</p><p>", " </p>\n\n\t<p>\u00a0 ")),
    ("soft hyphens", swapped("investimento: la", "investi\u00admento: la")),
    ("straight quotes", lambda html: html.replace("“", '"').replace("”", '"')),
    ("tracking in its own address", swapped('in-0" />', 'in-0?utm_source=rss&amp;gclid=1" />')),
    ("a comment and a script", swapped("<main", "<!-- 12 --><script>var a = 7</script><main")),
    ("related links", related(1)),
    ("related links, rotated", related(2)),
    ("a style of the picture", swapped("files/2026", "files/styles/large/public/2026")),
    ("a token of the picture", swapped(PICTURE, f"{PICTURE}?itok=x7Yz")),
    ("a re-encoded picture", swapped(PICTURE, PICTURE + ".webp")),
    ("a picture in another format", swapped(PICTURE, PICTURE.replace(".jpg", ".png?v=2"))),
    ("tags in another order", tags_turned),
    ("a new CMS time stamp", swapped("2026-02-25T12:00:00", "2026-02-27T08:15:00")),
    ("another menu", swapped(">Webmail<", ">Posta<")),
]  # fmt: skip
TOLD: list[tuple[str, Edit, str]] = [
    ("title", swapped("in mostra per gli investitori", "in mostra per chi investe"), "title"),
    ("teaser", swapped("Quindici brevetti, dieci", "Sedici brevetti, dieci"), "teaser"),
    ("a word of the text", swapped("da Lione, Monaco", "da Lione, Vienna, Monaco"), "body"),
    ("picture", swapped(PICTURE, PICTURE.replace("vetrina", "banco")), "image"),
    ("date", swapped("25/02/2026", "24/02/2026"), "published"),
]


@cache
def page() -> tuple[str, str]:
    """The address and the HTML of a story of the demonstration."""
    newsroom = Newsroom(today=date(2026, 3, 2))
    row = next(r for r in newsroom.stories() if (r["key"], r["language"]) == (KEY, "it"))
    answer = newsroom.answer(Request(host="ateneo", path=urlsplit(row["url"]).path))
    return row["url"], answer.body.decode()


def looked_at_again(folder: Path, edit: Edit) -> tuple[StoryCard, StoryCard, list[str]]:
    """The card before and after an edit, and the fields named in its history."""
    url, html = page()
    source = source_from(DEMO)
    mill = Mill(folder)
    mill.declare(source)
    for text in (html, edit(html)):
        said = extract(text.encode(), url, source=source)
        run = mill.crawl(source, [PageSeen(url=url, extracted=said)])
        if text is html and run.added:
            (before,) = mill.cards().values()
    (after,) = mill.cards().values()
    mill.close()
    return before, after, [item.why for item in run.updated]


@pytest.mark.parametrize("edit", [edit for _, edit in SILENT], ids=[name for name, _ in SILENT])
def test_what_readers_do_not_see_moves_nothing(tmp_path: Path, edit: Edit) -> None:
    """`updated` stays, and no newsletter hears of it."""
    before, after, told = looked_at_again(tmp_path, edit)
    assert (after.id, after.updated, told) == (before.id, before.updated, [])


@pytest.mark.parametrize(
    ("edit", "field"), [row[1:] for row in TOLD], ids=[name for name, *_ in TOLD]
)
def test_what_readers_see_is_an_update(tmp_path: Path, edit: Edit, field: str) -> None:
    """`updated` moves, and the receipt names the field first."""
    before, after, (told, *_) = looked_at_again(tmp_path, edit)
    assert after.updated > before.updated
    assert told.split(", ")[0] == field
