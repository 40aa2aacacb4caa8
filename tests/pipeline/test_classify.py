"""What stories are about."""

import pytest

from pipeline.classify import MOST_TOPICS, Story, facets
from schemas.vocabulary import VERSION, words_of


def story(
    title: str = "", *, tags: tuple[str, ...] = (), text: str = "", language: str = "it"
) -> Story:
    """A story told by its title, its tags or its text."""
    return Story(title, tags, "", text, words_of(text), language)


TITLES = [
    ("it", "Il trasferimento tecnologico che funziona", {"technology-transfer"}),
    ("it", "Trecento brevetti in portafoglio", {"patents"}),
    ("en", "Three hundred patents in the portfolio", {"patents"}),
    ("it", "Patente di guida, i corsi", set()),
    ("it", "Nasce uno spin-off dell’Ateneo", {"spin-offs"}),
    ("en", "A start-up from the incubator", {"spin-offs"}),
    ("it", "Firmato l’accordo quadro con l’impresa", {"partnerships"}),
    ("it", "I Centri Interdipartimentali", {"platforms"}),
    ("it", "Torna la Notte europea dei ricercatori", {"knowledge-exchange"}),
    ("en", "Joint research with a Swiss team", {"joint-research"}),
    ("it", "Al via un progetto europeo", {"funded-projects"}),
    ("it", "Premiata una ricercatrice", {"awards"}),
    ("it", "Il riconoscimento facciale spiegato", {"digital"}),
    ("it", "Nominato il nuovo prorettore", {"people"}),
    ("it", "Elettronica per tutti", set()),
    ("it", "Studentesse e studenti in gara", {"students"}),
    ("it", "La sostenibilità in aula", {"sustainability"}),
    ("en", "Sustainability in the classroom", {"sustainability"}),
    ("it", "L’intelligenza artificiale in aula", {"digital"}),
    ("it", "MATERIA OSCURA: AI LNGS INAUGURATO COSINUS", {"space"}),
    ("en", "AI in the classroom", {"digital"}),
    ("it", "Comunità energetiche, si parte", {"energy"}),
    ("it", "Un esoscheletro in ospedale", {"health"}),
    ("en", "Structural health monitoring explained", set()),
    ("it", "Mobilità sostenibile in città", {"mobility", "sustainability"}),
    ("it", "Programmi di mobilità internazionale", {"students"}),
    ("en", "Student mobility grants", {"students"}),
    ("it", "Un satellite da tasca", {"space"}),
    ("it", "Risoluzione spaziale e rumore", set()),
    ("it", "Beni culturali in digitale", {"cultural-heritage"}),
    ("it", "La stampa 3D dei metalli", {"manufacturing"}),
    ("it", "Rigenerazione urbana a Torino", {"cities-and-land"}),
    ("it", "Un progetto pesante come un treno", set()),
    ("it", "Una rete di amici", set()),
    ("it", "Ai campionati universitari l’argento nello slalom", set()),
]


@pytest.mark.parametrize(("language", "title", "topics"), TITLES)
def test_a_title_tells_topics(language: str, title: str, topics: set[str]) -> None:
    """Words of the title give topics, false friends give none."""
    found = facets(story(title, language=language)).topics
    assert {mark.topic for mark in found} == topics


def test_a_topic_says_which_words_gave_it() -> None:
    """Each assignment shows the card's own words, accents included, and the lists' version."""
    (mark,) = facets(story("La sostenibilità in aula")).topics
    assert (mark.words, mark.vocabulary) == (("sostenibilità",), VERSION)


def test_one_mention_in_the_text_is_no_topic() -> None:
    """A word far down in a text is not what the story is about; three are."""
    once = facets(story("Una giornata", text="Si parla di idrogeno."))
    often = facets(story("Una giornata", text="Idrogeno qui, idrogeno là, e idrogeno ancora."))
    assert (once.topics, [mark.topic for mark in often.topics]) == ((), ["energy"])


def test_tags_tell_topics() -> None:
    """The source's tags count nearly as much as the title."""
    found = facets(story("Una giornata", tags=("spin-off", "sviluppo sostenibile"))).topics
    assert {mark.topic for mark in found} == {"spin-offs", "sustainability"}


def test_a_card_has_few_topics() -> None:
    """A text about everything is filed under its loudest topics only."""
    text = "brevetti satelliti idrogeno sostenibilità premio ospedale museo studenti restauro "
    assert len(facets(story(text, text=text * 3)).topics) == MOST_TOPICS


DEPARTMENTS = [
    ("il Dipartimento di Elettronica e Telecomunicazioni-DET del Politecnico", ("DET",)),
    ("Anna Rossi – DIMEAS ha vinto", ("DIMEAS",)),
    ("con il DAUIN e il DIGEP", ("DAUIN", "DIGEP")),
    ("Dipartimento Interateneo di Scienze, Progetto e Politiche del Territorio", ("DIST",)),
    ("docente del Dipartimento di Architettura (DAD)", ("DAD",)),
    ("the DET Department", ("DET",)),
    ("le lezioni in DAD sono finite", ()),
    ("DETTAGLI e DISTANZE", ()),
    ("didattica a distanza (DAD)", ()),
    ("Department of Energy", ("DENERG",)),
    ("the US Department of Energy", ()),
    ("i ricercatori del DET", ("DET",)),
    ("DAUIN and DET designed it", ("DAUIN", "DET")),
    ("il DAUIN, con le lezioni in DAD", ("DAUIN",)),
    ("MUM & DAD'S LAB", ()),
]


@pytest.mark.parametrize(("text", "codes"), DEPARTMENTS)
def test_departments_are_known_by_name_or_acronym(text: str, codes: tuple[str, ...]) -> None:
    """Short acronyms count beside the word department only: they are words, too."""
    assert facets(story("Una giornata", text=text)).departments == codes


PROJECTS = [
    ("un ERC Starting Grant", ("ERC",)),
    ("finanziato da Horizon Europe e PNRR", ("Horizon Europe", "PNRR")),
    ("con Erasmus+ a Lisbona", ("Erasmus+",)),
    ("il progetto europeo H2SCORE parte", ("H2SCORE",)),
    ("the project “RIMURA” starts", ("RIMURA",)),
    ("il progetto PNRR", ("PNRR",)),
    ("un progetto nuovo", ()),
]


@pytest.mark.parametrize(("text", "names"), PROJECTS)
def test_programmes_and_projects_are_found(text: str, names: tuple[str, ...]) -> None:
    """Funding programmes have one name each, projects the name in capitals after the word."""
    assert facets(story("Una giornata", text=text)).projects == names


def test_a_title_may_begin_with_a_project() -> None:
    """A word in capitals at the head of a title is one where the story tells of a project."""
    found = facets(story("FARAGLIO parte da Susa", text="Il progetto dura quattro anni."))
    assert found.projects == ("FARAGLIO",)
    assert facets(story("FARAGLIO parte da Susa", text="Una nave.")).projects == ()


PEOPLE = [
    ("La professoressa Anna Bianchi guida il gruppo.", ("Anna Bianchi",)),
    ("«Funziona», ha spiegato Luca Neri.", ("Luca Neri",)),
    ("«Funziona», spiega Luca Neri.", ("Luca Neri",)),
    ("“It works,” says Maria Rossi, associate professor.", ("Maria Rossi",)),
    ("Il gruppo di Anna Bianchi, del DET, e Luca Neri, che studia.", ("Anna Bianchi", "Luca Neri")),
    ("Ada Verdi e Ugo Neri hanno vinto. Secondo Verdi era facile.", ("Ada Verdi", "Ugo Neri")),
    ("Al premio Carlo Rossi, che vale molto, e in via Ugo Neri.", ()),
    ("La Fondazione Agnelli, che finanzia, e il Politecnico di Torino.", ()),
    ("Con Horizon Europe, che finanzia, a San Salvario.", ()),
    ("Ne parla Jean-Luc d’Arcy con la chimica Zoë O’Neill.", ("Zoë O’Neill",)),
    ("Luca Neri.", ()),
]


@pytest.mark.parametrize(("text", "names"), PEOPLE)
def test_people_are_named_where_the_text_says_who_they_are(
    text: str, names: tuple[str, ...]
) -> None:
    """A role, a verb of saying, an apposition, the surname alone; no firm, place or prize."""
    assert facets(story("Una giornata", text=text)).people == names
