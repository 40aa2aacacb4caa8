"""Sources drafted from an address, and their saved pages."""

import json
import re
from pathlib import Path

import pytest

from demo.newsroom import Newsroom
from pipeline.catalogue import source_from
from pipeline.settings import settings_from
from pipeline.store import raw
from pipeline.store.store import opened
from pipeline.workshop.declare import slug_for, with_value
from pipeline.workshop.fixture import differences, expected_in, read
from pipeline.workshop.invented import invented
from tests.builders import source
from tests.running import poliflash


@pytest.mark.server
def test_an_address_becomes_a_tested_source(tmp_path: Path, newsroom: Newsroom) -> None:
    """`add` writes file, pages and cards, keeps the originals; `test` notices a changed page."""
    own = tmp_path / "own"
    own.mkdir()
    url = f"http://incubatore.localhost:{newsroom.port}/"
    added = poliflash("sources", "add", url, folder=tmp_path, sources=own)
    assert added.returncode == 0, added.stdout + added.stderr
    assert source_from(own / "incubatore.toml").name == "Incubatore Dora"
    tested = poliflash("sources", "test", "incubatore", folder=tmp_path, sources=own)
    assert (tested.returncode, "cards as expected" in tested.stdout) == (0, True)
    store = opened(settings_from(data=tmp_path / "data"))
    with store.reading() as c:
        assert raw.sources(c) == {"incubatore"}
    store.close()
    feed = own / "incubatore" / "feed.xml"
    feed.write_text(re.sub("(?<=<title>)[A-Z]", "Q", feed.read_text("utf-8")), "utf-8")
    page = own / "incubatore" / "page-1.html"
    page.write_text("<h1>Nothing</h1>", "utf-8")
    failed = poliflash("sources", "test", "incubatore", folder=tmp_path, sources=own)
    assert failed.returncode == 1
    assert "title: expected " in failed.stdout


@pytest.mark.parametrize(("day", "stories"), [("2026-03-10", 2), ("2027-03-10", 0)])
def test_saved_pages_do_not_grow_old(day: str, stories: int, tmp_path: Path) -> None:
    """They are read as of the day they were saved, whatever `max_age` says later."""
    rules = {"urls": ["http://ateneo.localhost:8001/n"], "links": "a", "max_age": "30d"}
    rows = "".join(f"<p>3 marzo 2026 <a href=/{n}>Una storia di mare</a></p>" for n in "ab")
    (tmp_path / "listing.html").write_text(rows, "utf-8")
    for number in (1, 2):
        (tmp_path / f"page-{number}.html").write_text("<h1>Una storia di mare</h1>", "utf-8")
    (tmp_path / "expected.json").write_text(json.dumps({"saved": day}), "utf-8")
    assert len(read(source(listing=rules), tmp_path)["cards"]) == stories


BEFORE = {"links": ["https://x.example/1"], "cards": [{"url": "https://x.example/1", "title": "A"}]}
CHANGES = [
    ({"links": [], "cards": BEFORE["cards"]}, "links: https://x.example/1 is no longer found"),
    ({"links": BEFORE["links"], "cards": []}, "https://x.example/1: gives no card"),
    ({"links": BEFORE["links"], "cards": [{"url": "https://x.example/1", "title": "B"}]},
     "https://x.example/1: title: expected A, found B"),
    ({"links": BEFORE["links"], "cards": [{"url": "https://x.example/1"}]},
     "https://x.example/1: title: expected A, found nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("found", "line"), CHANGES)
def test_what_differs_is_named(found: dict[str, object], line: str) -> None:
    """Each difference is one line with address and field."""
    assert list(differences(BEFORE, found)) == [line]


PROSE = [
    ("<h1>Trieste discovers</h1>", "text/html", r"<h1>[A-Z]\w{6} \w{9}</h1>"),
    ('<p class="lead news">3 marzo 2026', "text/html", r'<p class="lead news">3 marzo 2026'),
    ("<a href='/trieste'>Ada</a>", "text/html", r"<a href='/trieste'>Ada</a>"),
    ('<img alt="The boat race" src=a>', "text/html", r'<img alt="The \w{4} \w{4}" src=a>'),
    ("<script>secret()</script><style>x</style>ok", "text/html", "ok"),
    ("<b>Officina &egrave; sito</b>", "text/html", r"<b>Officina &egrave; \w{4}</b>"),
    ("<item><link>http://x.example/boat</link></item>", "application/xml",
     "<item><link>http://x.example/boat</link></item>"),
    ("<d>&lt;p class=lead&gt;Boats", "application/xml", r"<d>&lt;p class=lead&gt;[A-Z]\w{4}"),
    ('{"type": "post", "title": "The boat"}', "application/json",
     r'\{\n "type": "post",\n "title": "The \w{4}"\n\}'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "media_type", "shape"), PROSE, ids=[row[0] for row in PROSE])
def test_prose_is_replaced_and_nothing_else(text: str, media_type: str, shape: str) -> None:
    """Words change, their shape, markup, addresses, dates and the site's name stay."""
    new = invented(text.encode(), media_type, keep=("Officina",)).decode()
    assert re.fullmatch(shape, new), new
    words = {"Trieste discovers", "boat", "Boats", "secret", "sito"}
    assert not any(word in re.sub(r"https?://\S+|'/\w+'", "", new) for word in words)


SLUGS = [
    ("https://www.officina.example/", {}, "officina"),
    ("http://ateneo.localhost:8001/", {}, "ateneo"),
    ("http://ateneo.localhost:8001/", {"ateneo": 1}, "ateneo-it"),
    ("https://news.uni-x.it/blog", {}, "uni-x"),
]


@pytest.mark.parametrize(("url", "taken", "slug"), SLUGS)
def test_a_slug_is_found(url: str, taken: dict[str, object], slug: str) -> None:
    """What tells of the host, free to be used."""
    assert slug_for(url, taken, "it") == slug


EDITS = [
    ('a = 1\n[x]\nlinks = "a"\n', "x", "links", "b", 'a = 1\n[x]\nlinks = "b"\n'),
    ("[x]  # why\nk = 1\n[y]\n", "x", "links", "b", '[x]  # why\nlinks = "b"\nk = 1\n[y]\n'),
    ("a = 1\n", "fields", "title", {"css": "h1"}, 'a = 1\n\n[fields]\ntitle = { css = "h1" }\n'),
]


@pytest.mark.parametrize(("text", "table", "key", "value", "after"), EDITS)
def test_a_file_is_rewritten_in_one_place(
    text: str, table: str, key: str, value: object, after: str
) -> None:
    """Comments and everything else stay."""
    assert with_value(text, table, key, value) == after


def test_expectations_are_json(tmp_path: Path) -> None:
    """What `test` compares is what was written."""
    (tmp_path / "expected.json").write_text(json.dumps(BEFORE), "utf-8")
    assert expected_in(tmp_path) == BEFORE
