"""The metadata in a page's head."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from spiders.extract.says import said, unescaped

_TOP = frozenset({"head", "html", "body"})
"""Parents whose `<title>` names the page and whose `itemprop` is about it."""
_RELATIONS = frozenset({"canonical", "alternate", "shortlink", "amphtml", "image_src"})
_MOST = 2_000
"""Elements that are looked at."""


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
    language: str | None = None
    """What the root element declares."""

    def first(self, *names: str) -> str | None:
        """The first content under the first of these names that has one."""
        for name in names:
            if name in self.meta:
                return self.meta[name][0]
        return None

    def all(self, *names: str) -> list[str]:
        """Every content under these names."""
        return [content for name in names for content in self.meta.get(name, ())]

    def hrefs(self, rel: str) -> Iterator[Link]:
        """The links of one relation."""
        return (link for link in self.links if rel in link.rel)


def head_of(root: _Element | None) -> Head:
    """The metadata of a page, also where a page has it in its body."""
    meta: dict[str, list[str]] = {}
    links = []
    title = base = None
    found = () if root is None else root.iter("meta", "link", "title", "base")
    for _, tag in zip(range(_MOST), found, strict=False):
        if tag.tag == "meta":
            _note(tag, meta)
        elif tag.tag == "link":
            if link := _link(tag):
                links.append(link)
        elif tag.tag == "title":
            title = title or (unescaped(tag.text) if _at_top(tag) else None)
        else:
            base = base or said(tag.get("href"))
    return Head(title, meta, tuple(links), base, _language(root))


def joined(one: Head, other: Head) -> Head:
    """The metadata of both parts of a page."""
    meta = {name: [*contents] for name, contents in one.meta.items()}
    for name, contents in other.meta.items():
        meta.setdefault(name, []).extend(contents)
    return Head(
        one.title or other.title,
        meta,
        one.links + other.links,
        one.base or other.base,
        one.language or other.language,
    )


def _language(root: _Element | None) -> str | None:
    return None if root is None else root.get("lang") or root.get("xml:lang")


def _at_top(tag: _Element) -> bool:
    parent = tag.getparent()
    return parent is None or parent.tag in _TOP


def _note(tag: _Element, meta: dict[str, list[str]]) -> None:
    content = unescaped(tag.get("content"))
    if content is None:
        return
    for attribute in ("property", "name", "itemprop"):
        if name := tag.get(attribute):
            if attribute != "itemprop" or _at_top(tag):
                for one in name.lower().split():
                    meta.setdefault(one, []).append(content)
            return


def _link(tag: _Element) -> Link | None:
    rel = _RELATIONS.intersection((tag.get("rel") or "").lower().split())
    href = said(tag.get("href")) if rel else None
    if href is None:
        return None
    return Link(rel, href, said(tag.get("hreflang")), said(tag.get("type")))
