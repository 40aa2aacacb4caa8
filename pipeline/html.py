"""The story's HTML, made safe."""

import html
import re
from collections.abc import Callable

import nh3

from pipeline.text import tidy, tidy_lines
from schemas.addresses import NotAnAddress, absolute, canonical
from schemas.decoration import decoration, ornament

_LONGEST = 500_000
_ROUNDS = 4
_MANY_TAGS, _DEEPEST = 500, 250
_TAGS = {
    *("p", "a", "em", "strong", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "br"),
    *("figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "th": {"colspan", "rowspan"}, "td": {"colspan", "rowspan"}}
_IMAGE = {"img": {"src", "alt", "width", "height"}}
_WITH_CONTENT = {
    *("script", "style", "noscript", "template", "iframe", "object", "svg", "math", "form", "nav"),
    *("button", "select", "textarea", "video", "audio", "canvas", "head", "title"),
}
# Our allow-list says `strong`, `em`, `h2`; a dropped block would glue its text to the next one.
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h5": "h4", "h6": "h4"}
_BLOCKS = (
    "div|section|article|aside|header|footer|main|address|center|pre|dl|dt|dd|hr|details|summary"
)
_OTHER_NAME = re.compile(rf"<(/?)(?:({'|'.join(_RENAMED)})|(?:{_BLOCKS}))(?=[\s/>])", re.IGNORECASE)
_EMPTY = re.compile(
    r"<(p|strong|em|a|h[234]|li|ul|ol|blockquote|figcaption|figure)(?: [^<>]*)?>\s*</\1>"
)
_PICTURE = re.compile(r"<img\b[^>]*>")
_FACT = re.compile(r'\s(src|width|height)="([^"]*)"')
_NOT_PROSE = re.compile(r"<(figure|figcaption|h[234]|table)\b.*?</\1>", re.DOTALL)
_BREAK = re.compile(r"</?(?:p|ul|ol|li|blockquote|h[234]|br|figure|figcaption|table|caption|tr)\b")
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_ANY_TAG = re.compile(r"<[^<>]*>?")
_NESTING = re.compile(  # void elements nest nothing, the others end by themselves
    r"<(/?)(?!(?:p|li|t[rdh]|d[td]|br|hr|img|input|wbr|source|col|area|link|meta)\b)[a-z]",
    re.IGNORECASE,
)
_GLUED = re.compile("\x00(?<=[a-zß-öø-ÿ.;:!?”»]\x00)\x00*(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")


def sanitised(source: str, base: str, *, images: bool = False) -> str:
    """The allow-listed HTML of a body (h2-h4, paragraphs, lists, links, basic tables).

    Links and pictures are absolute http(s) against `base`, without tracking parameters;
    pictures stay only with `images`; logos, emoji, placeholders and tracking pixels never.
    """
    found = nh3.clean(
        _renamed(source),
        tags=_TAGS | {"img"} if images else _TAGS,
        clean_content_tags=_WITH_CONTENT,
        attributes=_ATTRIBUTES | _IMAGE if images else _ATTRIBUTES,
        attribute_filter=_attribute_filter(base),
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    if images:
        found = _PICTURE.sub(lambda tag: tag[0] if _shows(tag[0]) else "", found)
    return _without_empty(found).strip()


_BARE = nh3.Cleaner(tags=_TAGS, clean_content_tags=_WITH_CONTENT, attributes={}, link_rel=None)


def bare(source: str) -> str:
    """The same tags without links, pictures or attributes: what `lines_of` needs."""
    return _BARE.clean(_renamed(source))


def lines_of(clean_html: str) -> tuple[str, ...]:
    """The visible lines of sanitised HTML.

    Words of neighbouring inline elements are parted where their letters' case shows a seam.
    """
    text = _TAG.sub(_separator, clean_html)
    if "\x00" in text:
        text = _GLUED.sub(" ", text).replace("\x00", "")
    return tuple(line for line in tidy_lines(html.unescape(text)) if line)


def prose_of(clean_html: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """Its `lines` without those of headings, captions and tables."""
    prose = _NOT_PROSE.sub("\n", clean_html)
    return lines if prose == clean_html else lines_of(prose)


def _separator(tag: re.Match[str]) -> str:
    if _BREAK.match(tag[0]):
        return "\n"
    return " " if tag[0].startswith(("<td", "<th")) else "\x00"


def _renamed(source: str) -> str:
    # Half of a surrogate pair, as broken JSON has it, stands for nothing and cannot be written.
    source = source[:_LONGEST].replace("\x00", "").encode("utf-8", "ignore").decode()
    if source.count("<") > _MANY_TAGS and _too_deep(source):
        source = _ANY_TAG.sub("<br>", source)
    return _OTHER_NAME.sub(
        lambda m: f"<{m[1]}{_RENAMED[m[2].lower()] if m[2] else 'p'}",
        source,
    )


def _too_deep(source: str) -> bool:
    """Whether elements are nested so deep that a parser takes minutes (it is quadratic in it)."""
    depth = 0
    for tag in _NESTING.finditer(source):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > _DEEPEST:
            return True
    return False


def _without_empty(text: str) -> str:
    for _ in range(_ROUNDS):  # emptying one may empty its parent
        before, text = text, _EMPTY.sub("", text)
        if text == before:
            break
    return text


def _shows(tag: str) -> bool:
    """Whether a picture is one of the story: no pixel, logo, emoji or placeholder, as it seems."""
    facts = dict(_FACT.findall(tag))
    url = html.unescape(facts.pop("src", ""))
    sides = {side: int(its) for side, its in facts.items() if its.isdecimal() and len(its) < 6}
    return bool(url) and 0 not in sides.values() and not (ornament(url) or decoration(url, **sides))


def _attribute_filter(base: str) -> Callable[[str, str, str], str | None]:
    def kept(_tag: str, name: str, value: str) -> str | None:
        if name in ("href", "src"):
            return _address(base, value, mail=name == "href")
        if name == "alt":
            return tidy(value)
        return value if value.isdigit() else None

    return kept


def _address(base: str, value: str, *, mail: bool) -> str | None:
    if mail and value.strip().lower().startswith("mailto:"):
        return value.strip()
    try:
        url = absolute(base, value)
        return untracked(url) if "?" in url else url
    except NotAnAddress:
        return None


def untracked(url: str) -> str:
    """The address without tracking parameters; one that has none keeps its own order."""
    short = canonical(url)
    return url if "?" in short and short.count("&") == url.count("&") else short
