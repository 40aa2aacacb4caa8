"""The words of the page for those who show the stories elsewhere."""

from collections.abc import Mapping
from types import MappingProxyType

from schemas.types import Bilingual

USE_WORDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "skip": Bilingual(it="Vai al contenuto", en="Skip to the content"),
        "home": Bilingual(it="Tutte le storie", en="All stories"),
        "heading": Bilingual(
            it="Porta queste storie sul tuo sito", en="Bring these stories to your site"
        ),
        "intro": Bilingual(
            it="Scegli un canale, guarda come appare, copia il codice. Le storie nuove arrivano da "
            "sole; chi visita la tua pagina non riceve cookie e non si registra da nessuna parte.",
            en="Choose a channel, see how it looks, copy the code. New stories arrive by "
            "themselves; your visitors get no cookie and sign up nowhere.",
        ),
        "choose": Bilingual(it="Scegli", en="Choose"),
        "channel": Bilingual(it="Canale", en="Channel"),
        "language": Bilingual(it="Lingua delle storie", en="Language of the stories"),
        "it": Bilingual(it="Italiano", en="Italian"),
        "en": Bilingual(it="Inglese", en="English"),
        "all_languages": Bilingual(
            it="Questo canale mostra ogni storia nella sua lingua.",
            en="This channel shows each story in its own language.",
        ),
        "layout": Bilingual(it="Disposizione", en="Layout"),
        "grid": Bilingual(it="Griglia", en="Grid"),
        "list": Bilingual(it="Elenco", en="List"),
        "featured": Bilingual(it="In evidenza", en="Featured"),
        "limit": Bilingual(it="Quante storie", en="How many stories"),
        "theme": Bilingual(it="Aspetto", en="Look"),
        "auto": Bilingual(it="Come preferisce chi legge", en="As each reader prefers"),
        "light": Bilingual(it="Sempre chiaro", en="Always light"),
        "dark": Bilingual(it="Sempre scuro", en="Always dark"),
        "bootstrap-italia": Bilingual(
            it="Bootstrap Italia (della tua pagina)", en="Bootstrap Italia (your page’s own)"
        ),
        "dressed": Bilingual(
            it="Qui manca il foglio di stile di Bootstrap Italia: sulla tua pagina le storie ne "
            "prendono l’aspetto.",
            en="Bootstrap Italia’s stylesheet is not loaded here: on your page the stories take "
            "its look.",
        ),
        "level": Bilingual(it="Livello dei titoli", en="Level of the headings"),
        "level_how": Bilingual(
            it="Uno sotto il titolo che li precede sulla tua pagina.",
            en="One below the heading that comes before them on your page.",
        ),
        "onward": Bilingual(it="Va bene così: copia il codice", en="That will do: copy the code"),
        "look": Bilingual(it="Guarda", en="Look"),
        "width": Bilingual(it="Larghezza", en="Width"),
        "wide": Bilingual(it="Intera", en="Full"),
        "column": Bilingual(it="Colonna", en="Column"),
        "phone": Bilingual(it="Telefono", en="Phone"),
        "empty": Bilingual(
            it="Vedi solo un collegamento? Il canale non ha ancora storie: sulla tua pagina "
            "compariranno appena usciranno.",
            en="Is there nothing but a link? The channel has no stories yet: they will appear on "
            "your page as they come out.",
        ),
        "copy": Bilingual(it="Copia", en="Copy"),
        "of": Bilingual(it="Per il canale", en="For the channel"),
        "more": Bilingual(it="Altri modi", en="Other ways"),
        "feeds": Bilingual(it="Gli indirizzi dei feed", en="The addresses of the feeds"),
        "feeds_how": Bilingual(
            it="Per un lettore di feed, per lo strumento con cui spedisci la newsletter o per un "
            "programma tuo.",
            en="For a feed reader, the tool that sends your newsletter or a program of your own.",
        ),
        "terms": Bilingual(it="Le condizioni di riuso", en="The terms of reuse"),
        "terms_how": Bilingual(
            it="Il codice qui sopra mostra da solo la fonte, l’attribuzione e l’autore "
            "dell’immagine di ogni storia, e il titolo porta alla pagina della redazione. Se "
            "ripubblichi in altro modo, mostrali tu.",
            en="The code above shows by itself the source, attribution and picture credit of each "
            "story, and the title leads to the newsroom’s page. Where you republish in another "
            "way, show them yourself.",
        ),
        "privacy": Bilingual(it="Per chi protegge i dati", en="For the data protection officer"),
        "privacy_how": Bilingual(
            it="Il browser di chi visita la tua pagina chiede a questo sito lo script, le storie e "
            "le copie delle immagini, e alle redazioni le immagini che non possiamo copiare. Sul "
            "dispositivo non si scrive nulla: né cookie né altra memoria. Nessun altro riceve "
            "richieste.",
            en="Your visitors’ browsers ask this site for the script, the stories and copies of "
            "pictures, and the newsrooms for pictures that we may not copy. Nothing is written to "
            "the device: no cookie, no other storage. Nobody else is asked for anything.",
        ),
        "download": Bilingual(it="Scarica il file ZIP", en="Download the ZIP file"),
        "every": Bilingual(it="Tutti i canali", en="All channels"),
        "every_how": Bilingual(
            it="Il codice e gli indirizzi di ogni canale, già pronti.",
            en="The code and the addresses of each channel, ready made.",
        ),
        "page": Bilingual(it="La pagina del canale", en="The channel’s page"),
        "button": Bilingual(it="Copia", en="Copy"),
        "copied": Bilingual(it="Copiato", en="Copied"),
        "by_hand": Bilingual(
            it="Il testo è selezionato: premi Ctrl+C (⌘C sul Mac).",
            en="The text is selected: press Ctrl+C (⌘C on a Mac).",
        ),
        "main": Bilingual(it="Tutto", en="Everything"),
        "own": Bilingual(it="Scelti per te", en="Chosen for you"),
        "topics": Bilingual(it="Temi", en="Topics"),
        "sections": Bilingual(it="Sezioni", en="Sections"),
        "departments": Bilingual(it="Dipartimenti", en="Departments"),
        "sources": Bilingual(it="Redazioni", en="Newsrooms"),
        "letters": Bilingual(it="Per newsletter", en="For newsletters"),
    }
)
"""Name → the words in both interface languages."""
