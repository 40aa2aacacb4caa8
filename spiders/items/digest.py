"""The stories that one page holds."""

import re
from collections.abc import Iterator
from typing import cast

from cssselect import SelectorError
from lxml import etree
from lxml.etree import _Element
from parsel import Selector

from schemas.addresses import passage
from schemas.errors import NotAFeed, PageError
from schemas.extracted import Extracted, ImageFound
from schemas.rules import DigestRules
from schemas.source import Source
from schemas.types import Moment
from spiders.dates import from_url, moment
from spiders.extract.charset import decoded
from spiders.extract.pictures import in_element
from spiders.extract.selectors import selectors_say
from spiders.extract.tree import parsed
from spiders.extract.visible import lines, visible_text
from spiders.items.item import Feed, FeedItem, item_of
from spiders.links import address_of, fingerprint

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_DATELINE = re.compile(
    r"[(]?[^\W\d_][^\d(),.;:]{1,30}(?: \([A-Z]{2}\))?(?:,|\)? [-–—]) ([^–—-]{5,30}?) ?[–—-] "
)
_SHORT = 40
"""Characters of a line that may be a date and nothing else."""
_QUOTED = 80
"""Characters of a title that lead a browser to it."""


def feed_from_page(body: bytes, charset: str | None, url: str, first: str, source: Source) -> Feed:
    """The items of a page, and the pages it leads to; raises PageError.

    `url` is where the bytes came from, `first` the address by which items without a page of their
    own are known, so that they keep it on whatever page they are later.
    """
    rules = source.rules
    assert isinstance(rules, DigestRules), "only they have rules for items"
    if body.startswith(b"%PDF") or b"\0" in body[:1024]:
        raise NotAFeed("a page with stories was expected, but the answer is a file")
    root = parsed(decoded(body, charset), url)
    if root is None:
        raise NotAFeed("a page with stories was expected, but the answer is empty")
    items: dict[str, FeedItem] = {}
    troubles: list[str] = []
    issued = _issued(root, first, source) if first not in rules.urls else None
    for number, element in enumerate(_chosen(root, rules.items, source), 1):
        if item := _item(element, url, first, source, issued):
            items.setdefault(item.url, item)
        else:
            troubles.append(f"item {number} has no title; look at fields.title")
    parts = _parts(root, rules, url, source) if first in rules.urls else ()
    return Feed(items=tuple(items.values()), troubles=tuple(troubles), parts=parts)


def _chosen(element: _Element, css: str, source: Source) -> Iterator[_Element]:
    try:
        chosen = Selector(root=element, type="html").css(css)
    except (SelectorError, ValueError) as error:
        raise PageError(f"a selector cannot be used: {error}", subject=source.slug) from None
    return (one.root for one in chosen)


def _parts(root: _Element, rules: DigestRules, url: str, source: Source) -> tuple[str, ...]:
    hrefs = _chosen(root, rules.parts, source) if rules.parts else ()
    found = (address_of(a.get("href") or "", url, source) for a in hrefs if a.get("href"))
    return tuple(dict.fromkeys(part for part in found if part))[: rules.max_parts]


def _issued(root: _Element, first: str, source: Source) -> Moment | None:
    """The day of an issue, from its address or its title; that of the stories which have none."""
    title = root.findtext(".//title") or ""
    return from_url(first) or moment(title, language=source.language)


def _item(
    element: _Element, url: str, first: str, source: Source, issued: Moment | None
) -> FeedItem | None:
    says = selectors_say(element, url, source, source.language)
    title = says.title or _title(element)
    if not title:
        return None
    published = says.published or _published(element, title, source)
    link = _link(element, url, source)
    day = published.day.isoformat() if published else ""
    fields = {
        "title": title,
        "teaser": says.teaser,
        "body": says.body or _body(element),
        "published": published or issued,
        "image": says.image or _image(element, url),
        "authors": says.authors,
        "section": says.section,
        "tags": says.tags,
        "guid": None if link else _guid(element, title, day),
    }
    given = {name: value for name, value in fields.items() if value}
    origin = {name: "selector" if getattr(says, name, None) else "listing" for name in given}
    own = link or passage(first, _opening(title), *([day] if day else []))
    return item_of(Extracted.model_validate({"url": own, **given, "provenance": origin}), source)


def _link(element: _Element, url: str, source: Source) -> str | None:
    rules = source.rules
    assert isinstance(rules, DigestRules), "only they have rules for items"
    if rules.link is None:
        return None
    for anchor in _chosen(element, rules.link, source):
        if (href := anchor.get("href")) and (found := address_of(href, url, source)):
            return found
    return None


def _guid(element: _Element, title: str, day: str) -> str:
    """The name the page gives the item, else what makes it this item: its title and its day."""
    name = element.get("id") or element.get("data-id")
    return name if name and re.search("[0-9]", name) else fingerprint(title.casefold(), day)


def _opening(title: str) -> str:
    return title if len(title) <= _QUOTED else title[:_QUOTED].rpartition(" ")[0]


def _title(element: _Element) -> str | None:
    heading = next(element.iter(*_HEADINGS), None)
    if heading is None:
        heading = next(element.iter("strong", "b", "a"), None)
    return visible_text(heading) if heading is not None else None


def _body(element: _Element) -> str:
    """Its paragraphs and lists."""
    chosen = etree.XPath(".//p | .//ul[not(ancestor::ul)] | .//ol | .//blockquote[not(.//p)]")
    return "".join(
        etree.tostring(block, encoding="unicode", method="html", with_tail=False)
        for block in cast("list[_Element]", chosen(element))
        if visible_text(block)
    )


def _published(element: _Element, title: str, source: Source) -> Moment | None:
    """A time element, a line that is a date, or a dateline: `Torino, 3 marzo 2021 –`."""
    for time in element.iter("time"):
        if found := moment(time.get("datetime") or visible_text(time), language=source.language):
            return found
    for line in lines(element):
        text = line.text.strip()
        opening = _DATELINE.match(text)
        alone = text if len(text) <= _SHORT and text != title else None
        said = opening[1] if opening else alone
        if said and (found := moment(said, language=source.language)):
            return found
    return None


def _image(element: _Element, url: str) -> ImageFound | None:
    found = (in_element(img, url) for img in element.iter("img"))
    return next((picture for picture in found if picture), None)
