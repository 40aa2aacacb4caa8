"""Pages with many stories to what each says."""

import pytest

from schemas.addresses import canonical
from schemas.errors import PageError
from schemas.source import Source
from spiders.items.digest import feed_from_page
from spiders.items.item import Feed
from tests.builders import source

HOME = "https://www.example.org/"
PAGE = HOME + "comunicati"
ITEMS = """<main>
<a class="issue" href="/numero-6">Numero 6</a><a class="issue" href="/numero-7">Numero 7</a>
<article><h2>La duna che <em>cammina</em></h2>
  <p>Torino, 3 marzo 2026 – Una duna si è mossa. Il 12 maggio 2027 si vedrà di quanto.</p>
  <p>Lo dice un filo.</p></article>
<article id="c-1042"><h2>Il ghiaccio parla</h2><p class="d">12.02.2026</p><p>Si ascolta.</p>
  <img src="/img/ghiaccio.jpg" alt="Una carota di ghiaccio"></article>
<article><h2>Un brevetto in più</h2><p>Si parla del 4 aprile 2024 a lungo, e di altro ancora.</p>
  <a class="more" href="/storie/brevetto">Leggi</a></article>
<article><p></p></article>
</main>"""


def room(fields: dict[str, object] | None = None, **rules: object) -> Source:
    """A newsroom with several stories on one page."""
    table = {"urls": [PAGE], "items": "article", "link": "a.more", **rules}
    return source(home=HOME, kind="digest", listing=None, digest=table, fields=fields or {})


def read(html: str = ITEMS, *, first: str = PAGE, url: str = PAGE, **rules: object) -> Feed:
    """The page as read."""
    return feed_from_page(html.encode(), "utf-8", url, first, room(**rules))  # type: ignore[arg-type]


def test_fields() -> None:
    """Title, text and picture come from the item's own markup."""
    said = read().items[1].extracted
    assert (said.title, said.body) == (
        "Il ghiaccio parla",
        '<p class="d">12.02.2026</p><p>Si ascolta.</p>',
    )
    assert said.image is not None and said.image.alt == "Una carota di ghiaccio"
    assert said.provenance["title"] == "listing"


@pytest.mark.parametrize(("number", "day"), [(0, "2026-03-03"), (1, "2026-02-12"), (2, None)])
def test_date(number: int, day: str | None) -> None:
    """A dateline or a line that is a date counts; a date that the text is about does not."""
    published = read().items[number].extracted.published
    assert (published.day.isoformat() if published else None) == day


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("Borgo Lume, 21 Novembre 2026 – ", "2026-11-21"),
        ("Bra (CN), mercoledì 30 settembre 2026 — ", "2026-09-30"),
        ("(Turin, March 3, 2026) – ", "2026-03-03"),
    ],
)
def test_datelines(dateline: str, day: str) -> None:
    """A place, with or without its province, and a day in words."""
    (item,) = read(f"<article><h2>Una duna</h2><p>{dateline}Si è mossa.</p></article>").items
    published = item.extracted.published
    assert published is not None and published.day.isoformat() == day


def test_own_page_is_the_address() -> None:
    """An item that links to its page is known by it."""
    assert read().items[2].url == HOME + "storie/brevetto"
    assert read().items[2].extracted.guid is None


def test_item_without_a_page_has_an_address_and_a_guid() -> None:
    """It is known by title and day, and its address leads a browser to the words on the page."""
    duna, ghiaccio = read().items[:2]
    assert duna.url == PAGE + "#:~:text=La%20duna%20che%20cammina&text=2026%2D03%2D03"
    assert ghiaccio.extracted.guid == "c-1042"
    assert duna.extracted.guid and len({item.url for item in read().items}) == 3


def test_address_survives() -> None:
    """It is spelt as identities are, and the page's number does not enter it."""
    item = read(url=PAGE + "?page=2").items[0]
    assert item.url == canonical(item.url) == read().items[0].url


def test_yearly_lookalikes_are_different() -> None:
    """Two items of one title and two days are two stories."""
    html = "<article><h2>Premio Po</h2><p>{}</p></article>"
    feed = read(html.format("3 marzo 2025") + html.format("3 marzo 2026"))
    assert (
        len({item.url for item in feed.items}) == len({i.extracted.guid for i in feed.items}) == 2
    )


def test_fields_are_selectors_within_the_item() -> None:
    """A source's rules come before what the markup suggests."""
    fields = {"published": {"css": ".d", "format": "%d.%m.%Y"}, "title": {"css": "p.d + p"}}
    item = read(fields=fields).items[1]
    assert item.extracted.title == "Si ascolta."
    assert item.extracted.provenance["published"] == "selector"


def test_item_without_a_title() -> None:
    """It is told, and the others are read."""
    feed = read()
    assert (len(feed.items), len(feed.troubles)) == (3, 1)


def test_issues() -> None:
    """Only a declared page leads to others."""
    parts = (HOME + "numero-6", HOME + "numero-7")
    assert read(parts="a.issue").parts == parts
    assert read(parts="a.issue", max_parts=1).parts == parts[:1]
    assert read(parts="a.issue", first=parts[0], url=parts[0]).parts == ()


@pytest.mark.parametrize(
    ("path", "title", "days"),
    [
        ("numero_6_30_09_2025", "Numero 6", ["2026-03-03", "2026-02-12", "2025-09-30"]),
        ("numero-6", "Numero 6 - 30.09.2025", ["2026-03-03", "2026-02-12", "2025-09-30"]),
        ("numero-6", "Numero 6", ["2026-03-03", "2026-02-12", None]),
    ],
)
def test_issue_dates_its_stories(path: str, title: str, days: list[str | None]) -> None:
    """A story without a day has that of its issue, and is known by no other name for it."""
    html = f"<title>{title}</title>{ITEMS}".replace('class="more"', "")
    items = read(html, first=HOME + path, url=HOME + path).items
    dates = [item.extracted.published for item in items]
    assert [date and date.day.isoformat() for date in dates] == days
    assert items[2].url == HOME + path + "#:~:text=Un%20brevetto%20in%20pi%C3%B9"


@pytest.mark.parametrize(
    ("body", "words"), [(b"%PDF-1.7", "a file"), (b"\x89PNG\0", "a file"), (b"", "empty")]
)
def test_what_is_no_page(body: bytes, words: str) -> None:
    """A file or nothing is named."""
    with pytest.raises(PageError, match=words):
        feed_from_page(body, None, PAGE, PAGE, room())


def test_rule_that_is_no_selector() -> None:
    """It is named with the source."""
    with pytest.raises(PageError, match="selector"):
        read(items="article[")
