"""Prose replaced by invented text of equal shape."""

import json
import re
from collections.abc import Callable, Collection
from functools import lru_cache
from hashlib import blake2b
from typing import Any

_TELLING = """
january february march april june july august september october november december sept
gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
monday tuesday wednesday thursday friday saturday sunday
lunedì martedì mercoledì giovedì venerdì sabato domenica
published updated pubblicato pubblicata aggiornato aggiornata written posted autore autori author
authors redazione staff photo photos foto image images credit credits crediti courtesy copyright
della delle degli dello dalla nella sulla with from that this
"""
_KEPT = frozenset(_TELLING.split())
"""Words that readers of pages go by: months, bylines, what says whose a picture is."""
_SHORT = 3
"""Letters up to which words stay: they tell the language, and nothing else."""
_WORD = re.compile(r"https?://\S+|&#?\w+;|[^\W\d_]+")
_MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>"
    r"|<(?P<raw>script|style|svg|noscript|template)\b[^>]*>.*?</(?P=raw)\s*>"
    r"|&lt;.{1,2000}?&gt;|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"(?P<name>\s(?:alt|title|content|aria-label|summary|label)\s*=\s*)(?P<quote>[\"'])"
    r"(?P<text>.*?)(?P=quote)",
    re.IGNORECASE | re.DOTALL,
)
_XML_LEAF = re.compile(
    r"(<(?:[\w-]+:)?(?:link|guid|id|loc|url|pubDate|published|updated|date|lastmod|language)\b"
    r"[^>]*>)([^<]*)(</)",
    re.IGNORECASE,
)
_ONSETS, _VOWELS = "bcdflmnprstv", "aeiou"

Rename = Callable[[str], str]


def invented(body: bytes, content_type: str, keep: Collection[str] = ()) -> bytes:
    """The document with its prose replaced, word by word; addresses, dates and markup stay.

    One word becomes the same invented one everywhere, of the same length and capitals. `keep`:
    texts whose words stay, such as the site's name and its sections. UTF-8 in and out.
    """
    known = frozenset(word.casefold() for text in keep for word in re.findall(r"[^\W\d_]+", text))

    def rename(text: str) -> str:
        return _WORD.sub(lambda word: _word(word[0], known), text)

    text = body.decode("utf-8", "replace")
    if "json" in content_type or text.lstrip()[:1] in ("{", "["):
        return json.dumps(_json(json.loads(text), rename), ensure_ascii=False, indent=1).encode()
    return _markup(text, rename).encode()


def _word(word: str, known: Collection[str]) -> str:
    folded = word.casefold()
    if len(word) <= _SHORT or not word.isalpha() or folded in _KEPT or folded in known:
        return word
    new = _syllables(folded, len(word))
    if word.isupper():
        return new.upper()
    return new.capitalize() if word[0].isupper() else new


@lru_cache(maxsize=50_000)
def _syllables(word: str, length: int) -> str:
    digits = blake2b(word.encode(), digest_size=max(1, min(length, 64))).digest()
    letters = [
        (_VOWELS if i % 2 else _ONSETS)[digits[i % len(digits)] % (5 if i % 2 else 12)]
        for i in range(length)
    ]
    return "".join(letters)


def _markup(text: str, rename: Rename) -> str:
    """HTML or XML: what stands between tags, and what stands in telling attributes."""
    parts, end = [], 0
    kept = {match.span(2) for match in _XML_LEAF.finditer(text)}
    for match in _MARKUP.finditer(text):
        parts.append(_between(text, end, match.start(), kept, rename))
        parts.append(_tag(match, rename))
        end = match.end()
    parts.append(_between(text, end, len(text), kept, rename))
    return "".join(parts)


def _between(
    text: str, start: int, end: int, kept: Collection[tuple[int, int]], rename: Rename
) -> str:
    return text[start:end] if (start, end) in kept else rename(text[start:end])


def _tag(match: re.Match[str], rename: Rename) -> str:
    tag = match[0]
    if tag.startswith("<!--"):
        return ""
    if tag.startswith("<![CDATA["):
        return f"<![CDATA[{_markup(tag[9:-3], rename)}]]>"
    if match["raw"]:
        return _script(tag, rename)
    return _ATTRIBUTE.sub(
        lambda a: f"{a['name']}{a['quote']}{_attribute(a['text'], rename)}{a['quote']}", tag
    )


def _attribute(text: str, rename: Rename) -> str:
    """Prose has spaces; a value without them is a name, a type or an address."""
    return rename(text) if " " in text.strip() and "=" not in text else text


def _script(element: str, rename: Rename) -> str:
    """Only what describes the page stays of scripts and styles."""
    start, end = element.index(">") + 1, element.rindex("</")
    if "ld+json" not in element[:start]:
        return ""
    try:
        data = json.dumps(_json(json.loads(element[start:end]), rename), ensure_ascii=False)
    except ValueError:  # broken, as on the page: readers have to cope with it
        data = rename(element[start:end])
    return element[:start] + data.replace("</", "<\\/") + element[end:]


def _json(value: Any, rename: Rename) -> Any:
    if isinstance(value, dict):
        return {name: _json(part, rename) for name, part in value.items()}
    if isinstance(value, list):
        return [_json(part, rename) for part in value]
    if isinstance(value, str) and " " in value.strip():
        return _markup(value, rename)
    return value
