"""A small newsroom of its own for every test."""

import datetime as dt
from pathlib import Path

import pytest

from demo.newsroom import Newsroom

TODAY = dt.date(2026, 9, 30)

BRIDGE = """
node = 100
section = "research_innovation"
published = { days_ago = 2, time = "09:30" }
picture = "ponte"
picture_file = "CS-ponte copertina.JPG"
departments = ["DISEG"]
traps = ["glued", "double_caption"]
[it]
title = "L’apporto dell’Ateneo: ponti più sicuri per la città di Torino e per la provincia"
tags = ["sensori", "Mobilità"]
caption = "Il ponte dopo i lavori"
teaser = "Un cavo racconta la salute del ponte. Lo dice una prova durata un anno."
body = ["Ne parla <strong>Tommasi</strong> <em>Lo facciamo</em> da anni.", "Altro capoverso."]
[en]
title = "The university’s contribution: safer bridges"
tags = ["sensors"]
teaser = "A cable tells the health of the bridge."
body = ["First paragraph.", "Second paragraph."]
"""

SAME_OPENING = """
node = 101
section = "at_polito"
published = { days_ago = 1 }
en_days_later = 1
[it]
title = "L’apporto dell’Ateneo: ponti più sicuri per la città di Torino e per la regione"
body = ["Un solo capoverso. Con due frasi."]
[en]
title = "Another contribution"
body = ["One paragraph."]
"""

RESERVE = """
node = 102
section = "students"
published = { days_ago = 0 }
picture = "riserva"
reserve = true
[it]
title = "Una storia tenuta in serbo"
body = ["Esce quando serve."]
"""

PLAIN = """
section = "Startup"
published = {{ days_ago = {days}, time = "18:55" }}
picture = "{key}"
traps = {traps}
[{language}]
title = "{title}"
teaser = "{teaser}"
body = ["Un <em>capoverso</em> & basta.", "Un altro."]
"""

OLD = """
section = "at_polito"
published = { date = 2020-04-10 }
[it]
title = "Al via l’anno dell’“Aida” (con l’orchestra)"
body = ["Un capoverso."]
"""


def written(content: Path, site: str, key: str, text: str) -> None:
    """Puts a story file where the newsroom looks for it."""
    (content / site).mkdir(exist_ok=True, parents=True)
    (content / site / f"{key}.toml").write_text(text, "utf-8")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Stories of all six sites."""
    folder = tmp_path / "stories"
    written(folder, "ateneo", "ponte", BRIDGE)
    written(folder, "ateneo", "ponte-regione", SAME_OPENING)
    written(folder, "ateneo", "riserva", RESERVE)
    written(folder, "archivio", "aida", OLD)
    written(folder, "archivio", "senza-data", OLD.replace("published", "# published"))
    for site, language in {"incubatore": "it", "istituto": "en", "europa": "en"}.items():
        for days in (1, 5):
            written(folder, site, f"{site}-{days}", plain(site, language, days))
    for days in (3, 6, 9):
        written(folder, "fondazione", f"fondazione-{days}", plain("fondazione", "it", days))
    return folder


def plain(site: str, language: str, days: int) -> str:
    """A story file of a plain newsroom; the incubator's newest has the entities trap."""
    traps = '["entities"]' if (site, days) == ("incubatore", 1) else "[]"
    title = f"L’impresa & la ricerca, numero {days}"
    teaser = f"Un riassunto del numero {days} – breve."
    return PLAIN.format(
        key=f"{site}{days}", days=days, traps=traps, language=language, title=title, teaser=teaser
    )


@pytest.fixture
def newsroom(content: Path) -> Newsroom:
    """The newsroom over those stories, without a state file."""
    return Newsroom(content, TODAY)
