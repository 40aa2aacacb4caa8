"""The part of a page that is the story."""

import re
from collections.abc import Iterable

from lxml import etree
from lxml.etree import _Element

from spiders.dates import moment
from spiders.extract.tree import chosen, length, removed
from spiders.extract.visible import Line

_FRAMES = frozenset({"nav", "aside", "footer", "form"})
_CONTENT = frozenset({"html", "body", "main", "article", "h1", "p", "img", "a", "em", "strong"})
_JUNK_ROLES = ["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"]
_JUNK = re.compile(
    r"(?:^|[-_\s])(?:related|correlat[ei]|shar(?:e|ing)|condividi|social|breadcrumbs?|cookies?"
    r"|comments?|commenti|sidebar|menu|pager|pagination|skip-link|leggi-anche|read-more|more-news"
    r"|altre-news|altre-notizie|advert(?:isement)?|promo|toolbar|popup|modal|recommended|you-may"
    r"|newsletter-(?:form|signup|box)|language-switcher|archive-note|author-box|paywall)"
    r"(?:[-_\s]|$)",
    re.IGNORECASE,
)
_KEEPERS = etree.XPath(".//h1|.//main|.//article[not(ancestor::article)]")
_MAINS = etree.XPath("//*[@role='main']")
_CARDS = etree.XPath(".//article[not(.//h1)][.//a]")
_PROPERTIES = etree.XPath(".//*[@itemprop]")
_SENTENCE = 40
"""Characters from which a line counts as running text."""
_SHARE = 0.85
"""Of the running text, what a smaller element must hold to be taken for the body."""


def prune(scope: _Element) -> None:
    """Take away what surrounds stories: navigation, forms, footers, sharing, related stories.

    Nothing that holds the page's `h1` or `article` goes, and no form with most of the text: some
    pages are one big form.
    """
    junk = []
    walk = etree.iterwalk(scope, events=("start",))
    for _, element in walk:
        if element is scope or not _surrounds(element) or chosen(_KEEPERS, element):
            continue
        if element.tag != "form" or 2 * length(element) < length(scope):
            junk.append(element)
            walk.skip_subtree()
    for element in junk:
        removed(element)


def scope_of(root: _Element) -> _Element:
    """The smallest of article, main part and body that holds the page's heading."""
    holders = {a: a.find(".//h1") is not None for a in root.iter("article")}
    headed = [article for article, has_heading in holders.items() if has_heading]
    if headed and len(headed) == 1 + sum(1 for _ in headed[0].iterdescendants("article")):
        return headed[0]
    body = root.find("body")
    main = _main(root)
    part = main if main is not None else root if body is None else body
    if root.find(".//h1") is None and len(holders) == 1:
        return next(iter(holders))
    return _without_cards(part)


def _main(root: _Element) -> _Element | None:
    """The main part, if the page's headings, where it has any, are in it."""
    main = next(root.iter("main"), None)
    if main is None:
        main = next(iter(chosen(_MAINS, root)), None)
    if main is None or (main.find(".//h1") is None and root.find(".//h1") is not None):
        return None
    return main


def _without_cards(main: _Element) -> _Element:
    """The main part without the cards of other stories."""
    cards = chosen(_CARDS, main)
    for card in cards:
        if len(cards) > 1 and length(card) < 700:
            removed(card)
    return main


def body_of(scope: _Element, lines: Iterable[Line]) -> _Element | None:
    """The smallest element with nearly all running text; None where there is none."""
    properties = chosen(_PROPERTIES, scope)
    named = [e for e in properties if "articleBody" in (e.get("itemprop") or "").split()]
    if named and length(named[0]) > _SENTENCE:
        return named[0]
    mass: dict[_Element, int] = {}
    for line in lines:
        weight = len(line.text) - line.linked
        if weight < _SENTENCE or line.block.tag in ("h1", "h2", "h3", "figcaption", "caption"):
            continue
        if weight < 2 * _SENTENCE and moment(line.text):  # date and author, not text
            continue
        for element in (line.block, *line.block.iterancestors()):
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


def _surrounds(element: _Element) -> bool:
    tag = element.tag
    if tag in _FRAMES:
        return True
    if tag in _CONTENT:
        return False
    if tag == "header":
        return not any(a.tag in ("article", "main") for a in element.iterancestors())
    named = element.get("class"), element.get("id"), element.get("role")
    if named == (None, None, None):
        return False
    return named[2] in _JUNK_ROLES or bool(_JUNK.search(f"{named[0] or ''} {named[1] or ''}"))
