"""The metadata in a page's head."""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, SoupStrainer, Tag, XMLParsedAsHTMLWarning

from spiders.extract.says import said

_MARKS = re.compile(r"<(?:!--|script\b|style\b|noscript\b|svg\b|/head\s*>|body\b)", re.IGNORECASE)
_ENDS = {"<!--": re.compile("-->")} | {
    f"<{name}": re.compile(f"</{name}[^>]*>", re.IGNORECASE)
    for name in ("script", "style", "noscript", "svg")
}
_NO_METADATA = re.compile(
    r"""<link[^>]{0,300}?rel=["']?(?:stylesheet|(?:dns-)?pre[a-z]+|(?:shortcut )?icon)\b[^>]*>""",
    re.IGNORECASE,
)
_WANTED = SoupStrainer(["title", "meta", "link", "base"])
_LONGEST = 500_000
"""Characters of a head that are read."""
_HEADLESS = 50_000
"""Characters that are read where nothing ends the head."""


@dataclass(frozen=True, slots=True)
class Link:
    """One `<link>`."""

    rel: frozenset[str]
    href: str
    hreflang: str | None
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Head:
    """What `<meta>`, `<link>`, `<title>` and `<base>` say."""

    title: str | None = None
    meta: dict[str, list[str]] = field(default_factory=dict)
    """Lower-case name, property or itemprop → its contents in order, unfilled ones left out."""
    links: tuple[Link, ...] = ()
    base: str | None = None

    def first(self, *names: str) -> str | None:
        """The first content under the first of these names that has one."""
        return next((self.meta[name][0] for name in names if name in self.meta), None)

    def all(self, *names: str) -> list[str]:
        """Every content under these names."""
        return [content for name in names for content in self.meta.get(name, ())]

    def hrefs(self, rel: str) -> Iterator[Link]:
        """The links of one relation."""
        return (link for link in self.links if rel in link.rel)


def head_of(page: str) -> Head:
    """The head of a page, read without building the page."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        soup = BeautifulSoup(head_slice(page), "lxml", parse_only=_WANTED)
    meta: dict[str, list[str]] = {}
    links = []
    title = base = None
    for tag in soup.descendants:
        if not isinstance(tag, Tag):
            continue
        if tag.name == "meta":
            _note(tag, meta)
        elif tag.name == "link" and (href := said(tag.get("href"))):
            links.append(_link(tag, href))
        elif tag.name == "title":
            title = title or said(tag.get_text())
        elif tag.name == "base":
            base = base or said(tag.get("href"))
    return Head(title, meta, tuple(links), base)


def head_slice(page: str) -> str:
    """The page up to the end of its head, without comments, scripts, styles and drawings.

    A `</head>` inside a script or a comment does not end the head.
    """
    kept = []
    start = 0
    page = page[:_LONGEST]
    while mark := _MARKS.search(page, start):
        kept.append(page[start : mark.start()])
        end = _ENDS.get(mark[0].lower())
        over = end.search(page, mark.end()) if end else None
        if over is None:
            break
        start = over.end()
    else:
        kept.append(page[start : start + _HEADLESS])
    return re.sub(r">\s+<", "><", _NO_METADATA.sub("", "".join(kept)))


def _note(tag: Tag, meta: dict[str, list[str]]) -> None:
    content = said(tag.get("content"))
    if content is None:
        return
    for attribute in ("property", "name", "itemprop"):
        if name := said(tag.get(attribute)):
            meta.setdefault(name.lower(), []).append(content)
            return


def _link(tag: Tag, href: str) -> Link:
    rel = tag.get("rel") or ()
    names = rel.split() if isinstance(rel, str) else rel
    return Link(
        frozenset(name.lower() for name in names),
        href,
        said(tag.get("hreflang")),
        said(tag.get("type")),
    )
