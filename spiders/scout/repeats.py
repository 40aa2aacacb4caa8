"""The structures that repeat on a page, as selectors of links to stories."""

import re
from collections.abc import Iterator, Mapping, Sequence

from lxml.etree import _Element
from parsel import Selector

from schemas.source import Source
from schemas.types import Record
from spiders.extract.charset import utf8
from spiders.extract.tree import parsed
from spiders.links import address_of, is_ours

_AROUND = frozenset({"nav", "header", "footer", "aside", "form"})
_MENU = re.compile(
    r"\b(?:nav|navbar|navigation|menu|breadcrumbs?|footer|sidebar|social|share|tags?|pager"
    r"|pagination|cookies?|skip)\b",
    re.IGNORECASE,
)
_CLASS = re.compile(r"[A-Za-z_][A-Za-z_-]{2,40}")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5"})
_LIKELY_TITLE = 40
"""Characters from which the text of a link is as likely a title as can be."""
_ENOUGH = 8
_LEVELS = 5
_MOST_ANCHORS = 1_500


class Repeat(Record):
    """A selector of links, and what speaks for it."""

    css: str
    links: tuple[str, ...]
    score: float
    """Up to 1, and a little more where the links stand in headings."""


def repeats(html: bytes, url: str, source: Source, charset: str | None = None) -> list[Repeat]:
    """The selectors that may choose the links to stories, the likeliest first."""
    root = parsed(utf8(html, charset), url)
    if root is None:
        return []
    titles = _titles(root, url, source)
    page = Selector(root=root, type="html")
    found = {css: _judged(page, css, titles, source, url) for css in _selectors(titles)}
    best: dict[frozenset[str], Repeat] = {}
    for repeat in found.values():
        same = frozenset(repeat.links)
        kept = best.get(same)
        if repeat.score and (kept is None or _rank(repeat) < _rank(kept)):
            best[same] = repeat
    return sorted(best.values(), key=_rank)


def _rank(repeat: Repeat) -> tuple[float, int, int, str]:
    """By score, then the ones that name a heading or a row rather than the page's column."""
    steps = repeat.css.split()[:-1]
    heading = any(step.partition(".")[0] in _HEADINGS for step in steps)
    wide = any(step.startswith("main") for step in steps)
    vague = 2 * wide + (not heading) + ("." not in repeat.css)
    return -round(repeat.score, 2), vague, len(repeat.css), repeat.css


def _titles(root: _Element, url: str, source: Source) -> dict[_Element, tuple[str, str]]:
    """Link → its address and its text, for links that may lead to a story."""
    found: dict[_Element, tuple[str, str]] = {}
    for _, anchor in zip(range(_MOST_ANCHORS), root.iter("a"), strict=False):
        address = address_of(anchor.get("href") or "", url, source)
        text = " ".join("".join(map(str, anchor.itertext())).split())
        if address and is_ours(address, source) and not _in_menu(anchor):
            found[anchor] = (address, text)
    return found


def _in_menu(anchor: _Element) -> bool:
    for around in anchor.iterancestors():
        if around.tag in _AROUND and not _in_story(around):
            return True
        words = f"{around.get('class') or ''} {around.get('role') or ''}"
        if around.tag not in ("body", "html") and _MENU.search(words):
            return True
    return False


def _in_story(element: _Element) -> bool:
    """Whether a header or footer is that of one story in a list."""
    return any(around.tag in ("article", "li", "main") for around in element.iterancestors())


def _selectors(titles: Mapping[_Element, tuple[str, str]]) -> Iterator[str]:
    for anchor, (_, text) in titles.items():
        if len(text) < _LIKELY_TITLE // 2:
            continue
        own = f"a.{name}" if (name := _class(anchor)) else "a"
        near = [around for _, around in zip(range(_LEVELS), anchor.iterancestors(), strict=False)]
        steps = [_step(around) for around in near if around.tag not in ("body", "html")]
        if own != "a":
            yield own
        for i, step in enumerate(steps):
            if "." in step or step in _HEADINGS or step == "article":
                yield f"{step} a"
            for outer in steps[i + 1 :]:
                if "." in outer or outer == "article":
                    yield f"{outer} {step} a"


def _step(element: _Element) -> str:
    name = _class(element)
    return f"{element.tag}.{name}" if name else str(element.tag)


def _class(element: _Element) -> str | None:
    """The class that says most: the longest that no machine made up."""
    names = [n for n in (element.get("class") or "").split() if _CLASS.fullmatch(n)]
    return max(names, key=len, default=None)


def _judged(
    page: Selector,
    css: str,
    titles: Mapping[_Element, tuple[str, str]],
    source: Source,
    url: str,
) -> Repeat:
    texts: dict[str, str] = {}
    strangers = 0
    in_heading = False
    for one in page.css(css):
        if one.root not in titles:
            strangers += address_of(one.root.get("href") or "", url, source) is not None
            continue
        address, text = titles[one.root]
        texts[address] = max(texts.get(address, ""), text, key=len)
        in_heading = in_heading or any(a.tag in _HEADINGS for a in one.root.iterancestors())
    score = _score(list(texts.values()), strangers)
    return Repeat(css=css, links=tuple(texts), score=score * (1.15 if in_heading else 1))


def _score(texts: Sequence[str], strangers: int) -> float:
    """How much the texts look like a list of titles."""
    if len(texts) < 3 or strangers > len(texts):
        return 0.0
    likely = sum(min(len(text), _LIKELY_TITLE) / _LIKELY_TITLE for text in texts) / len(texts)
    return likely**2 * min(len(texts), _ENOUGH) / _ENOUGH * len(texts) / (len(texts) + strangers)
