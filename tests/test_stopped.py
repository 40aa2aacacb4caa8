"""Publishes that are stopped on their way, and public folders that are not what the store says."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import editing, files
from schemas.card import StoryCard
from schemas.errors import PublishError
from tests.builders import NOON, card
from tests.press import Press

SAID: dict[str, Any] = {"by": "Anna", "at": NOON}
SECRET = b"un nome che nessuno deve leggere"
CARDS = [card(id=f"urn:uuid:{n:08x}-0000-4000-8000-{n:012x}") for n in range(3)]


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    """A house with some published cards."""
    found = Press(tmp_path)
    found.put(*CARDS)
    found.publish()
    yield found
    found.close()


def told(press: Press) -> list[str]:
    """The public files that hold the words."""
    return [path for path, content in lying(press).items() if SECRET in content]


def lying(press: Press) -> dict[str, bytes]:
    """The public files."""
    public = press.settings.public
    return {str(p.relative_to(public)): p.read_bytes() for p in public.rglob("*") if p.is_file()}


def spoken() -> StoryCard:
    """The first card with words of its own."""
    return CARDS[0].model_copy(update={"title": SECRET.decode(), "revision": 2})


def stopped_at(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> Callable[[], None]:
    """Have one of the next file operations of a kind fail."""
    real, left = getattr(os, name), [number]

    def failing(*args: Any, **more: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            raise OSError(28, "No space left on device")
        return real(*args, **more)

    monkeypatch.setattr(os, name, failing)
    return lambda: monkeypatch.setattr(os, name, real)


def test_a_retracted_story_goes_after_a_stop_before_it_went(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was noted in the store is done to the files, if need be by the next publish."""
    press.put(spoken())
    press.publish()
    assert told(press)
    press.put(editing.retracted(spoken(), **SAID))
    with monkeypatch.context() as patched, pytest.raises(PublishError):
        patched.setattr(files, "remove", _refused)
        press.publish()
    press.restart().publish()
    assert told(press) == []


def _refused(path: Path) -> None:
    raise PublishError("cannot be removed: No space left on device", subject=str(path))


@pytest.mark.parametrize("restarted", [False, True])
@pytest.mark.parametrize("number", [2, 9, 25, 40])
def test_words_taken_back_go_after_a_stop(
    press: Press, monkeypatch: pytest.MonkeyPatch, number: int, *, restarted: bool
) -> None:
    """Words that some files already had are gone once they are taken back, before all had them."""
    press.put(spoken())
    mend = stopped_at(monkeypatch, "replace", number)
    with pytest.raises(PublishError):
        press.publish()
    assert told(press)
    mend()
    press.put(CARDS[0].model_copy(update={"revision": 3}))
    if restarted:
        press.restart()
    press.publish()
    assert told(press) == []


def test_a_full_publish_mends_what_others_wrote(press: Press) -> None:
    """Whatever lies in the public folder, afterwards it is what the store says."""
    before = lying(press)
    for path in press.settings.public.rglob("*.rss"):
        path.write_bytes(SECRET)
    press.restart().publish(full=True)
    after = lying(press)
    assert after.keys() == before.keys()
    other = [path for path in before if after[path] != before[path]]
    assert other in ([], ["manifest.json"])  # which says when each was last written
