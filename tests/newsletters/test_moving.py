"""Channels under another name (published documents, 46)."""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.channels import every_channel
from schemas.errors import ChannelError
from tests.builders import source
from tests.newsletters.press import TELLING, Press
from tests.newsletters.test_editions import BRIEF, DAY, EIGHT, FIRST, HOUR, SUNDAY
from tests.web.driver import Answer, ask
from web.app import create_app
from web.status import CrawlerStatus

BASE = "https://www.example.org/poliflash/"
RENAMED = 'formerly = ["letter"]\n' + BRIEF


def rename(press: Press) -> None:
    """Give the file another name, and say so in it."""
    press.rename("letter", "desk/mail")
    press.publisher.publish()


def documents(press: Press) -> set[str]:
    """The paths of all that there is of the newsletter."""
    found = (press.public / "feeds").rglob("*")
    paths = {path.relative_to(press.public).as_posix() for path in found if path.is_file()}
    return {path for path in paths if "letter" in path and not path.endswith((".gz", ".br"))}


async def asked(press: Press, path: str) -> Answer:
    """What `serve` answers."""
    app = create_app(
        press.settings,
        press.store,
        press.sources,
        nudge=lambda: None,
        status=lambda: CrawlerStatus(alive=True, pid=7, last_tick=SUNDAY),
        patience=0.0,
        now=lambda: press.now,
    )
    return await ask(app, path)


def read(press: Press, name: str) -> dict[str, Any]:
    """A JSON document."""
    found: dict[str, Any] = json.loads(press.bytes_of(name))
    return found


async def test_every_address_leads_to_the_new_one(press: Press) -> None:
    """Feeds, page, archives, editions, the latest one and the list: 308, and something is there."""
    before = documents(press)
    assert {f"feeds/{FIRST}.html", "feeds/archive/letter/1.atom", "feeds/letter.html"} < before
    rename(press)
    assert documents(press) == set()
    for path in sorted(before):
        answer = await asked(press, f"/poliflash/{path}")
        place = answer.headers["location"].removeprefix(BASE)
        assert (answer.status, place) == (308, path.replace("letter", "desk/mail"))
        assert (press.public / place).is_file()


def test_releases_archives_and_editions_go_on(press: Press) -> None:
    """Nothing is mailed again; what comes next is in the next edition alone."""
    dated = [item["date_published"] for item in read(press, "letter.json")["items"]]
    archived = [item["id"] for item in read(press, "archive/letter/1.json")["items"]]
    rename(press)
    assert [i["date_published"] for i in read(press, "desk/mail.json")["items"]] == dated
    assert [i["id"] for i in read(press, "archive/desk/mail/1.json")["items"]] == archived
    press.read("pozzo")
    for hours in (1, 2, 24):
        press.at(EIGHT + 2 * DAY + hours * HOUR)
    assert press.titles("editions/desk/mail/latest") == ["La storia pozzo"]
    assert len(press.editions("desk/mail")) == 4


@pytest.mark.parametrize("name", ["letter", "archive/letter/1", FIRST, "editions/letter/latest"])
def test_the_feed_keeps_its_id(press: Press, name: str) -> None:
    """Requirement 22: A permanent id is never changed; readers see the feed that they had."""

    def id_of(name: str) -> bytes:
        return press.bytes_of(f"{name}.atom").partition(b"<id>")[2].partition(b"</id>")[0]

    before = id_of(name)
    rename(press)
    assert id_of(name.replace("letter", "desk/mail")) == before


def test_editors_words_go_on(press: Press) -> None:
    """A story kept out of the newsletter stays out."""
    card = next(card.id for card in press.desk.cards() if card.title == "La storia torre")
    press.order("exclude", card, channel="letter")
    rename(press)
    assert press.card(card).editor.channels == {"desk/mail": False}
    assert press.titles("desk/mail") == ["La storia mulino", "La storia ponte"]


async def test_declared_late_the_addresses_lead_there_all_the_same(press: Press) -> None:
    """A file that was renamed without a word about it answered 410 until the word came."""
    (own,) = press.settings.channels
    press.rename("letter", "desk/mail")
    (own / "desk" / "mail.toml").write_text(TELLING.format(more=BRIEF), "utf-8")
    press.reopen()
    press.publisher.publish()
    first = await asked(press, "/poliflash/feeds/letter.rss")
    (own / "desk" / "mail.toml").write_text(TELLING.format(more=RENAMED), "utf-8")
    press.reopen()
    press.publisher.publish()
    then = await asked(press, "/poliflash/feeds/letter.rss")
    assert (first.status, then.status) == (410, 308)
    assert not list((press.public / "feeds").glob("letter.*"))


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"a": '["b"]', "b": "[]"}, "a.toml: formerly: 'b' is a channel's name now"),
        ({"a": '["z"]', "b": '["z"]'}, "b.toml: formerly: 'z' is named by a, too"),
        ({"a": '["a"]'}, "a.toml: formerly: .*'a' is its name now"),
        ({"a": '["stories"]'}, "a.toml: formerly: 'stories' is a channel's name now"),
        ({"a": '["archive/x"]'}, "a.toml: formerly: 'archive/x' never was"),
        ({"a": '["Not A Name"]'}, "a.toml: formerly.0: "),
    ],
)
def test_a_name_that_is_not_free_is_refused(
    tmp_path: Path, files: dict[str, str], told: str
) -> None:
    """One line says which, and what to do."""
    for name, formerly in files.items():
        text = TELLING.format(more=f"formerly = {formerly}")
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    with pytest.raises(ChannelError, match=told):
        every_channel([tmp_path], {})


def test_a_renamed_source_takes_its_channel_along() -> None:
    """What `sources/<slug>` was is known by the source's former slugs."""
    found = every_channel([], {"new": source(slug="new", formerly=["old"])})
    assert [x.formerly for x in found if x.name == "sources/new"] == [("sources/old",)]
