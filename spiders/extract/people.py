"""The people in a byline."""

import re
from collections.abc import Iterable, Iterator

from schemas.extracted import AuthorFound
from spiders.dates import MONTH_NAMES
from spiders.extract.says import address, unescaped
from spiders.extract.titles import folded

_NO_PERSON = re.compile(
    r"(?:la |the |die |our )?(?:redazione|redaktion|r[eé]daction|redacci[oó]n|reda[cç][aã]o"
    r"|redactie|redakcja|editors?|editorial (?:team|staff|board)|newsroom|news ?desk|staff"
    r"|staff writers?|web ?team|team|admin(?:istrat(?:or|eur|ore))?|web ?master|wordpress ?admin"
    r"|ufficio stampa|press ?(?:office|team|release)|pressestelle|comunicazione|communications?"
    r"|user|utente|anonym(?:ous|e|ous author)?|anonimo|super ?user|root|guest(?: author)?|author"
    r"|autore|auteur|autor|unknown|undefined|null|none|n/a|contributors?|correspondent|reporter"
    r"|agenzie?|agencies|(?:news )?(?:service|wire) reports|reports|all rights reserved"
    r"|.*rechte vorbehalten|tutti i diritti.*|tous droits.*|copyright.*|©.*"
    r"|various authors|autori vari|aa\.? ?vv\.?)"
    r"(?: (?:web|online|editoriale|team|blog)| (?:von|di|de|of|der|du|del) .*)?"
    r"|\S+ redaktion|redaktion .*|redazione .*|.* (?:redazione|newsroom|editorial(?: team| staff)?"
    r"|(?:staff|court|news) (?:reports?|reporters?|writers?)|correspondent|news ?desk|news service"
    r"|e\.? ?v\.?|gmbh|kg|eg|ag|inc\.?|ltd\.?|llc|s\.?p\.?a\.?|s\.?r\.?l\.?)"
    r"|creative commons.*|cc[- ]by.*|no author|authors|publisher|herausgeber|redaktori|an[oó]nimo"
    r"|developed by .*|(?:profil|profile|mehr|more|alle|view|zeige|afficher|vedi) .*"
    r"|.*(?:https?:|www\.|@|\[at\]|\.(?:com|org|net|de|it|fr|ch|at|eu)\b).*",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?:a cura |articolo |testo |text |foto |bericht |ein beitrag |un articolo |posted "
    r"|written |published |words |story |article |eingestellt |gespeichert |verfasst |geschrieben "
    r"|veröffentlicht |pressemitteilung |im wortlaut |alles |recueilli |propos recueillis |scritto "
    r"|pubblicato |inviato |écrit |rédigé |publié |escrito |publicado )?"
    r"(?:di|da|by|von|vom|par|por|door|av|af)"
    r"|(?:autore?|autor:?in|auth?ors?|auteurs?|text|testo|de|da|redazione|redaktion)(?=\s*:))\s*:?\s+",
    re.IGNORECASE,
)
_AGENCY = re.compile(r"(\w\s[^\W\d_]{3,})\s?/\s?(?:[a-z]{2,4}|[A-Z][A-Z-]{1,5}|Reuters)$")
"""The agency behind a name: `Ada Rossi/dpa`."""
_SPLIT = re.compile(
    r"\s*(?:;|\||•|·|\n|\s[/–—-]\s|\s?&\s)\s*|,?\s+(?:and|und|et|with|mit|con)\s+"
    r"|(?<=[^\W\d_]{2})\s+(?:e|ed|y|en|och|og)\s+(?=[^\W\d_a-z][^\W\d_]+\s+[^\W\d_a-z])"
)
_ROLE = re.compile(
    r"\b(?:writer|editor|reporter|correspond\w+|journalist\w*|giornalist\w*|professor\w*|universit\w*"
    r"|institut\w*|department|dipartimento|staff|news|press|agency|agenzia|contributor|director"
    r"|senior|chief|fellow|columnist|producer|redakt\w+|redattor\w*|autor\w*|author|phd|ph\.d"
    r"|posts?|beiträge|artikel|articles?|follow|twitter|facebook|email|e-mail|more|about|über"
    r"|photo\w*|foto\w*|updated?|published|minutes?|read)\b",
    re.IGNORECASE,
)
_PARTICLE = "de|di|da|del|della|van|von|der|den|la|le|el|al|bin|dos|du|zu|ten|ter|d[’'][^\\W\\d_]+"
_NAME = re.compile(
    r"(?!(?:The|A|An|Il|La|Der|Die|Das|How|Why|What)\s)"
    rf"(?:[^\W\d_a-zà-ÿа-я][\w’'.-]*|{_PARTICLE})"
    rf"(?:\s+(?:[^\W\d_a-zà-ÿа-я][\w’'.-]*|{_PARTICLE})){{1,4}}"
)
_DATE = re.compile(
    rf"(?:^|\s)(?:{MONTH_NAMES})?\.?,? ?[0-9]{{1,2}}(?:[\s.,:/-].*|$)", re.IGNORECASE
)
"""A date behind the name, and whatever follows it."""
_ASIDE = re.compile(r"\s*\([^)]*\)?\s*$")
_TRAILING = re.compile(
    r"\s+(?:am|le|on|il|el|em|op|om|at|um|the)(?:\s+[^\W\d_]{2,4}tag|\s+\w+day)?$"
)
"""What led to the date."""
_EDGES = ' \t,.:;|–—-~*•·()"“”'


def people(names: Iterable[tuple[object, object]], base: str = "") -> tuple[AuthorFound, ...]:
    """The authors among (byline, address) pairs, each once.

    A byline may name several. Newsrooms and addresses are nobody.
    """
    found: dict[str, AuthorFound] = {}
    for byline, link in names:
        several = list(persons(byline))
        url = address(base, link) if link and len(several) == 1 else None
        for name in several:
            found.setdefault(folded(name), AuthorFound(name=name, url=url))
    return tuple(found.values())[:20]


def persons(byline: object) -> Iterator[str]:
    """The names in one byline."""
    line = unescaped(byline)
    if line is None or len(line) > 300:
        return
    line = _AGENCY.sub(r"\1", _ASIDE.sub("", _DATE.sub("", line)))
    line = _TRAILING.sub("", _without_prefix(line))
    words = line.split()
    if len(words) > 3 and words[: len(words) // 2] == words[len(words) // 2 :]:
        line = " ".join(words[: len(words) // 2])
    for part in _SPLIT.split(line):
        for piece in _at_commas(part):
            if _usable(name := _without_prefix(piece).strip(_EDGES)):
                yield name


def is_name(text: str) -> bool:
    """Whether a text is written like a person's name: two to five words with capitals."""
    return bool(_NAME.fullmatch(text)) and not _ROLE.search(text)


def _without_prefix(line: str) -> str:
    if match := _BY.match(line):
        rest = line[match.end() :]
        if rest and (" " in rest or match[0].lower().startswith(("by", "von", "par"))):
            return rest
    return line


def _at_commas(part: str) -> list[str]:
    """`Ada Rossi, Ugo Bo, CNN` are two people; `Rossi, Ada` is one."""
    pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
    if len(pieces) < 2 or " " not in pieces[0]:
        return [part]
    return [pieces[0], *(p for p in pieces[1:] if " " in p and is_name(_without_prefix(p)))]


def _usable(name: str) -> bool:
    return (
        2 <= len(name) <= 60
        and name.count(" ") <= 5
        and not re.search(r"[<>{}\[\]=!?%|/\\]|\.\s+[a-z]|\s\S*\d|^\d", name)
        and sum(character.isalpha() for character in name) >= (3 if name.isascii() else 2)
        and name.count("(") == name.count(")")
        and not _NO_PERSON.fullmatch(name)
    )
