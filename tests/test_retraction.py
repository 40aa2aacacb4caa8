"""A story taken back: gone from everything within one publish, and what the receipt says of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from commands.receipts import told
from demo.newsroom import Newsroom
from pipeline.settings import Settings
from schemas.order import ActionName
from schemas.run import Run
from tests.house import House
from tests.mailed import lettered, mailed

TAKING: list[ActionName] = ["hide", "retract"]


@pytest.fixture
def settings(tmp_path: Path, newsroom: Newsroom) -> Settings:
    """A house with a newsletter of its own that comes out each day."""
    return lettered(tmp_path, newsroom)


def traces(public: Path, card: str, url: str) -> list[str]:
    """The files in which a story has left a trace."""
    uuid = card.removeprefix("urn:uuid:")
    words = [word.encode() for word in (uuid, uuid.replace("-", ""), url)]
    files = [file for file in public.rglob("*") if file.is_file()]
    return sorted(
        file.relative_to(public).as_posix()
        for file in files
        if file.suffix not in (".gz", ".br") and any(w in file.read_bytes() for w in words)
    )


@pytest.mark.parametrize("name", TAKING)
def test_it_is_gone_and_the_receipt_says_from_where(
    house: House, newsroom: Newsroom, name: ActionName
) -> None:
    """Feeds, pages, editions, its own document: every file that held it is named."""
    card, url = mailed(house, newsroom)
    public = house.settings.public
    before = traces(public, card, url)
    assert {"feeds/stories.it.rss", "feeds/lettera.json", "index.html"} <= {*before}
    receipt = house.act(name, card).taken_back
    assert receipt is not None
    assert (traces(public, card, url), {*before} - {*receipt.documents}) == ([], set())


def test_the_receipt_says_who_had_it(house: House, newsroom: Newsroom) -> None:
    """Newsletter, instant and editions; until when a cache may show it, also as printed."""
    card, _ = mailed(house, newsroom)
    run: Run = house.act("retract", card)
    assert run.taken_back is not None and run.finished is not None
    letters = {one.newsletter: one for one in run.taken_back.mailed}
    its = letters["lettera"]
    (edition,) = its.editions
    assert edition.startswith("feeds/editions/lettera/") and edition in run.taken_back.documents
    assert (house.settings.public / edition).is_file()
    late = run.finished - run.taken_back.cached_until + timedelta(minutes=15)
    assert timedelta() <= late < timedelta(minutes=1)
    worst = run.taken_back.cached_at_worst
    assert worst == run.taken_back.cached_until + timedelta(days=1) - timedelta(minutes=10)
    printed = "\n".join(told(run))
    assert f"mailed: lettera since {its.since:%Y-%m-%d %H:%M}Z, {edition}" in printed
    assert f"caches may show it until {run.taken_back.cached_until:%Y-%m-%d %H:%M:%S}Z" in printed
    assert f"those that cannot reach us, until {worst:%Y-%m-%d %H:%M:%S}Z" in printed


def test_of_an_edit_nothing_of_it_is_said(house: House, newsroom: Newsroom) -> None:
    """Only what is taken back is gone."""
    house.read("ateneo-it")
    card = house.feed("stories.it")[0]["id"]
    assert house.act("edit", card, title="Un altro titolo").taken_back is None
