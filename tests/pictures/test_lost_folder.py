"""A public folder that somebody emptied."""

import shutil

import pytest

from pipeline.store.publication import any_dirty
from tests.house import House
from tests.pictures.seeing import media, seen

pytestmark = pytest.mark.server


def emptied(house: House) -> dict[str, bytes]:
    """What lay in the public folder, and does no more."""
    before = bytes_of(house)
    shutil.rmtree(house.settings.public)
    return before


def bytes_of(house: House) -> dict[str, bytes]:
    """Every public file but the manifest, which tells when each was written."""
    return {path: found[0] for path, found in house.public().items() if path != "manifest.json"}


@pytest.mark.parametrize("restarted", [True, False])
def test_an_emptied_folder_is_filled_again(house: House, restarted: bool) -> None:
    """Documents and cards by the next publish, pictures by the next look; no byte differs.

    It is one that was never empty: nothing is left to do.
    """
    seen(house, "ateneo-it")
    before = emptied(house)
    if restarted:
        house.reopen()
    assert house.pipe.publisher.due()
    house.pipe.publisher.publish()
    without = bytes_of(house)
    assert not [path for path, content in without.items() if b"/media/" in content], "not there"
    assert without.keys() == {path for path in before if not path.startswith("media/")}
    house.look()
    house.pipe.publisher.publish()
    assert bytes_of(house) == before
    with house.pipe.store.reading() as c:
        assert not any_dirty(c)
    assert (len(media(house)), house.pipe.publisher.due()) == (12, False)


def test_publishing_everything_finds_lost_copies(house: House) -> None:
    """Where the copies alone were lost, `publish --full` has them made again."""
    seen(house, "ateneo-it")
    before = media(house)
    shutil.rmtree(house.settings.public / "media")
    house.pipe.publisher.publish(full=True)
    house.look()
    house.pipe.publisher.publish()
    assert media(house) == before
