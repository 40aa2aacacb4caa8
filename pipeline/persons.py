"""People that a story names, with name and surname."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pipeline.mentions import Mentions

_TRADES = ("loga", "logo", "ista", "iere", "iera", "aria", "ario", "ice", "tore", "ologist")
"""How words for what somebody does end."""
_LONGEST = 4
_ENDS = '.!?:»”"'
"""What a capital letter behind it says nothing after."""
MOST_PEOPLE = 12
"""A card names at most so many, the first ones."""
_MOST_WORDS = 3_000
_CAPITALS = frozenset('ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖØÙÚÛÜÝŠŽŁŚŻŹĆČŘĐ«“"‘(')
_EDGES = "«»“”\"'‘’()[]—–-:;,.!?…"
_NAME = re.compile(
    r"(?:[DO]['’])?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿœšžłńęąćśźżğışčřěőű]+"
    r"(?:[-’'][A-ZÀ-ÖØ-Þ]?[a-zà-öø-ÿłń]+)*"
)
_PARTICLES = frozenset(
    (
        *(
            "de",
            "di",
            "del",
            "della",
            "dalla",
            "dal",
            "dei",
            "van",
            "von",
            "der",
            "den",
            "la",
            "le",
        ),
        *("el", "da", "dos", "bin"),
    )
)
_SAY = (
    *("dice", "spiega", "racconta", "osserva", "avverte", "commenta", "sostiene", "ricorda"),
    *("aggiunge", "sottolinea", "conclude", "precisa", "riconosce", "ammette", "scherza"),
    *("riassume", "promette", "afferma", "dichiara", "annuncia", "chiarisce", "nota", "annota"),
    *("riferisce", "confessa", "conferma", "risponde", "sorride", "assicura", "prevede"),
    *("says", "said", "explains", "explained", "notes", "adds", "added", "recalls", "admits"),
    *("argues", "observes", "warns", "reports", "writes", "jokes", "concludes", "comments"),
    *("spiegato", "detto", "raccontato", "commentato", "aggiunto", "dichiarato", "ricordato"),
    *("osservato", "sottolineato", "concluso", "ammesso", "scherzato", "affermato", "precisato"),
    *("insists", "remembers", "laughs", "replies", "believes", "hopes", "expects"),
)
_ROLE = re.compile(
    r"(?:prof(?:f?\.|essor\w*)|dott\.?|dott\.ssa|dottor\w*|dr\.?|ing\.|arch\.|ingegner\w*|architett\w*"
    r"|ricercat\w+|docente|ordinari[oa]|associat[oa]|assegnist\w|rett(?:ore|rice)|prorett\w+"
    r"|president\w*|vicepresident\w*|dirett(?:ore|rice)|coordinat\w+|responsabile|fondat\w+"
    r"|cofondat\w+|chimic[oa]|fisic[oa]|matematic[oa]|biolog[oa]|geolog[oa]|agronom[oa]"
    r"|informatic[oa]|astronom\w+|astrofisic[oa]|neurolog[oa]|chirurg[oa]|medico|studente"
    r"|studentessa|dottorand[oa]|laureand[oa]|laureat[oa]|neolaureat[oa]|assessor\w*|sindac[oa]"
    r"|ministr[oa]|curat\w+|timonier\w|capitan[oa]|caposquadra|signor[ae]?|collega|inventor\w*"
    r"|inventrice|imprendit\w+|restaurat\w+|scrit\w+|giornalist\w|preside|maestr[oa]|vincit\w+"
    r"|researcher|scientist|engineer|economist|chemist|physicist|mathematician|biologist"
    r"|geologist|architect|astronomer|surgeon|doctor|student|director|rector|chair|head"
    r"|chancellor|dean|lecturer|fellow|captain|coordinator|founder|co-founder|inventor|planner"
    r"|linguist|historian|curator|conservator|teacher|mayor|minister|nurse|colleague|winner"
    r"|manager|laureate|entrepreneur|author|mr|mrs|ms|vice-president|postdoc)"
)
_NOT_A_NAME = frozenset(
    word.lower()
    for word in (
        *("Politecnico", "Università", "Universita", "University", "Ateneo", "Dipartimento"),
        *("Department", "Istituto", "Institute", "Centro", "Center", "Centre", "Fondazione"),
        *("Foundation", "Scuola", "School", "College", "Accademia", "Academy", "Consiglio"),
        *("Council", "Commissione", "Commission", "Ministero", "Ministry", "Regione", "Comune"),
        *("Città", "City", "Camera", "Unione", "Union", "Nazioni", "Nations", "Stati", "States"),
        *("United", "European", "Europe", "Europa", "Europea", "Europeo", "Italia", "Italy"),
        *("Torino", "Turin", "Milano", "Roma", "Rome", "Piemonte", "Piedmont", "America"),
        *("Horizon", "Erasmus", "Interreg", "Starting", "Advanced", "Consolidator", "Synergy"),
        *("Grant", "Award", "Prize", "Premio", "Medal", "Nobel", "Via", "Corso", "Piazza"),
        *("Viale", "Street", "Road", "Square", "Monte", "Mount", "Lago", "Lake", "Val", "Valle"),
        *("Valley", "Alpi", "Alps", "Castello", "Palazzo", "Villa", "Teatro", "Museo", "Museum"),
        *("Biblioteca", "Library", "Ospedale", "Hospital", "Politecnica", "Technology"),
        *("Science", "Sciences", "Scienze", "Scienza", "Nature", "Research", "Ricerca", "Press"),
        *("Energy", "Energia", "Engineering", "Ingegneria", "Physics", "Journal", "Letters"),
        *("Architettura", "Design", "Automatica", "Informatica", "Gestionale", "Produzione"),
        *("Industrial", "International", "National", "Nazionale", "Italian", "Italiana"),
        *("Gennaio", "January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December", "Monday", "Tuesday", "Wednesday"),
        *("Thursday", "Friday", "Saturday", "Sunday", "Lunedì", "Domenica", "Natale"),
        *("San", "Santa", "Santo", "Sant", "Saint", "Nuova", "New", "North", "South", "East"),
        *("West", "Nord", "Sud", "Est", "Ovest", "Alta", "Bassa", "Gran", "Sala", "Aula", "Hall"),
        *("Bank", "Banca", "Intesa", "Group", "Gruppo", "Spa", "Ltd", "Company", "Festival"),
        *("Notte", "Night", "Biennale", "Salone", "Expo", "Forum", "Summit", "Day", "Week"),
        *("Campus", "Lab", "Labs", "Team", "Hub", "Park", "Parco", "Tower", "Torre", "Bridge"),
        *("Ponte", "River", "Fiume", "Sea", "Mar", "Mare", "Ocean", "Island", "Isola", "Cape"),
        *("Patent", "Office", "Ufficio", "Agenzia", "Agency", "Space", "Spazio", "Station"),
        *("Stazione", "Society", "Società", "Association", "Associazione", "Network", "Rete"),
        *("Project", "Progetto", "Programme", "Programma", "Action", "Actions", "Piano", "Plan"),
        *("Alto", "Reggio", "Emilia", "Romagna", "Venezia", "Giulia", "Lombardia", "Puglia"),
        *("Hong", "Kong", "York", "Los", "Las", "Angeles", "Buenos", "Rio", "South", "Sri"),
        *("Africa", "Asia", "Kingdom", "Regno", "Unito", "Uniti", "Unite", "Paesi", "Bassi"),
        *("The", "This", "That", "When", "Where", "What", "Who", "Why", "How", "For", "From"),
        *("With", "After", "Before", "Every", "Each", "Two", "Three", "Four", "Five", "Its", "Her"),
        *("His", "Their", "But", "And", "One", "All", "Old", "First", "Last", "Only", "Under"),
        *("Il", "Lo", "La", "Le", "Gli", "Un", "Una", "Uno", "Nel", "Nella", "Nei", "Con", "Per"),
        *("Da", "Di", "Del", "Della", "Al", "Alla", "Alle", "Dal", "Dalla", "Sul", "Sulla", "Tra"),
        *("Fra", "Ma", "Se", "Che", "Chi", "Come", "Quando", "Dove", "Anche", "Dopo", "Prima"),
        *("Oggi", "Ieri", "Domani", "Ora", "Poi", "Così", "Qui", "Lì", "Non", "Più", "Due", "Tre"),
        *("Aula", "Magna", "Summer", "Winter", "Clean", "Healthy", "Parte", "Classifica", "Off"),
        *(
            "Ferrovie",
            "Acciaierie",
            "Rocca",
            "Torinese",
            "Canavese",
            "Lectures",
            "Lecture",
            "Righe",
        ),
        *("President", "Presidente", "Professor", "Professoressa", "Rettore", "Rector", "Dottor"),
        *("Earth", "Green", "Water", "Soil", "Climate", "Health", "Data", "Digital", "Open", "Big"),
        *("Mole", "Marte", "Mars", "Luna", "Moon", "Saturn", "Giove", "Jupiter", "Alpine", "Po"),
    )
)
_PLACED = frozenset(
    word.lower()
    for word in (
        *("via", "corso", "piazza", "viale", "largo", "premio", "fondazione", "istituto", "liceo"),
        *("teatro", "castello", "ospedale", "monte", "lago", "val", "san", "santa", "villa"),
        *("palazzo", "collegio", "aula", "sala", "prize", "award", "foundation", "institute"),
        *("hospital", "street", "piano", "medaglia", "medal", "borsa", "cattedra", "gruppo"),
        *("azienda", "ditta", "impresa", "società", "startup", "start-up", "spin-off", "spinoff"),
        *("company", "firm", "comune", "città", "paese", "borgo", "valle", "progetto", "project"),
        *("rivista", "journal", "museo", "museum", "chiesa", "ponte", "fiume", "parrocchia"),
    )
)


_WHO = frozenset(
    (
        *("che", "cui", "who", "whose", "of", "at", "from", "del", "dello", "della", "dell", "dal"),
        *(
            "al",
            "alla",
            "an",
            "a",
            "the",
            "one",
            "uno",
            "una",
            "their",
            "its",
            "oggi",
            "ex",
            "today",
        ),
        *("prima", "primo", "quella", "quello", "classe", "nato", "nata", "born", "formerly"),
    )
)
"""What follows a name and a comma where somebody is introduced."""
_DOES = re.compile(
    r"(?:presied|elett[oa]|nominat|confermat|insegna|insegno|dirig|guid|coordin|vinc|lead|heads?"
    r"|named|appointed|elected|wins?|won|teaches|receives|awarded|retir|chairs?|joins?|premiat"
    r"|decided|studie[sd]|describes|wrote|began|left|ricev|lavora|studia)\w*"
)
_IS = frozenset(
    (
        *("ha", "hanno", "è", "era", "aveva", "has", "have", "had", "was", "is", "non", "si", "to"),
        *("sets", "turned", "visited", "in"),
    )
)
_BY = frozenset(
    (
        *("di", "da", "by", "a", "con", "with", "per", "of", "to", "e", "ed", "and", "tra", "fra"),
        *("between", "così"),
    )
)


_TWO = re.compile(
    r"[A-ZÀ-ÖØ-ÞŠŽŁŚŻŹĆČŘĐ][^\s.!?:;]*\s+(?:[a-z]{2,5}\s+){0,2}[^\w\s]?[A-ZÀ-ÖØ-ÞŠŽŁŚŻŹĆČŘĐ]"
)
"""What a text that names anybody holds: two capitals side by side, or a particle between them."""


def people(told: Mentions) -> tuple[str, ...]:
    """The persons of whom the story says who they are or what they do; no firms, places, prizes.

    Two capitalised words are a person where a role, a verb of saying or an apposition stands
    beside them, or where the second comes back alone (at the head of a sentence that is less).
    """
    parts = (told.title, told.teaser, told.text)
    if not any(map(_TWO.search, parts)):
        return ()
    found: dict[str, int] = {}
    alone: set[str] = set()
    amid: set[str] = set()
    joined: list[tuple[str, str]] = []
    for part in parts:
        tokens = part.split()[:_MOST_WORDS]
        last = ("", 0)
        for start, end in _runs(tokens):
            name = _name(tokens[start:end])
            if end - start == 1:
                alone.add(name)
                continue
            found[name] = found.get(name, 0) + _evidence(tokens, start, end)
            if start and tokens[start - 1][-1] not in _ENDS:
                amid.add(name)
            if last[1] and last[1] == start - 1 and tokens[start - 1] in ("e", "ed", "and"):
                joined.append((last[0], name))
            last = (name, end)
    again = {name: 1 + (name in amid) for name in found if _surname(name) in alone}
    sure = {name for name, weight in found.items() if weight + again.get(name, 0) >= 2}
    for one, other in joined:
        if {one, other} & sure:
            sure |= {one, other}
    return tuple(name for name in found if name in sure)[:MOST_PEOPLE]


def _name(tokens: Sequence[str]) -> str:
    name = " ".join(token.strip(_EDGES) for token in tokens)
    return name[:-2] if name.endswith(("'s", "’s")) else name


def _surname(name: str) -> str:
    return name.rpartition(" ")[2]


def _runs(tokens: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where one to four words that may be a name stand together, in one sentence."""
    at = -1
    for start in [index for index, token in enumerate(tokens) if token[0] in _CAPITALS]:
        if start < at:
            continue
        at = max(_end(tokens, start), start + 1)
        if at - start <= _LONGEST and (at > start + 1 or _is_name(tokens[start])):
            yield start, at


def _end(tokens: Sequence[str], start: int) -> int:
    """Behind the last word of the name that begins here; `start` where none does."""
    end = start
    for index in range(start, min(len(tokens), start + _LONGEST + 2)):
        token = tokens[index]
        if not _is_name(token):
            particle = end > start and token in _PARTICLES and index + 1 < len(tokens)
            if particle and token not in _BY and _is_name(tokens[index + 1]):
                continue
            break
        if index > start and token[0] in _EDGES:
            break
        end = index + 1
        if token[-1] in _EDGES:
            break
    return end


@lru_cache(maxsize=20_000)
def _is_name(token: str) -> bool:
    word = _name((token,))
    return _NAME.fullmatch(word) is not None and word.lower() not in _NOT_A_NAME


def _evidence(tokens: Sequence[str], start: int, end: int) -> int:
    """How much what stands beside a name speaks for a person; below 0 where against one."""
    before = tokens[start - 1].lower() if start else ""
    if before.strip(_EDGES) in _PLACED or before.rpartition("'")[2] in _PLACED:
        return -9
    return _before(before) + _after(tokens, end)


def _before(word: str) -> int:
    bare = word.rpartition("'")[2].rpartition("’")[2].strip(_EDGES)
    if bare in _SAY or _ROLE.fullmatch(bare) or _ROLE.fullmatch(word):
        return 2
    return 1 if bare in _BY else 0


def _after(tokens: Sequence[str], end: int) -> int:
    last, after = tokens[end - 1], tokens[end] if end < len(tokens) else ""
    word = after.lower().strip(_EDGES).replace("’", "'").partition("'")[0]
    if last.endswith(","):
        known = word in _WHO or _ROLE.fullmatch(word) or word[:2].isdecimal()
        return 2 if known or word.endswith(_TRADES) else 0
    if last[-1] in _EDGES and not last.endswith(("'s", "’s", ")")):
        return 0
    if word in _SAY or _DOES.fullmatch(word):
        return 2
    return 1 if word in _IS or last.endswith(("'s", "’s")) or word in _WHO else 0
