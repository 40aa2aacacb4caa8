"""The words of the public page."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.types import Bilingual

WORDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "skip": Bilingual(it="Vai alle storie", en="Skip to the stories"),
        "switch": Bilingual(it="English", en="Italiano"),
        "newest": Bilingual(it="Le storie più recenti", en="The newest stories"),
        "none": Bilingual(
            it="Le storie in italiano arriveranno qui appena le redazioni le pubblicano.",
            en="Stories in English will appear here as soon as the newsrooms publish them.",
        ),
        "from": Bilingual(it="Fonte:", en="Source:"),
        "section": Bilingual(it="Sezione:", en="Section:"),
        "online": Bilingual(it="Leggi nel browser", en="Read in the browser"),
        "photo": Bilingual(it="Immagine:", en="Picture:"),
        "updated": Bilingual(it="Aggiornato il", en="Updated on"),
        "follow": Bilingual(it="Segui queste storie", en="Follow these stories"),
        "follow_how": Bilingual(
            it="Copia un indirizzo nel tuo lettore di feed, nel tuo sito o nello strumento con "
            "cui spedisci la newsletter: le storie nuove arrivano da sole.",
            en="Copy an address into your feed reader, your site or the tool that sends your "
            "newsletter: new stories arrive by themselves.",
        ),
        "all": Bilingual(it="Tutte le storie", en="All stories"),
        "newsletter": Bilingual(it="Per newsletter", en="For newsletters"),
        "opml": Bilingual(it="Tutti i canali", en="All channels"),
        "topics": Bilingual(it="Un tema alla volta", en="One topic at a time"),
        "newsroom": Bilingual(it="Il sito dell’ateneo", en="The university’s site"),
        "contact": Bilingual(it="Contatti", en="Contact"),
    }
)
"""Name → the words in both interface languages."""
