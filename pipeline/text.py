"""Plain text as we publish it."""

import html
import re
import unicodedata
from functools import lru_cache
from html.entities import html5

from schemas.vocabulary import words_of

# Controls, soft hyphens, zero-width and bidi marks, private use, surrogates, noncharacters:
# none is to be seen, and most are no XML. White space is not among them.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe"
    "\uffff\U000e0000-\U0010ffff]+"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AGAIN = re.compile(r"&(?:amp;)+")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|cite|code|div|em|figcaption|figure|font|h[1-6]|hr|i"
    r"|iframe|img|li|mark|ol|p|q|s|script|section|small|span|strong|style|sub|sup|table|tbody|td"
    r"|th|tr|u|ul)(?=[\s/>])[^<>]*>|<!--[^<>]{0,500}-->|<!\[CDATA\[|\]\]>",
    re.IGNORECASE,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|b|big|cite|code|em|font|i|mark|q|s|small|span|strong|su[bp]|u)\b"
)
_TOKEN = re.compile(r"\[[a-z_]+:[a-z_:-]+\]")
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:…|\.{3})\s*\]|…|\.{3,})\s*$")
_ROUNDS = 8
_LONGEST = 20_000


def tidy(text: str) -> str:
    """One line of NFC text: no controls, soft hyphens or zero-width marks, single spaces."""
    text = " ".join(text.split())
    if not text.isprintable():
        text = " ".join(visible(text).split())
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """The text without controls, soft hyphens or zero-width marks."""
    return _INVISIBLE.sub("", text)


def tidy_lines(text: str) -> list[str]:
    """Each line of the text, tidy."""
    lines = text.split("\n")
    if unicodedata.is_normalized("NFC", text) and "".join(lines).isprintable():
        # Of all white space only the blank is printable.
        return [" ".join(line.split()) if "  " in line else line.strip(" ") for line in lines]
    return [tidy(line) for line in lines]


def plain(text: str) -> str:
    """One line of text from what should have been text: entities, also escaped twice, and tags."""
    text = text[:_LONGEST]
    for _ in range(_ROUNDS):  # each round may lay bare another layer of escapes
        before, text = text, tidy(_TOKEN.sub("", _untagged(_unescaped(text))))
        if text == before:
            break
    return text


def _unescaped(text: str) -> str:
    return _ENTITY.sub(_character, _AGAIN.sub("&", text)) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    # Whole names with their semicolon only: `?a=1&copy=2` is no copyright sign.
    known = entity[0][1] == "#" or entity[0][1:] in html5
    return html.unescape(entity[0]) if known else entity[0]


def _untagged(text: str) -> str:
    if "<" not in text and "]]>" not in text:
        return text
    return _TAG.sub(lambda m: "" if _INLINE.match(m[0].lower()) else " ", text)


def title_key(title: str) -> str:
    """What two spellings of one title have in common: its words, folded; '' without words."""
    return " ".join(words_of(title))


@lru_cache(maxsize=256)
def _suffix(names: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\s*(?:\s[-–—·•»«:]|\|)\s+(?:{known})\s*$", re.IGNORECASE)


def clean_title(title: str, sites: tuple[str, ...] = ()) -> str:
    """The title without the site's name behind it, at most 500 characters; '' if none is left."""
    text = plain(title)
    if names := tuple(name for name in map(tidy, sites) if name):
        while (shorter := _suffix(names).sub("", text)) and shorter != text:
            text = shorter
    return shortened(text, 500)


def shortened(text: str, longest: int) -> str:
    """At most `longest` characters, cut between words with an ellipsis behind."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    if not text[longest - 1].isspace() and " " in cut[longest // 2 :]:
        cut = cut[: cut.rindex(" ")]
    return cut.rstrip(" ,;:–—-(") + "…"


def without_ellipsis(text: str) -> str:
    """The text without `…`, `...` or `[…]` at its end."""
    return _ELLIPSIS.sub("", text)
