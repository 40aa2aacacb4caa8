"""The few sentences that make a reader open a story."""

import re
from collections.abc import Sequence
from functools import lru_cache

from pipeline.text import plain, shortened, title_key, without_ellipsis

SHORTEST, LONGEST = 150, 300
"""Characters of a teaser, where the source gives enough."""
_LONGEST_LINE = 2_000
_TOLD_APART = 200
_COMPLETE = 60
_GUESSED_CUT = 140

_BOILERPLATE = re.compile(
    r"(?:(?:Leggi|Scopri) (?:tutto|di più|anche|l['’]articolo(?: completo)?)|Continua a leggere"
    r"|Continua la lettura|Per saperne di più|Read (?:more|on|the (?:full|whole) (?:story|article))"
    r"|Continue reading|Learn more|Find out more|Vai all['’]articolo)\b[\s:.…→»>]*$"
    r"|(?:L['’]articolo|The post) .{1,300}? (?:proviene da|sembra essere il primo su"
    r"|appeared first on) .{1,120}$"
    r"|^(?:\((?:ANSA|AGI|Adnkronos|LaPresse)\)|(?:ANSA|AGI) ?[-–:])"
    r"(?: ?[-–] ?[A-ZÀ-Ý' ]{2,40}, \d{1,2} [A-Z]{3})?(?: ?[-–:] ?)?"
    r"|\((?:ANSA|AGI|Adnkronos|LaPresse)\)\.?"
    r"|[©(]? ?riproduzione riservata\b ?[©)]?\.?|[©(]? ?all rights reserved\b\)?\.?"
    r"|\[email\s?protected\]",
    re.IGNORECASE,
)
_HINTS = (
    *("leggi", "scopri", "continu", "saperne", "read ", "learn more", "find out", "vai all"),
    *("proviene da", "il primo su", "appeared first", "ansa", "agi", "adnkronos", "lapresse"),
    *("riservata", "reserved", "protected]"),
)
"""What a text holds at least where the pattern may find something: it is slow over long texts."""
_DATELINE = re.compile(
    r"[A-ZÀ-Ý][\w'’. -]{1,40}(?: \([A-Z]{2}\))?, (?:[A-Za-zì]{3,9},? )?"
    r"(?:\d{1,2}[°º]? [A-Za-z]{3,10},? \d{4}|[A-Z][a-z]{2,8} \d{1,2}, \d{4}"
    r"|\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)\d{4}) ?[-–—:] ?"
)
"""`Torino, 3 marzo 2021 –`, with or without the weekday, in words or figures."""
_LABELS = frozenset(
    (
        *("immagine", "image", "foto", "photo", "copertina", "condividi", "share", "stampa"),
        *("print", "allegati", "allegato", "attachments", "galleria", "gallery"),
    )
)
_FILE = re.compile(r"^[^\n]{1,120}\.(?:jpe?g|png|gif|webp|svg|avif|tiff?|pdf)$", re.IGNORECASE)
_END = re.compile(r"[.!?…]+[\"”»’')\]]*(?=\s|$)")
_FINISHED = re.compile(r"[.!?…][\"”»’')\]]*$")
_SHORTENED = re.compile(
    r"(?:^|[\s(\[“\"«'’])(?:prof|proff|prof\.ssa|dott|dott\.ssa|dr|ing|arch|avv|on|sig|geom|art|artt"
    r"|n|nn|p|pp|pag|cfr|ca|c|tel|es|fig|vol|ed|cap|st|mr|mrs|ms|no|vs|etc|ecc|e\.g|i\.e|approx"
    r"|dept|inc|ltd|co|jr|sr|[A-ZÀ-Ý]|(?:[a-zA-Z]\.)+[a-zA-Z])\.$",
    re.IGNORECASE,
)


def teaser_from(
    given: str, title: str, lines: Sequence[str], strip: tuple[str, ...] = ()
) -> tuple[str, bool]:
    """The teaser, and whether it was cut from the text because the page gives none or a fragment.

    `given` is what the page offers, `lines` the prose of its text, `strip` the source's own
    boilerplate. '' where neither says more than the title.
    """
    offered = _without_title(_stripped(plain(given), strip), title)
    whole = offered and not _fragment(offered, lines)
    if whole and _complete(offered):
        return _cut(_sentences(offered)), False
    cut = _cut(_from_text(offered, title, lines, strip))
    if len(cut) > len(offered) or (cut and not whole):
        return cut, True
    return _cut(_sentences(offered)), False


def sentences(text: str) -> list[str]:
    """The text's sentences; titles and abbreviations (`prof.`, `S.p.A.`) end none."""
    found, start = [], 0
    for match in _END.finditer(text):
        sentence = text[start : match.end()]
        following = text[match.end() :].lstrip()[:1]
        if following and (following.islower() or _SHORTENED.search(sentence[-12:])):
            continue
        found.append(sentence.strip())
        start = match.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def _sentences(text: str) -> list[str]:
    """Without an unfinished last one, if there is another."""
    found = sentences(text)
    return found[:-1] if len(found) > 1 and without_ellipsis(found[-1]) != found[-1] else found


def _cut(found: Sequence[str]) -> str:
    """Whole sentences up to 300 characters; a first one that is longer is cut at a word."""
    text = ""
    for sentence in found:
        if text and len(text) + len(sentence) + 1 > LONGEST:
            break
        text = f"{text} {sentence}" if text else sentence
        if len(text) >= SHORTEST:
            break
    return shortened(text, LONGEST)


def _complete(text: str) -> bool:
    return len(text) >= _COMPLETE or (len(text) >= _COMPLETE / 2 and bool(_FINISHED.search(text)))


def _fragment(text: str, lines: Sequence[str]) -> bool:
    """Whether the text stops in the middle of a sentence."""
    if without_ellipsis(text) != text:
        return len(sentences(text)) < 2 or len(_cut(_sentences(text))) < SHORTEST
    if _FINISHED.search(text):
        return False
    if len(text) >= _GUESSED_CUT:  # where many systems cut a description without saying so
        return True
    return any(line.startswith(text) and len(line) > len(text) for line in lines)


def _from_text(offered: str, title: str, lines: Sequence[str], strip: tuple[str, ...]) -> list[str]:
    """The text's sentences from where the offered fragment begins, else from its beginning."""
    prose = _prose(lines, title, strip)
    start = without_ellipsis(offered)[:40]
    for index, line in enumerate(prose):
        if start and line.startswith(start):
            prose = prose[index:]
            break
    found: list[str] = []
    for line in prose:
        found += sentences(line)
        if sum(map(len, found)) > LONGEST:
            break
    return list(dict.fromkeys(found))


def _prose(lines: Sequence[str], title: str, strip: tuple[str, ...]) -> list[str]:
    """Lines that are sentences: no captions, labels, file names, repeats, no title."""
    key, seen, kept = title_key(title[:_TOLD_APART]), set[str](), list[str]()
    for line in lines:
        text = _stripped(line[:_LONGEST_LINE], strip)
        folded = title_key(text[:_TOLD_APART])
        if not folded or folded in seen or folded == key or _FILE.match(text):
            continue
        seen.add(folded)
        if len(text) >= _COMPLETE or _FINISHED.search(text):
            kept.append(text)
        if sum(map(len, kept)) > 4 * LONGEST:
            break
    finished = [text for text in kept if _FINISHED.search(text)]
    return finished or kept


@lru_cache(maxsize=256)
def _patterns(strip: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, strip))  # apart: each may begin with flags of its own


def _stripped(text: str, strip: tuple[str, ...]) -> str:
    own = _patterns(strip)
    for _ in range(3):  # one piece of boilerplate often stands behind another
        before = text
        for pattern in own:
            text = pattern.sub("", text).strip()
        text = _without_boilerplate(text)
        if text == before:
            break
    label = len(text) < _COMPLETE and title_key(text) in _LABELS
    return "" if label else " ".join(text.split())


def _without_boilerplate(text: str) -> str:
    lower = text.lower()
    if any(hint in lower for hint in _HINTS):
        text = _BOILERPLATE.sub("", text)
    if match := _DATELINE.match(text):
        text = text[match.end() :]
    return text.strip()


def _without_title(text: str, title: str) -> str:
    """'' where the text only repeats the title; a title in front of a text is dropped."""
    if title_key(text) == title_key(title):
        return ""
    rest = text[len(title) :].lstrip(" .:–—-|")
    repeated = text.startswith(title) and not text[len(title) :][:1].isalnum()
    return rest if repeated and len(rest) >= _COMPLETE and rest[:1].isupper() else text
