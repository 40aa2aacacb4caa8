"""The language a text is written in, by its letters and its commonest words."""

import re
from collections import Counter

from lxml import etree
from lxml.etree import _Element

from spiders.extract.head import Head

_WORDS = {
    "it": "di e il la che un per non una in è del le si con da sono della gli ha al nel più alla"
    " i dei lo delle come anche ma dal questo tra dell dall nella degli",
    "en": "the of and to in a is that for it was on with as by at be this are from or an have has"
    " not but you we his they which their its will more about after who",
    "fr": "de la le et les des en un une du est que pour dans qui par sur au pas plus a avec ce il"
    " sont cette se aux ou ses son mais été leur ont nous vous elle",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es"
    " an werden aus er hat dass sie nach bei einer um am sind noch wie wird einen zum über",
    "es": "de la que el en y a los se del las un por con no una su para es al lo como más o pero"
    " sus le ha fue este entre está ya también desde son",
    "pt": "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele"
    " das à seu sua ou foi são pelo pela também é nos entre",
    "nl": "de van een het en in is dat op te zijn met voor niet aan er om ook als dan maar bij of"
    " uit nog worden naar heeft hij wordt door over ze die deze",
    "ro": "de și în a la cu o pe care din nu că un sa mai se pentru este au să fost prin ce le dar"
    " după al ai sunt fi ca lui",
    "ca": "de la i que el a en els per un les del amb una es al no més és ha com han però aquest"
    " aquesta seva entre també dels pel",
    "pl": "w i na z się nie do że to jest o jak od po za przez dla co ale są czy przy oraz tym"
    " który jego roku było tak być już",
    "cs": "a v se na je že o s z do to i za pro ve by jako po však jsou které který od ale aby"
    " jeho také při roku až podle",
    "sv": "och i att en som på är av för med det den till om inte har ett de vid från men kan var"
    " efter också eller så han",
    "da": "og i at en er det til på som af for med den de der har ikke et om men vil kan fra også"
    " blev være efter eller ved han",
    "no": "og i å en er det til på som av for med den de har ikke et om men vil kan fra også ble"
    " være etter eller ved han seg",
    "fi": "ja on ei että se oli hän mutta kun myös ovat joka mukaan sen tai kuin vuoden ole jo"
    " jotka sekä vain nyt hänen noin",
    "hu": "a az és hogy nem is egy volt meg csak azt ez de már mint még vagy ha van el szerint"
    " pedig után lehet",
    "tr": "ve bir bu da de için ile olarak çok daha en olan gibi ne kadar sonra var o ise her"
    " değil olduğu olduğunu tarafından",
    "hr": "i u je da se na su za od s a o koji što kao ali iz ili će nije bi te koja koje biti"
    " prema samo još",
}
_SETS = {tongue: frozenset(words.split()) for tongue, words in _WORDS.items()}
_OF = {
    word: tuple(tongue for tongue, words in _SETS.items() if word in words)
    for words in _SETS.values()
    for word in words
}
_SCRIPTS = (
    ("[\u3040-\u30ff]", ("ja",)), ("[\uac00-\ud7af]", ("ko",)), ("[\u4e00-\u9fff]", ("zh", "ja")),
    ("[\u0400-\u04ff]", ("ru", "uk", "bg", "sr", "be", "mk", "kk", "mn", "ky", "tg")),
    ("[\u0600-\u06ff]", ("ar", "fa", "ur", "ps", "ku", "ug", "sd")),
    ("[\u0590-\u05ff]", ("he", "iw", "yi")), ("[\u0370-\u03ff]", ("el",)),
    ("[\u0e00-\u0e7f]", ("th",)), ("[\u0900-\u097f]", ("hi", "mr", "ne", "sa")),
    ("[\u0980-\u09ff]", ("bn", "as")), ("[\u0b80-\u0bff]", ("ta",)), ("[\u0c00-\u0c7f]", ("te",)),
    ("[\u10a0-\u10ff]", ("ka",)), ("[\u0530-\u058f]", ("hy",)),
)  # fmt: skip
"""Letters, with the languages written in them, the likeliest first."""
_TELLING = (("uk", "[їєґі]"), ("bg", "ъ[^еёюя]"), ("fa", "[پچژگ]"))
"""Letters by which a language differs from the likeliest of its script."""
_OTHER = re.compile("[\u0370-\u1fff\u3040-\ud7af]")
_TEXT = etree.XPath("string()")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = bytes(code if _WORD.match(chr(code)) else 32 for code in range(256))
_TYPOGRAPHIC = "’“”–‘…—€"
_ENOUGH = 8
_STRONG = 25
"""Words of a text from which a language is named, and from which a declared one is doubted."""


_SAMPLE = 800
"""Characters of a page's text that are looked at."""


def sample(root: _Element | None, head: Head) -> str:
    """Some of a page's words: those for its card, and the beginning of its text."""
    parts = [head.first("og:title", "twitter:title") or head.title or ""]
    parts.append(head.first("og:description", "description", "twitter:description") or "")
    left = _SAMPLE
    for paragraph in () if root is None else root.iter("p"):
        parts.append(str(_TEXT(paragraph))[:_SAMPLE])
        left -= len(parts[-1])
        if left < 0:
            break
    return " ".join(parts)


def spoken(text: str, declared: str | None) -> str | None:
    """The language of a text, where it is clear; `declared` stays unless the text is in another."""
    words = _latin(text)
    if words is None:
        if _OTHER.search(text) and (found := _by_script(text, declared)):
            return found
        words = _WORD.findall(text.lower())
    if declared in _SETS and 6 * sum(map(_SETS[declared].__contains__, words)) > len(words):
        return declared
    counts = Counter(tongue for word in words for tongue in _OF.get(word, ()))
    if not counts:
        return declared
    (best, most), (_, next_most) = [*counts.most_common(2), ("", 0)][:2]
    if declared is None:
        clear = len(words) >= _ENOUGH and most >= 3 and most > 1.3 * next_most
        return best if clear and most > len(words) / 6 else None
    if declared not in _WORDS or len(words) < _STRONG or most < len(words) / 4:
        return declared
    return best if 3 * counts[declared] < most else declared


def _latin(text: str) -> list[str] | None:
    """The words of a text in the letters of western Europe, in lower case; None for another.

    Ten times as fast as looking for them.
    """
    for mark in _TYPOGRAPHIC:
        text = text.replace(mark, " ")
    try:
        letters = text.lower().encode("latin-1")
    except UnicodeEncodeError:
        return None
    return letters.translate(_LATIN).decode("latin-1").split()


def _by_script(text: str, declared: str | None) -> str | None:
    """The language of a text in other than Latin letters; None for a Latin one."""
    text = text[:_SAMPLE]
    if 2 * len(_OTHER.findall(text)) < sum(map(str.isalpha, text)):
        return None
    counts = [(len(re.findall(letters, text)), tongues) for letters, tongues in _SCRIPTS]
    most, tongues = max(counts)
    kana = counts[0][0]
    if tongues[0] == "zh" and kana > most / 10:
        return "ja"
    if not most or declared in tongues:
        return declared
    telling = (name for name, marks in _TELLING if name in tongues and re.search(marks, text))
    return next(telling, tongues[0])
