"""Whether two texts tell the same story."""

import pytest

from pipeline.alike import Text, alike
from pipeline.marks import marks_of
from pipeline.sketch import sketch
from schemas.marks import Marks
from schemas.vocabulary import words_of

RELEASE = (
    "Ottocento metri di fibra ottica e dodici accelerometri sono stati incollati sotto il viadotto"
    " di strada del Francese dai ricercatori del Politecnico.",
    "Ogni dieci minuti la rete misura deformazioni e temperatura in 1.600 punti, e un gemello"
    " digitale avvisa i tecnici del Comune se qualcosa non torna.",
    "“Non cerchiamo la crepa, cerchiamo il cambiamento”, osserva Tommaso Arvedano, che coordina"
    " il gruppo di ricerca.",
    "Il monitoraggio è costato 94 mila euro, meno di due campagne di ispezione con la piattaforma"
    " mobile, e nei primi mesi ha riconosciuto alcuni appoggi bloccati.",
)
RETOLD = (
    "Alcuni appoggi bloccati, riconosciuti nei primi mesi dalla rete che misura deformazioni e"
    " temperatura in 1.600 punti del viadotto di strada del Francese.",
    "Sono stati i ricercatori del Politecnico a incollare sotto il viadotto dodici accelerometri e"
    " ottocento metri di fibra ottica; un gemello digitale avvisa i tecnici del Comune.",
    "“Non cerchiamo la crepa, cerchiamo il cambiamento”, spiega Tommaso Arvedano.",
    "La spesa? Circa 90 mila euro: due campagne di ispezione con la piattaforma mobile costano di"
    " più.",
)


def text(*lines: str, title: str = "Il ponte che parla") -> Text:
    """A text as it is compared."""
    return Text(sketch(words_of("\n".join(lines))), marks_of(title, "", lines))


def with_(old: str, new: str) -> Text:
    """The release with some words replaced."""
    return text(*(line.replace(old, new) for line in RELEASE))


COPIES: dict[str, Text] = {
    "itself": text(*RELEASE),
    "another headline": text(*RELEASE, title="Sensori in strada del Francese"),
    "another order": text(*RELEASE[::-1]),
    "its first half": text(*RELEASE[:2]),
    "its first sentence": text(RELEASE[0]),
    "retold": text(*RETOLD),
    "a rounded figure": with_("94", "quasi 90"),
    "a notice at its end": text(*RELEASE, "© Riproduzione riservata, iscriviti alla newsletter."),
}


@pytest.mark.parametrize("name", COPIES)
def test_copies_are_alike(name: str) -> None:
    """Cut, reordered, retold or rounded: it is the same story."""
    assert alike(text(*RELEASE), COPIES[name]) > 0.6
    assert alike(COPIES[name], text(*RELEASE)) > 0.6


FORM = (
    "È aperto il bando di ammissione al corso di dottorato in {}, con {} posti di cui {} con borsa"
    " di studio e gli altri riservati a dipendenti di imprese convenzionate.",
    "Possono partecipare i laureati magistrali di qualunque paese; le domande si presentano"
    " esclusivamente in rete entro le ore {} del {} giugno.",
    "La graduatoria sarà pubblicata il {} luglio sulle pagine della scuola.",
)
CHEMISTRY = ("Chimica", "18", "15", "14", "6", "21")
PHYSICS = ("Fisica", "22", "19", "12", "9", "28")


def filled(facts: tuple[str, ...]) -> Text:
    """The form filled in."""
    rest = iter(facts)
    return text(*(line.format(*(next(rest) for _ in range(line.count("{}")))) for line in FORM))


OTHERS: dict[str, tuple[Text, Text]] = {
    "two fillings of one form": (filled(CHEMISTRY), filled(PHYSICS)),
    "another quotation": (
        text(*RELEASE),
        with_("Non cerchiamo la crepa, cerchiamo il cambiamento", "Ora tocca agli altri viadotti"),
    ),
    "a follow-up": (
        text(*RELEASE),
        text(
            RELEASE[0],
            "Il Comune ha deciso ieri che la manutenzione della tangenziale comincerà in autunno e"
            " durerà sei settimane, con deviazioni per autobus e camion.",
            "Gli abitanti del quartiere protestano per il rumore notturno dei cantieri.",
        ),
    ),
    "two short notices": (
        text("La sala studio di via Boggio resterà chiusa giovedì 20 febbraio per lavori."),
        text("La sala studio di via Roma resterà chiusa giovedì 27 febbraio per lavori."),
    ),
    "nothing and nothing": (text(title=""), text(title="")),
}


@pytest.mark.parametrize("name", OTHERS)
def test_look_alikes_are_not(name: str) -> None:
    """Other figures, names or quotations in the same words: another story."""
    assert alike(*OTHERS[name]) == 0


def test_without_marks_only_the_same_words_are_alike() -> None:
    """Of cards indexed by an older version only the sketch is known."""
    bare = [Text(text(*lines).shingles, Marks()) for lines in (RELEASE, RELEASE[:3], RETOLD)]
    assert alike(bare[0], bare[0]) == 1
    assert alike(bare[0], bare[2]) == 0
