"""The part of a page that is the story."""

import re
from collections.abc import Iterable
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from spiders.dates import moment
from spiders.extract.tree import chosen, length
from spiders.extract.visible import Attributes, Line

_FRAMES = frozenset({"nav", "aside", "footer", "form"})
_FRAMED = _FRAMES | {"article", "header"}
_CONTENT = frozenset({"html", "body", "main", "h1", "p", "img", "a", "em", "strong"})
_JUNK_ROLES = ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"]
_JUNK = re.compile(
    r"[-_\s](?:related|correlat[ei]|shar(?:e|ing)|condividi|social|breadcrumbs?|cookies?"
    r"|comments?|commenti|sidebar|menu|pager|pagination|skip-link|leggi-anche|read-more|more-news"
    r"|altre-news|altre-notizie|advert(?:isement)?|promo|toolbar|popup|modal|recommended|you-may"
    r"|newsletter-(?:form|signup|box)|language-switcher|archive-note|author-box|paywall)"
    r"[-_\s]"
)
"""In lower case, with a blank before and behind: some of the words of a class or an id."""
_MAINS = etree.XPath("//*[@role='main']")
_SENTENCE = 40
"""Characters from which a line counts as running text."""
_SHARE = 0.85
"""Of the running text, what a smaller element must hold to be taken for the body."""
_TEASER_CARD = 700
"""Characters up to which an `article` beside others is a link to another story."""


class Surroundings:
    """What a page has around its story: navigation, forms, footers, sharing, other stories.

    Nothing that holds the page's `h1`, main part or outermost `article` counts, and no form with
    most of the text: some pages are one big form.
    """

    def __init__(self, root: _Element) -> None:
        parts: dict[str, list[_Element]] = {"h1": [], "article": [], "main": []}
        for part in root.iter(*parts):
            parts[part.tag].append(part)
        self.headings, self.articles, mains = parts.values()
        self.headed = {above for h1 in self.headings for above in h1.iterancestors()}
        outer = [a for a in self.articles if next(a.iterancestors("article"), None) is None]
        self._held = self.headed | {up for e in (*mains, *outer) for up in e.iterancestors()}
        self._mains = mains
        self._sizes: dict[_Element, int] = {}
        self._cards = sum(a not in self.headed and _linked(a) for a in self.articles)

    def scope(self, root: _Element) -> _Element:
        """The smallest of article, main part and body that holds the page's heading."""
        headed = [article for article in self.articles if article in self.headed]
        if headed and len(headed) == 1 + sum(1 for _ in headed[0].iterdescendants("article")):
            return headed[0]
        if not self.headings and len(self.articles) == 1:
            return self.articles[0]
        main = next(iter(self._mains or chosen(_MAINS, root)), None)
        if main is not None and (main in self.headed or not self.headings):
            return main
        body = root.find("body")
        return root if body is None else body

    def hold(self, element: _Element, tag: str, scope: _Element) -> bool:
        """Whether an element in the scope that `may_surround` is no part of the story."""
        if tag == "article":
            return (
                self._cards > 1
                and element not in self.headed
                and _linked(element)
                and length(element) < _TEASER_CARD
            )
        if tag == "form" and 2 * length(element) >= self._size(scope):
            return False
        if tag == "header" and any(a.tag in ("article", "main") for a in element.iterancestors()):
            return False
        return element not in self._held

    def _size(self, scope: _Element) -> int:
        if scope not in self._sizes:
            self._sizes[scope] = length(scope)
        return self._sizes[scope]


def may_surround(tag: str, attributes: Attributes) -> bool:
    """Whether an element is of a kind, or is called, as what stands around a story."""
    if tag in _CONTENT:
        return False
    return (
        tag in _FRAMED
        or ("class" in attributes and _junk(attributes["class"]))
        or ("id" in attributes and _junk(attributes["id"]))
        or ("role" in attributes and attributes["role"] in _JUNK_ROLES)
    )


@lru_cache(maxsize=20_000)
def _junk(names: str) -> bool:
    return bool(_JUNK.search(f" {names.lower()} "))


def _linked(element: _Element) -> bool:
    return element.find(".//a") is not None


def body_of(
    scope: _Element, lines: Iterable[Line], properties: Iterable[_Element]
) -> _Element | None:
    """The smallest element with nearly all running text; None where there is none."""
    named = [e for e in properties if "articleBody" in (e.get("itemprop") or "").split()]
    if named and length(named[0]) > _SENTENCE:
        return named[0]
    own: dict[_Element, int] = {}
    for line in lines:
        weight = len(line.text) - line.linked
        if weight < _SENTENCE or line.block.tag in ("h1", "h2", "h3", "figcaption", "caption"):
            continue
        if weight < 2 * _SENTENCE and moment(line.text):  # date and author, not text
            continue
        own[line.block] = own.get(line.block, 0) + weight
    mass: dict[_Element, int] = {}
    for block, weight in own.items():
        for element in (block, *block.iterancestors()):
            mass[element] = mass.get(element, 0) + weight
            if element is scope:
                break
    return _densest(scope, mass)


def _densest(scope: _Element, mass: dict[_Element, int]) -> _Element | None:
    total = mass.get(scope, 0)
    if not total:
        return None
    best = scope
    while True:
        heavy = [child for child in best if mass.get(child, 0) >= _SHARE * total]
        if not heavy or heavy[0].tag in ("p", "li", "blockquote"):
            return best
        best = heavy[0]
