"""Plain text out of what feeds put into titles and summaries."""

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_DROPPED = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_INLINE = re.compile(
    r"a|abbr|b|bd[io]|cite|code|em|font|i|kbd|mark|q|s|small|span|strong|su[bp]|tt|u|var|wbr",
    re.IGNORECASE,
)


def unescaped(text: str) -> str:
    """The text with entities resolved, also where the feed escaped them twice."""
    for _ in range(2):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def plain(markup: str) -> str:
    """The text of a piece of HTML in one line: block tags part words, inline tags do not."""
    text = _TAG.sub(_parting, _DROPPED.sub(" ", markup))
    return " ".join(unescaped(text).split())


def _parting(tag: re.Match[str]) -> str:
    return "" if _INLINE.fullmatch(tag[1] or "") else " "
