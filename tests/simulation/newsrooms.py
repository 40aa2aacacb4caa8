"""The twelve newsrooms of the year: fourteen sources, as two of them are read in two languages."""

from tests.simulation.records import Newsroom, Turn

AUGUST, SEPTEMBER = 206.0, 237.0

NEWSROOMS: tuple[Newsroom, ...] = (
    Newsroom(
        "ateneo-it", "www.ateneo.example", "it", "listing", 2.5, every="1d", authority=10,
        turns=(Turn("redesign", 68, 73, "held"), Turn("5xx", 40.1, 40.3)),
    ),
    Newsroom(
        "ateneo-en", "www.ateneo.example", "en", "listing", 0, every="2d", authority=10,
        twin_of="ateneo-it", turns=(Turn("redesign", 68, 73, "held"),),
    ),
    Newsroom(
        "politecnica-it", "politecnica.example", "it", "listing", 1.3, authority=10, nodes=True,
        turns=(Turn("host", 154, 166, "failed"),),
    ),
    Newsroom(
        "politecnica-en", "politecnica.example", "en", "listing", 0, authority=10, nodes=True,
        twin_of="politecnica-it", turns=(Turn("host", 154, 166, "failed"),),
    ),
    Newsroom(
        "agenzia", "agenzia.example", "it", "items", 1.5, every="1d",
        copies=(("ateneo-it", 0.35), ("politecnica-it", 0.3), ("incubatore", 0.3)),
        turns=(Turn("html", 300, 304, "held"), Turn("5xx", 200.2, 200.4)),
    ),
    Newsroom(
        "corriere", "corriere.example", "it", "feed", 1.5, every="1d", cuts=True,
        copies=(("ateneo-it", 0.3), ("fondazione", 0.3)), etags=False,
        turns=(
            Turn("5xx", 30, 34, "failed"), Turn("gone", 120, 121.2, "gone"),
            Turn("away", 252, 256, "failed"),
        ),
    ),
    Newsroom(
        "incubatore", "incubatore.example", "it", "listing", 1.3, dates="day", series=True,
        turns=(Turn("redesign", 21, 29, "held"), Turn("cms", 180, 180)),
    ),
    Newsroom(
        "fondazione", "fondazione.example", "it", "items", 1.3, series=True,
        turns=(Turn("cms", 110, 110), Turn("html", 320, 329, "held")),
    ),
    Newsroom(
        "istituto", "istituto.example", "en", "feed", 1.4, authority=5,
        turns=(Turn("blocked", 266, 277, "blocked"), Turn("5xx", 60.2, 60.4)),
    ),
    Newsroom(
        "museo", "museo.example", "it", "listing", 1.3, dates="day", pictures=False,
        silent=((AUGUST, SEPTEMBER),), turns=(Turn("blocked", 84, 93, "blocked"),),
    ),
    Newsroom(
        "consorzio", "consorzio.example", "it", "feed", 1.4,
        turns=(Turn("listing", 238, 249, "failed"),),
    ),
    Newsroom(
        "dipartimento", "dipartimento.example", "it", "listing", 1.3, etags=False, series=True,
        silent=((AUGUST, SEPTEMBER),), turns=(Turn("cms", 285, 285),),
    ),
    Newsroom(
        "osservatorio", "osservatorio.example", "en", "feed", 1.2,
        copies=(("istituto", 0.35),),
        turns=(Turn("5xx", 130, 141, "failed"), Turn("5xx", 308, 319, "failed")),
    ),
    Newsroom(
        "scuola", "scuola.example", "it", "listing", 2, dates="none", steady=True,
        silent=((AUGUST, SEPTEMBER),), turns=(Turn("quiet", 115, 190, "quiet"),),
    ),
)  # fmt: skip
