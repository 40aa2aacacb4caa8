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
        "parts": Bilingual(it="In questa pagina", en="On this page"),
        "follow": Bilingual(it="Segui queste storie", en="Follow these stories"),
        "follow_how": Bilingual(
            it="Copia un indirizzo nel tuo lettore di feed, nel tuo sito o nello strumento con "
            "cui spedisci la newsletter: le storie nuove arrivano da sole.",
            en="Copy an address into your feed reader, your site or the tool that sends your "
            "newsletter: new stories arrive by themselves.",
        ),
        "all": Bilingual(it="Tutte le storie", en="All stories"),
        "newsletter": Bilingual(it="Per newsletter", en="For newsletters"),
        "use": Bilingual(it="Sul tuo sito", en="On your site"),
        "compose": Bilingual(it="Scegli e copia il codice", en="Choose and copy the code"),
        "opml": Bilingual(it="Tutti i canali", en="All channels"),
        "topics": Bilingual(it="Un tema alla volta", en="One topic at a time"),
        "newsroom": Bilingual(it="Il sito dell’ateneo", en="The university’s site"),
        "contact": Bilingual(it="Contatti", en="Contact"),
        "accessibility": Bilingual(
            it="Dichiarazione di accessibilità", en="Accessibility statement"
        ),
    }
)
"""Name → the words in both interface languages."""

CHANNEL_WORDS: Mapping[str, Bilingual] = MappingProxyType(
    {
        "skip": Bilingual(it="Vai al contenuto", en="Skip to the content"),
        "home": Bilingual(it="Tutte le storie", en="All stories"),
        "subscribe": Bilingual(it="Come abbonarsi", en="How to subscribe"),
        "subscribe_how": Bilingual(
            it="Copia un indirizzo e incollalo dove il tuo programma chiede un feed. Le storie "
            "nuove arrivano da sole, senza iscrizione e senza cookie.",
            en="Copy an address and paste it where your program asks for a feed. New stories "
            "arrive by themselves, without an account and without cookies.",
        ),
        "rss": Bilingual(
            it="Per i lettori di feed e per gli strumenti che spediscono newsletter.",
            en="For feed readers and for the tools that send newsletters.",
        ),
        "atom": Bilingual(
            it="Per lettori e siti che lo preferiscono: dice anche quando una storia è cambiata.",
            en="For readers and sites that prefer it: it also says when a story changed.",
        ),
        "json": Bilingual(
            it="Per chi scrive un programma: le stesse storie, con tutto ciò che ne sappiamo.",
            en="For those who write a program: the same stories, with all we know of them.",
        ),
        "mail": Bilingual(it="Spedisci una newsletter?", en="Do you send a newsletter?"),
        "mail_how": Bilingual(
            it="Nel canale per newsletter ogni storia compare una volta sola, datata al momento "
            "in cui esce: nessun invio doppio.",
            en="In the channel for newsletters each story appears once, dated by its release: "
            "nothing is sent twice.",
        ),
        "mail_this": Bilingual(
            it="Questo canale è fatto per gli strumenti che spediscono: ogni storia compare una "
            "volta sola, datata al momento in cui esce. Incolla l’indirizzo RSS.",
            en="This channel is made for tools that send: each story appears once, dated by its "
            "release. Paste the RSS address.",
        ),
        "show": Bilingual(it="Hai un sito?", en="Do you run a site?"),
        "show_how": Bilingual(
            it="Queste storie possono stare anche sulle tue pagine, sempre aggiornate: basta "
            "copiare qualche riga.",
            en="These stories can stand on your pages, too, always up to date: a few lines to "
            "copy.",
        ),
        "show_it": Bilingual(it="Mostrale da te", en="Show them"),
        "older": Bilingual(it="Le storie più vecchie", en="Older stories"),
        "older_how": Bilingual(
            it="Un documento contiene le storie più recenti e tutte quelle degli ultimi 31 giorni; "
            "da lì i collegamenti prev-archive (next_url in JSON) portano alle altre.",
            en="A document holds the newest stories and all of the last 31 days; from there the "
            "links prev-archive (next_url in JSON) lead to the others.",
        ),
        "terms": Bilingual(it="Condizioni", en="Terms"),
        "terms_how": Bilingual(
            it="Ogni storia dice fonte, licenza e attribuzione: riportale quando la ripubblichi.",
            en="Each story names its source, licence and attribution: show them when you "
            "republish it.",
        ),
        "none": Bilingual(
            it="Qui compariranno le storie appena usciranno; l’indirizzo vale già.",
            en="Stories will appear here as they come out; the address is good already.",
        ),
    }
)
"""The words of a channel's page, besides those of the public page."""
