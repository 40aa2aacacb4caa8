"""A source's rights over everything that leaves the house, whatever kind it is of.

Outputs are not listed by hand: every file below the public folder is opened, and every address
that the API describes and answers without a token is asked. A new parameter in an address stops
these tests until it is told what to ask for.
"""

import asyncio
import gzip
import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, is_zipfile

import brotli
import pytest

from demo.newsroom import Newsroom
from pipeline.settings import Settings
from pipeline.store import cards
from schemas.card import StoryCard
from schemas.order import Order
from tests.calling import Call
from tests.house import House
from tests.mailed import lettered, mailed
from tests.pages.samples import page_file
from tests.web.driver import ask
from web.app import WebApp, create_app
from web.status import CrawlerStatus

pytestmark = [pytest.mark.server, pytest.mark.slow]
UNDESCRIBED = (
    "/feeds/query.rss?lang=it", "/feeds/query.atom?lang=it", "/feeds/query.json?lang=it",
    "/feeds/explain/stories?profile=mailchimp", "/feeds/explain/lettera?profile=outlook", "/bot",
    "/embed/v1/cards.html?channel=stories&lang=it&limit=12",
)  # fmt: skip
"""Addresses that are no file and in no description."""
FORMATS = ("csv", "xlsx", "jsonl")
Outputs = dict[str, bytes]


@pytest.fixture
def settings(tmp_path: Path, newsroom: Newsroom) -> Settings:
    """A house with a daily newsletter of its own, and a page that editors keep."""
    page_file(tmp_path / "pages", "[[intro]]", "[stories]\nlimit = 12\n\n[[intro]]")
    return lettered(tmp_path, newsroom).model_copy(update={"pages": (tmp_path / "pages",)})


def app_of(house: House) -> WebApp:
    """What `serve` answers with."""
    pipe = house.pipe
    status = CrawlerStatus(alive=True, pid=1, last_tick=pipe.store.clock())
    known = pipe.declared.sources
    return create_app(house.settings, pipe.store, known, nudge=print, status=lambda: status)


def opened(name: str, content: bytes) -> bytes:
    """The bytes that readers see."""
    if name.endswith(".gz"):
        return gzip.decompress(content)
    if name.endswith(".br"):
        unpacked: bytes = brotli.decompress(content)
        return unpacked
    if is_zipfile(BytesIO(content)):
        with ZipFile(BytesIO(content)) as whole:
            return b"\n".join(whole.read(part) for part in whole.namelist())
    return content


async def answered(app: WebApp, card: StoryCard) -> Outputs:
    """What every address that is open to all gives; streams and what needs a token apart."""
    told = (await ask(app, "/api/v1/openapi.json")).json()["paths"]
    meant = {"key": card.key, "slug": card.source, "run_id": "0" * 32}
    asked = [
        re.sub(r"\{(\w+)\}", lambda m: meant[m[1]], path) for path in told if "get" in told[path]
    ]
    found = {}
    for path in (*asked, *UNDESCRIBED):
        answer = await ask(app, path)
        assert answer.status in (200, 401, 404, 422), (path, answer.body)
        if answer.status == 200:
            found[path] = answer.body
    return found


def outputs(house: House, call: Call, card: StoryCard, folder: Path) -> Outputs:
    """All that leaves the house now, by its name."""
    house.pipe.publisher.packing.everything()
    found = {name: content for name, (content, _) in house.public().items()}
    found |= asyncio.run(answered(app_of(house), card))
    for format_ in FORMATS:
        file = folder / f"all.{format_}"
        ended = call("cards", "export", "--format", format_, "--to", str(file))
        assert ended.code == 0, ended
        found[f"export.{format_}"] = file.read_bytes()
    return {name: opened(name, content) for name, content in found.items()}


@pytest.fixture(scope="module")
def first() -> Outputs:
    """What leaves a house before anything is narrowed; `before` fills it."""
    return {}


def before(first: Outputs, house: House, call: Call, card: StoryCard, folder: Path) -> Outputs:
    """The outputs of a house in which nothing was narrowed; all of them are alike."""
    if not first:
        first |= outputs(house, call, card, folder)
    return first


def words_of(card: StoryCard) -> bytes:
    """Words that stand in the body alone, and look the same in every format."""
    body = re.sub(r"<[^>]+>", "\n", card.body or "")
    runs = re.findall(r"[A-Za-z]+(?: [A-Za-z]+){4,}", body)
    own = [run for run in runs if run not in f"{card.teaser} {card.title}"]
    longest: str = max(own, key=len)
    return longest.encode()


def picture_of(card: StoryCard) -> bytes:
    """The name of its picture's file, as in every spelling of its address."""
    assert card.image is not None
    return card.image.url.rpartition("/")[2].partition("?")[0].encode()


def holding(found: Outputs, word: bytes) -> set[str]:
    """The outputs with these words."""
    return {name for name, content in found.items() if word in content}


def narrowed(house: House, line: str) -> None:
    """The newsroom allows less from now on; everything follows."""
    (folder,) = house.settings.sources
    file = folder / "ateneo-it.toml"
    text = re.sub(rf"(?m)^{line.split()[0]} = .*$", line, file.read_text("utf-8"))
    assert line in text
    file.write_text(text, "utf-8")
    house.reopen()
    house.carry_out(Order(trigger="publish"))


def story(house: House, newsroom: Newsroom) -> StoryCard:
    """One with body and picture that is in every kind of document."""
    card, _ = mailed(house, newsroom, looked=True)
    with house.pipe.store.reading() as c:
        found = cards.find(c, card)
    assert found is not None and found.body and found.image
    return found


EVERYWHERE = {
    "feeds/stories.rss", "feeds/stories.it.atom", "feeds/lettera.json", "feeds/stories.it.json.gz",
    "feeds/stories.it.json.br", "/feeds/query.atom?lang=it", "export.jsonl",
}  # fmt: skip
TITLED = {
    "feeds/stories.rss", "index.html", "feeds/stories.it.html", "/api/v1/cards",
    "embed/v1/stories.it.json", "/embed/v1/cards.html?channel=stories&lang=it&limit=12",
    "/api/v1/cards.csv", "export.csv", "export.xlsx", "pages/innovation.it.json",
}  # fmt: skip
"""Some of those that show at least a title, so that what is open to all is known to be asked."""


def test_of_a_teaser_nobody_gets_the_body(
    house: House, newsroom: Newsroom, call: Call, first: Outputs, tmp_path: Path
) -> None:
    """Not even where it was published before: feeds, editions, cards, API, exports."""
    card = story(house, newsroom)
    found = before(first, house, call, card, tmp_path)
    assert holding(found, words_of(card)) >= EVERYWHERE
    narrowed(house, 'text = "teaser"')
    after = outputs(house, call, card, tmp_path)
    assert holding(after, words_of(card)) == set()
    assert holding(after, card.title.encode()) >= TITLED


def test_of_a_text_without_pictures_nobody_gets_one(
    house: House, newsroom: Newsroom, call: Call, first: Outputs, tmp_path: Path
) -> None:
    """Neither its address nor a copy of it, which leaves the media folder too."""
    card = story(house, newsroom)
    found = before(first, house, call, card, tmp_path)
    copies = {name for name in found if name.startswith("media/")}
    assert (len(copies) > 2, "index.html" in holding(found, b"/media/")) == (True, True)
    narrowed(house, 'images = "none"')
    after = outputs(house, call, card, tmp_path)
    assert {name for name in after if name.startswith("media/")} == set()
    assert holding(after, picture_of(card)) == holding(after, b"/media/") == set()
