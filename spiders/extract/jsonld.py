"""What a page's JSON-LD says."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.addresses import NotAnAddress, alias_key
from schemas.extracted import ImageFound
from spiders.extract.people import people
from spiders.extract.pictures import number, picture
from spiders.extract.salvage import salvaged
from spiders.extract.says import Clock, Says, labels, machine, prose, said, unescaped

Node = dict[str, Any]
_ARTICLE = (
    "NewsArticle", "Article", "BlogPosting", "ReportageNewsArticle", "PressRelease",
    "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle", "LiveBlogPosting",
    "ScholarlyArticle", "TechArticle", "Report", "SocialMediaPosting", "Event",
)  # fmt: skip
_PAGE = ("WebPage", "ItemPage", "AboutPage", "CreativeWork")
_NO_STORY = ("Review", "Comment", "Answer", "Question", "Rating", "Product", "ImageObject")
_ORGANIZATION = ("Organization", "NewsMediaOrganization", "CollegeOrUniversity")
_DATES = ("datePublished", "uploadDate", "dateCreated")
_STRING_OR_NOISE = re.compile(
    r'"(?:[^"\\]|\\.)*+(?:"|\Z)|/\*.*?(?:\*/|\Z)|//[^\n]*|<!\[CDATA\[|\]\]>|<!--|-->|,(?=\s*[}\]])',
    re.DOTALL,
)
_DECODER = json.JSONDecoder(strict=False)
_BETWEEN = re.compile(r"[\s,;]*")
_VALUES = 100
"""Values in one script that are read."""
_LISTS = ("itemListElement", "hasPart", "isPartOf", "relatedLink", "comment", "mentions", "about",
          "workTranslation", "translationOfWork")  # fmt: skip
"""Where other stories hang in a graph."""
_MOST = 5_000
"""Nodes of a graph that are looked at."""


@dataclass(frozen=True)
class Graph:
    """A page's JSON-LD, with the node the page is about."""

    url: str
    nodes: tuple[Node, ...]
    story: Node | None

    @property
    def language(self) -> str | None:
        """The language the story's node declares."""
        return _tongue(self.story or {})

    @property
    def works(self) -> Iterator[tuple[str | None, str]]:
        """The story's translations and what it is one of: language, where it is said; address."""
        relations = map((self.story or {}).get, ("translationOfWork", "workTranslation"))
        for value in (one for several in relations for one in _listed(several)[:20]):
            node = value if isinstance(value, dict) else {"url": value}
            if href := said(_first(node.get("url"))) or said(node.get("@id")):
                yield _tongue(node), href

    def says(self, when: Clock) -> Says:
        """The story as its node tells it."""
        story = self.story
        if story is None:
            return Says()
        known = {n["@id"]: n for n in self.nodes if isinstance(n.get("@id"), str) and len(n) > 2}
        page = next((n for n in self.nodes if _is(n, _PAGE) and n is not story), {})
        modified = when(machine(_first(story.get("dateModified"))) or "")
        stamps = (machine(_first(story.get(name))) for name in _DATES)
        name = None if _is(story, _PAGE) else story.get("name")
        teaser = prose(story.get("description") or page.get("description"))
        publisher = _resolved(_first(story.get("publisher")), known)
        return Says(
            title=prose(_first(story.get("headline")) or name),
            teaser=teaser if _is(story, (*_ARTICLE, *_PAGE)) else None,
            published=next((day for stamp in stamps if (day := when(stamp or ""))), None),
            updated=modified.instant if modified else None,
            image=_image(story, page, known, self.url),
            authors=people(_authors(story, known), base=self.url),
            section=unescaped(_first(story.get("articleSection"))),
            tags=labels(_listed(story.get("keywords"))),
            kind="event" if _is(story, ("Event",)) else None,
            site_name=None if _is(publisher, ("Person",)) else unescaped(publisher.get("name")),
        )


def graph_of(blocks: Iterable[str], url: str) -> Graph:
    """The graph in a page's scripts; `url` picks the story out among several articles."""
    nodes = tuple(_nodes(blocks))
    return Graph(url, nodes, _story(nodes, url))


def parsed(block: str) -> list[Any]:
    """The values in one script, which need not be valid JSON; [] where nothing can be saved."""
    for mended in (False, True):
        text = _STRING_OR_NOISE.sub(_without_noise, block) if mended else block
        text = text.strip().rstrip(";")
        values: list[Any] = []
        end = 0
        try:
            while end < len(text) and len(values) < _VALUES:
                value, end = _DECODER.raw_decode(text, end)
                values.append(value)
                if between := _BETWEEN.match(text, end):
                    end = between.end()
        except (ValueError, RecursionError):
            if not values:
                continue
        return values
    node = salvaged(block)
    return [node] if node else []


def _without_noise(match: re.Match[str]) -> str:
    return match[0] if match[0][0] == '"' else " "


def _nodes(blocks: Iterable[str]) -> Iterator[Node]:
    """Every object of every block, breadth first, without the lists of other stories."""
    waiting: list[Any] = [value for block in blocks for value in parsed(block)]
    for seen, value in enumerate(waiting):  # grows while it is read
        if seen > _MOST:
            return
        if isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, dict):
            yield value
            waiting.extend(
                inner
                for name, inner in value.items()
                if isinstance(inner, dict | list) and name not in _LISTS
            )


def _is(node: Node, types: tuple[str, ...]) -> bool:
    names = _listed(node.get("@type"))
    return any(str(name).rpartition("/")[2].rpartition(":")[2] in types for name in names)


def _story(nodes: Sequence[Node], url: str) -> Node | None:
    """The node the page is about: an article at this address, any article, the page itself.

    Where there is none of these, whatever has a name and a date: a recipe, a film.
    """
    stories = [node for node in nodes if _is(node, _ARTICLE)]
    own = [node for node in stories if _is_at(node, url)]
    pages = [n for n in nodes if _is(n, _PAGE) and (n.get("datePublished") or n.get("headline"))]
    others = (n for n in nodes if n.get("datePublished") and (n.get("headline") or n.get("name")))
    rest = (n for n in others if not _is(n, _NO_STORY))
    return next(iter(own or stories or pages), None) or next(rest, None)


def _is_at(node: Node, url: str) -> bool:
    names = [node.get("url"), node.get("@id"), node.get("mainEntityOfPage")]
    for name in names:
        name = name.get("@id") if isinstance(name, dict) else name
        try:
            if alias_key(str(name).partition("#")[0]) == alias_key(url):
                return True
        except NotAnAddress:
            continue
    return False


def _tongue(node: Node) -> str | None:
    tongue = _first(node.get("inLanguage"))
    return said(tongue.get("alternateName") if isinstance(tongue, dict) else tongue)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: Any) -> Any:
    return next(iter(_listed(value)), None)


def _resolved(value: Any, known: dict[str, Node]) -> Node:
    """An object, or the one its `@id` refers to."""
    if isinstance(value, dict):
        reference = value.get("@id")
        if set(value) <= {"@id", "@type"} and isinstance(reference, str):
            return known.get(reference, value)
        return value
    return known.get(value, {}) if isinstance(value, str) else {}


def _authors(story: Node, known: dict[str, Node]) -> Iterator[tuple[Any, Any]]:
    for author in (_listed(story.get("author")) or _listed(story.get("creator")))[:20]:
        node = _resolved(author, known)
        if isinstance(author, str) and not node:
            yield author, None
        elif _is(node, ("Person",)) or not _is(node, _ORGANIZATION):
            for name in _listed(node.get("name")):
                yield name, _first(node.get("url"))


def _image(story: Node, page: Node, known: dict[str, Node], url: str) -> ImageFound | None:
    """The first real picture of the story, else of its page."""
    holders = (story.get("image"), page.get("primaryImageOfPage"), story.get("thumbnailUrl"))
    for value in (entry for holder in holders for entry in _listed(holder)[:20]):
        node = _resolved(value, known)
        found = picture(
            url,
            node.get("url")
            or node.get("contentUrl")
            or (value if isinstance(value, str) else None),
            alt=unescaped(node.get("caption")),
            credit=unescaped(node.get("creditText") or node.get("copyrightNotice")),
            width=number(node.get("width")),
            height=number(node.get("height")),
        )
        if found:
            return found
    return None
