"""The words of pages that editors keep."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from feeds.dates import date_in_words
from schemas.page_document import PageWords
from schemas.types import Bilingual, InterfaceLanguage

_WORDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "updated": Bilingual(it="Aggiornato il", en="Updated on"),
        "stale": Bilingual(it="da aggiornare", en="out of date"),
        "example": Bilingual(it="esempio", en="example"),
        "missing": Bilingual(it="non disponibile", en="not available"),
        "source": Bilingual(it="Fonte", en="Source"),
        "mail": Bilingual(it="Scrivi a", en="Write to"),
        "call": Bilingual(it="Chiama", en="Call"),
        "visit": Bilingual(it="Vai alla pagina", en="Go to the page"),
    }
)
TITLES: Mapping[str, Bilingual] = MappingProxyType(
    {
        "figures": Bilingual(it="Alcuni numeri", en="Some numbers"),
        "stories": Bilingual(
            it="Storie di ricerca e innovazione", en="Stories of research and innovation"
        ),
        "platforms": Bilingual(it="Le piattaforme", en="Platforms"),
        "contacts": Bilingual(it="Contatti", en="Contacts"),
    }
)
"""Block → its title, where the page's file gives none."""
_ELIDED = (8, 11)
"""Days that Italian reads with a vowel first: *otto*, *undici*."""


def words_for(language: InterfaceLanguage) -> PageWords:
    """What blocks say by themselves."""
    said = {name: words.in_language(language) for name, words in _WORDS.items()}
    return PageWords.model_validate(said)


def as_of(day: date, language: InterfaceLanguage) -> str:
    """`al 31 dicembre 2023`, `all’8 marzo 2024`, `as of 31 December 2023`."""
    told = date_in_words(day, language)
    if language == "en":
        return f"as of {told}"
    if day.day == 1:
        return f"al 1°{told[1:]}"
    return f"all’{told}" if day.day in _ELIDED else f"al {told}"


def in_digits(number: int | float, language: InterfaceLanguage) -> str:
    """`1.234` and `12,5` in Italian, `1,234` and `12.5` in English."""
    told = f"{Decimal(str(number)):,f}".replace("-", "−")
    return told.translate(str.maketrans(",.", ".,")) if language == "it" else told
