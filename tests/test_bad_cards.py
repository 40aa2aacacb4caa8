"""Cards that no document may hold: none of them stops one."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from feeds.contract import defects
from pipeline.rendering import RENDERERS
from pipeline.store import tables as t
from pipeline.store.record import record_of
from schemas.card import StoryCard
from schemas.channel import FORMATS
from tests.builders import card
from tests.press import Press


@pytest.fixture
def press(tmp_path: Path, kept: Path) -> Iterator[Press]:
    """A store and a public folder."""
    made = Press(tmp_path, kept)
    yield made
    made.close()


def _damaged(record: str, damage: str) -> str:
    fields = json.loads(record)
    if damage == "cut short":
        return record[:-20]
    if damage == "without a title":
        del fields["title"]
    elif damage == "a title of 2 MB":
        fields["title"] = "x" * 2_000_000
    elif damage == "half a surrogate pair":
        return record.replace('"title":"', '"title":"\\ud83d')
    elif damage == "a field of the future":
        fields["mood"] = "good"
    return json.dumps(fields)


def _damage(press: Press, one: StoryCard, damage: str) -> None:
    with press.store.writing() as c:
        record = _damaged(record_of(one), damage)
        c.execute(update(t.card).where(t.card.c.id == one.id).values(record=record))
    press.put(card())  # the channel is rendered anew


DAMAGES = [
    "cut short", "without a title", "a title of 2 MB", "half a surrogate pair",
    "a field of the future",
]  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_record_is_set_aside_and_named(press: Press, damage: str) -> None:
    """The others are published, the card is in none of its channels, and the receipt says why."""
    good, bad = card(), card()
    press.put(good, bad)
    press.publish()
    _damage(press, bad, damage)
    published = press.publish()
    (refused,) = published.refused
    assert refused.card == bad.id
    assert refused.why.startswith("cannot be read: ")
    assert good.id in press.ids("stories")
    assert bad.id not in press.ids("stories")
    assert not (press.settings.public / "cards" / bad.key[:2] / f"{bad.key}.json").exists()


def test_a_damaged_record_is_named_once(press: Press) -> None:
    """The next publication has nothing to say of it."""
    bad = card()
    press.put(bad)
    _damage(press, bad, "cut short")
    press.publish()
    press.put(card())
    assert press.publish(full=True).refused == ()


def test_a_card_set_aside_comes_back_under_its_id(press: Press) -> None:
    """Saved anew, as after its page was read again, it stands where it stood."""
    bad = card()
    press.put(bad)
    press.publish()
    _damage(press, bad, "cut short")
    press.publish()
    press.put(bad)
    press.publish()
    assert bad.id in press.ids("stories")


ODD: list[tuple[str, dict[str, Any], bool]] = [
    ("nothing readable", {"title": "\x07\x1b"}, False),
    ("a script", {"body": "<script>x</script>", "rights": {"text": "full"}}, False),
    ("controls", {"title": "A\x0bB\x85", "teaser": "\x00x."}, True),
    ("half pairs", {"title": "A\ud83dB", "teaser": "x\udc00.", "tags": ("\ud800y",)}, True),
    ("end of CDATA", {"title": "]]>", "body": "<p>]]></p>", "rights": {"text": "full"}}, True),
    ("no title", {"title": None}, False),
    ("no address", {"url": None}, False),
    ("2 MB title", {"title": "x" * 2_000_000}, False),
]


@pytest.mark.parametrize(("odd", "shown"), [row[1:] for row in ODD], ids=[row[0] for row in ODD])
def test_an_odd_card_leaves_every_document_sound(
    press: Press, odd: dict[str, Any], shown: bool
) -> None:
    """Requirement 18: it is mended, or left out and named; its neighbours stay."""
    good, bad = card(), card()
    constructed = bad.model_copy(update=_rights(odd))
    press.put(good, bad)
    press.publish()
    with press.store.reading() as c:
        entries = press.publisher.entries.of(c, press.publisher.variants["stories.it"])
    changed = [
        e.model_copy(update={"card": constructed}) if e.card.id == bad.id else e for e in entries
    ]
    variant, site = press.publisher.variants["stories.it"], press.publisher.site
    for format_ in FORMATS:
        made = RENDERERS[format_](variant, changed, site, press.clock())
        address = site.self_link(variant, format_)
        assert defects(made.content, format_, address, press.clock()) == []
        assert (good.id.encode() in made.content, bad.id.encode() in made.content) == (True, shown)
        assert [name for name, _ in made.refused] == ([] if shown else [bad.id])


def _rights(odd: dict[str, Any]) -> dict[str, Any]:
    full = card(rights={"text": "full", "attribution": "Ateneo"}).rights
    return {**odd, "rights": full} if "rights" in odd else odd
