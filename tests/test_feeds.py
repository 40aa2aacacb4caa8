"""The channels on the command line: `feeds list`, `feeds check`."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.files import etag_of
from tests.builders import card
from tests.calling import Call, Ended
from tests.press import Press

CHANNEL = """
read_by = "mailup"
length = 7
title = { it = "Energia", en = "Energy" }
description = { it = "Storie.", en = "Stories." }
filter = { topics = ["energy"], kinds = ["story"] }
"""
LETTER = """
profile = "newsletter"
hold = "0m"
title = { it = "Lettera", en = "Letter" }
description = { it = "Storie.", en = "Stories." }
"""
ENERGY = ({"topic": "energy", "vocabulary": "1"},)


class Newsroom(Press):
    """One story about energy and one about nothing, published."""

    def begin(self) -> None:
        """What each test finds."""
        self.put(card(topics=ENERGY, title="Il sole"), card(language="en"))
        self.publish()


class House:
    """A published house, and commands in it."""

    def __init__(self, press: Press, call: Call, channels: Path) -> None:
        """`call` works on the same folders."""
        self.public = press.settings.public
        self._call, self.channels = call, channels

    def publish(self) -> None:
        """`poliflash publish`."""
        assert self._call("--channels", str(self.channels), "publish").code == 0

    def feeds(self, *words: str) -> Ended:
        """A command of `poliflash feeds`."""
        return self._call("--channels", str(self.channels), "feeds", *words)

    def rewrite(self, path: str, old: str, new: str) -> None:
        """Change a document as a faulty publisher would: the manifest tells of the new bytes."""
        file, listing = self.public / path, self.public / "manifest.json"
        before = file.read_text("utf-8")
        file.write_text(before.replace(old, new), "utf-8")
        assert file.read_text("utf-8") != before
        listed = json.loads(listing.read_text("utf-8"))
        listed["documents"][path]["etag"] = etag_of(file.read_bytes())
        listing.write_text(json.dumps(listed), "utf-8")


@pytest.fixture
def house(tmp_path: Path, call: Call, kept: Path) -> Iterator[House]:
    """Two channels of its own, one story about energy and one about nothing."""
    channels = tmp_path / "channels"
    channels.mkdir()
    (channels / "energia.toml").write_text(CHANNEL, "utf-8")
    (channels / "lettera.toml").write_text(LETTER, "utf-8")
    press = Newsroom(tmp_path, kept, channels=(channels,))
    yield House(press, call, channels)
    press.close()


def test_the_list_says_what_a_channel_takes_and_holds(house: House) -> None:
    """Cards, newest, bytes, length, the tool it is for, filter, title and address on a line."""
    listed = {
        line.split("\t")[0]: line.split("\t") for line in house.feeds("list").out.splitlines()
    }
    name, cards, newest, size, *rest = listed["energia.it"]
    assert (name, cards, newest) == ("energia.it", "1", "2026-03-02 12:00")
    assert int(size) == (house.public / "feeds/energia.it.rss").stat().st_size
    address = "http://127.0.0.1:8000/feeds/energia.it.rss"
    asked = "topics energy; kinds story; language it"
    assert rest == ["7", "mailup", asked, "Energia", address]
    assert listed["energia.en"][1:3] == ["0", "–"]


def test_a_channel_that_is_removed_is_told_to_be_gone(house: House) -> None:
    """Requirement 46: the manifest names its documents until a channel of that name comes back."""
    (house.channels / "energia.toml").rename(house.channels / "energia.off")
    house.publish()
    told = json.loads((house.public / "manifest.json").read_text("utf-8"))
    assert "feeds/energia.it.rss" in told["gone"]
    assert not told["documents"].keys() & set(told["gone"])
    (house.channels / "energia.off").rename(house.channels / "energia.toml")
    house.publish()
    told = json.loads((house.public / "manifest.json").read_text("utf-8"))
    assert "feeds/energia.it.rss" in told["documents"].keys() - set(told.get("gone", ()))


def test_a_sound_house_gets_a_verdict_from_every_tool(house: House) -> None:
    """Nothing is wrong: exit code 0, and a line for each tool."""
    ended = house.feeds("check")
    assert ended.code == 0, ended
    tools = [line.split("\t")[0] for line in ended.out.splitlines()]
    assert tools == [
        "Brevo", "Drupal", "HubSpot", "Mailchimp", "MailerLite", "MailUp", "Outlook",
        "Plain reader", "WordPress",
    ]  # fmt: skip


DEFECTS = [
    ("feeds/stories.it.rss", "</channel>", "", "stories.it.rss: is not well-formed"),
    ("feeds/stories.rss", ' isPermaLink="false"', "", "its guid does not say whether it is an"),
    ("feeds/energia.json", '"content_html"', '"content_htm"', "has no content"),
    ("opml.xml", "</opml>", "", "opml.xml: is not well-formed"),
    ("schemas/story-card.json", "}", "", "story-card.json: is not well-formed"),
]


def test_a_defect_is_named_with_its_place(house: House) -> None:
    """The document, the place in it and what is wrong on a line; exit code 1."""
    for path, old, new, _ in DEFECTS:
        house.rewrite(path, old, new)
    ended = house.feeds("check")
    lines = [(line.partition(": ")[0], line) for line in ended.out.splitlines()]
    told = {path: {where for where, line in lines if why in line} for path, *_, why in DEFECTS}
    assert (ended.code, told) == (1, {path: {path} for path, *_ in DEFECTS})


def test_a_newsletter_that_a_tool_passes_over_is_a_defect(house: House) -> None:
    """An undated item is no defect elsewhere: a newsroom may give no date."""
    house.rewrite("feeds/lettera.it.rss", "</pubDate>", " </pubDate>")
    house.rewrite("feeds/lettera.it.rss", "<pubDate>", "<pubDate>x ")
    ended = house.feeds("check")
    assert "feeds/lettera.it.rss: item 1 (urn:uuid:" in ended.out
    assert "Mailchimp passes over it for want of date" in ended.out


def test_documents_and_manifest_must_agree(house: House) -> None:
    """What is missing, or other than listed, is named."""
    (house.public / "feeds/stories.rss").unlink()
    (house.public / "feeds/stories.it.rss").write_text("<rss/>")
    ended = house.feeds("check")
    told = [line for line in ended.out.splitlines() if ": " in line]
    assert ended.code == 1
    assert "feeds/stories.rss: cannot be read: No such file or directory" in told
    assert "feeds/stories.it.rss: is not what the manifest tells of; publish it again" in told


@pytest.mark.parametrize(
    ("manifest", "told"),
    [
        ("{", "manifest.json: cannot be read"),
        ('{"documents": {}}', "feeds/stories.rss: is not published"),
    ],
)
def test_a_manifest_that_is_no_list_is_named(house: House, manifest: str, told: str) -> None:
    """One that cannot be read, and one that lists nothing of what must be there."""
    (house.public / "manifest.json").write_text(manifest)
    ended = house.feeds("check")
    assert (ended.code, told in ended.out) == (1, True), ended.out


def test_archives_and_editions_are_read_back_too(house: House) -> None:
    """The manifest does not list them: there are more of them every day."""
    for folder in ("archive/stories.it", "editions/lettera"):
        file = house.public / "feeds" / folder / "1.rss"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes((house.public / "feeds/stories.rss").read_bytes())
    ended = house.feeds("check")
    told = "calls itself http://127.0.0.1:8000/feeds/stories.rss"
    places = [line.partition(": ")[0] for line in ended.out.splitlines() if told in line]
    assert (ended.code, sorted(places)) == (
        1,
        ["feeds/archive/stories.it/1.rss", "feeds/editions/lettera/1.rss"],
    )


def test_the_check_is_read_by_programs_too(house: House) -> None:
    """`--json` gives defects and verdicts."""
    found = json.loads(house.feeds("check", "--json").out)
    verdict = next(row for row in found["verdicts"] if row["consumer"] == "mailchimp")
    assert (found["wrong"], verdict["passed_over"], verdict["items"] > 0) == ([], 0, True)
