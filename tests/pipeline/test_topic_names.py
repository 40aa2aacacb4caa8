"""Topics under another name."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from feeds.moved import moved
from pipeline.store import asking
from schemas import vocabulary
from schemas.channel import Filter
from schemas.errors import InputError
from schemas.question import question_from
from tests.builders import card
from tests.press import Press

Rename = Callable[..., None]


@pytest.fixture
def rename(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rename]:
    """Declares that a topic was called otherwise before; `drop`: and what is so called, is not."""
    tables = dict(vocabulary._data())

    def clear() -> None:
        vocabulary.topics.cache_clear()
        vocabulary._heirs.cache_clear()

    def renamed(slug: str, former: str, *, drop: bool = True) -> None:
        its: dict[str, Any] = {**tables[slug], "formerly": [former]}
        told = {**tables, slug: its}
        if drop:
            told.pop(former, None)
        monkeypatch.setattr(vocabulary, "_data", lambda: told)
        clear()

    yield renamed
    monkeypatch.undo()
    clear()


TAGGED = ({"topic": "patents", "words": ("brevetto",), "vocabulary": "1"},)


def test_a_renamed_topic_keeps_its_readers(tmp_path: Path, rename: Rename) -> None:
    """Requirement 46: Its addresses lead to the new ones, where its stories still are."""
    press = Press(tmp_path)
    story = card(topics=TAGGED)
    press.put(story)
    press.publish()
    assert press.ids("topics/patents.it") == [story.id]
    rename("spin-offs", "patents")
    press.restart()
    press.publish()
    names = orjson.loads((press.settings.public / "manifest.json").read_bytes())["moved"]
    places = {moved(f"feeds/topics/patents{x}", names) for x in (".rss", ".it.atom")}
    assert places == {"feeds/topics/spin-offs.rss", "feeds/topics/spin-offs.it.atom"}
    assert press.ids("topics/spin-offs.it") == [story.id]
    assert not (press.settings.public / "feeds/topics/patents.rss").exists()
    press.close()


def test_a_story_shows_what_its_topic_is_called_now(tmp_path: Path, rename: Rename) -> None:
    """Also before anybody filed it anew."""
    rename("spin-offs", "patents")
    press = Press(tmp_path)
    press.put(card(topics=TAGGED))
    press.publish()
    shown = (press.settings.public / "feeds/stories.it.rss").read_text("utf-8")
    press.close()
    assert "Spin-off e startup</category>" in shown and "patents" not in shown


def test_channels_and_questions_may_say_the_former_name(rename: Rename) -> None:
    """A channel's file and a feed's address that name it mean the topic of today."""
    rename("spin-offs", "patents")
    assert dict(Filter(topics=("patents",)).asked) == {"topics": {"spin-offs"}}
    asked = question_from([("topic", "patents")])
    assert asked.topic == ("spin-offs",)
    assert [mark.count("patents") for mark in asking.groups(asked)[0]] == [0, 1]


def test_a_former_name_must_be_free(rename: Rename) -> None:
    """The vocabulary is refused where it would mean two topics."""
    rename("spin-offs", "patents", drop=False)
    with pytest.raises(InputError, match="'patents' is another topic's name"):
        vocabulary.topic_of("patents")
