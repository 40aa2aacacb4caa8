"""The words of embedded stories."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from feeds.page_words import WORDS
from schemas.embed import Words
from schemas.types import Bilingual, InterfaceLanguage

_OWN: Mapping[str, Bilingual] = MappingProxyType(
    {
        "empty": Bilingual(
            it="Qui arriveranno le storie appena le redazioni le pubblicano.",
            en="Stories will appear here as soon as the newsrooms publish them.",
        ),
        "changed": Bilingual(it="Ci sono storie nuove.", en="There are new stories."),
    }
)
_SHARED: Mapping[str, str] = MappingProxyType(
    {"updated": "updated", "more": "all", "photo": "photo", "section": "section"}
)
"""Word → that of the public page."""
_TONGUES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "it": Bilingual(it="in italiano", en="in Italian"),
        "en": Bilingual(it="in inglese", en="in English"),
        "fr": Bilingual(it="in francese", en="in French"),
        "de": Bilingual(it="in tedesco", en="in German"),
        "es": Bilingual(it="in spagnolo", en="in Spanish"),
        "pt": Bilingual(it="in portoghese", en="in Portuguese"),
        "zh": Bilingual(it="in cinese", en="in Chinese"),
    }
)
_OTHER = Bilingual(it="in un’altra lingua", en="in another language")
_INTERFACE = ("it", "en")


def words_for(language: InterfaceLanguage, title: str, tongues: Iterable[str]) -> Words:
    """What a block says; `title`: its channel's, `tongues`: the languages of its stories."""
    said = {name: WORDS[ours].in_language(language) for name, ours in _SHARED.items()}
    said |= {name: words.in_language(language) for name, words in _OWN.items()}
    marked = sorted({*_INTERFACE, *tongues})
    named = {tongue: in_tongue(tongue, language) for tongue in marked}
    return Words.model_validate({**said, "list": title, "in": named})


def in_tongue(tongue: str, language: InterfaceLanguage) -> str:
    """`in inglese`, `in English`: what a story in a language says beside those of the page's."""
    return _TONGUES.get(tongue, _OTHER).in_language(language)
