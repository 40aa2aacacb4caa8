"""The stories that repeat on a page without pages of their own, as a selector of items."""

from collections import defaultdict

from lxml.etree import _Element

from spiders.extract.charset import utf8
from spiders.extract.tree import parsed
from spiders.extract.visible import visible_text

_AROUND = frozenset({"nav", "header", "footer", "aside", "form"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BLOCKS = ("article", "section", "div", "li", "td")
_FEWEST = 3
_TEXT = 120
"""Characters, its title apart, from which a block tells a story by itself."""
_MOST = 5_000
"""Blocks of a page that are looked at."""


def told_in_blocks(html: bytes, url: str, charset: str | None = None) -> str | None:
    """The selector of blocks that each have a heading which links nowhere, and a story's text.

    None where there are fewer than three of a kind side by side.
    """
    root = parsed(utf8(html, charset), url)
    if root is None:
        return None
    rows: dict[tuple[_Element, str], list[_Element]] = defaultdict(list)
    for _, block in zip(range(_MOST), root.iter(*_BLOCKS), strict=False):
        parent = block.getparent()
        if parent is not None and not _aside(block):
            rows[parent, _step(block)].append(block)
    told = {
        key: sum(_length(block) for block in blocks)
        for key, blocks in rows.items()
        if len(blocks) >= _FEWEST and 2 * sum(map(_tells, blocks)) > len(blocks)
    }
    if not told:
        return None
    parent, step = max(told, key=lambda key: told[key])
    return step if "." in step else f"{_step(parent)} > {step}"


def _aside(block: _Element) -> bool:
    return any(around.tag in _AROUND for around in block.iterancestors())


def _step(element: _Element) -> str:
    name = max((element.get("class") or "").split(), key=len, default="")
    plain = name.replace("-", "").replace("_", "")
    return f"{element.tag}.{name}" if plain.isalpha() else str(element.tag)


def _tells(block: _Element) -> bool:
    """Whether a block is one story: one heading, not a link, and text below it."""
    headings = list(block.iter(*_HEADINGS))
    if len(headings) != 1 or next(headings[0].iter("a"), None) is not None:
        return False
    title = len(visible_text(headings[0]))
    return bool(title) and _length(block) - title >= _TEXT


def _length(block: _Element) -> int:
    return len(visible_text(block))
