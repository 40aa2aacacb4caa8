"""A press page: some stories, and one release that is a PDF only."""

import datetime as dt

from demo.dateshapes import ROME, long_english
from demo.kinds import Asked
from demo.page import Page, rendered
from demo.view import View

PRESS = "/press/"
RELEASE = "/press/files/galvani-annual-instrument-register.pdf"
TITLE = "The annual register of shared instruments is out"
STORIES = 3
"""Stories on the page besides the release."""


def press(view: View, asked: Asked) -> Page | None:
    """The page and the document; None for other paths."""
    if asked.path == RELEASE:
        return Page(_document(), "application/pdf", role="story", modified=_day(view))
    if asked.path != PRESS:
        return None
    told = {
        "site": view.site,
        "language": "en",
        "feed": None,
        "cards": view.listed()[:STORIES],
        "release": {"href": RELEASE, "title": TITLE, "printed": long_english(_day(view))},
    }
    return Page(rendered("atom/press.html", **told), role="listing", modified=view.changed)


def _day(view: View) -> dt.datetime:
    """Nine days before the newsroom's today."""
    return dt.datetime.combine(view.state.today, dt.time(10), ROME) - dt.timedelta(days=9)


def _document() -> bytes:
    """The smallest PDF that shows a page with its title."""
    text = f"BT /F 18 Tf 40 800 Td ({TITLE}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
    )
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return body + table + trailer % (len(objects) + 1, len(body))
