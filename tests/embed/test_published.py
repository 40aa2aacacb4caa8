"""The documents of embedded stories in the public folder."""

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from feeds.embed.fragment import TEMPLATES
from feeds.embed.places import paths_of
from pipeline.files import ended
from pipeline.settings import Settings
from schemas.card import StoryCard
from schemas.errors import SettingsError
from tests.builders import card
from tests.press import FULL, Press
from tests.web.front import Front

OWN = 'title = {it = "Mia", en = "Mine"}\ndescription = {it = "Mia.", en = "Mine."}\n'
CARDS, FRAGMENT = paths_of("stories.it")


@pytest.fixture
def press(tmp_path: Path) -> Iterator[Press]:
    """A house with a channel of its own, and nothing in it."""
    (tmp_path / "channels").mkdir()
    (tmp_path / "channels" / "mia.toml").write_text(OWN, "utf-8")
    made = Press(tmp_path, channels=(tmp_path / "channels",))
    yield made
    made.close()


def story(**fields: object) -> StoryCard:
    """A card that its source lets us show in full."""
    return card(rights=FULL, **fields)


def titles(press: Press, key: str = "stories.it") -> list[str]:
    """What a cards document shows; the fragment must show the same."""
    found = [press.settings.public / path for path in paths_of(key)]
    shown = [its["title"] for its in orjson.loads(found[0].read_bytes())["cards"]]
    text = found[1].read_text("utf-8")
    assert [title for title in shown if f">{title}</a>" not in text] == []
    return shown


def again(press: Press, **changes: object) -> Press:
    """The program starts again with other settings."""
    settings = press.settings.model_copy(update=changes)
    made = Press.__new__(Press)
    made.settings, made.store, made.clock = settings, press.store, press.clock
    made.publisher = type(press.publisher)(settings, press.store, {})
    return made


def test_every_channel_has_them(press: Press) -> None:
    """In each language, with cards or without, newsletters too; the manifest lists them."""
    press.publish()
    told = orjson.loads((press.settings.public / "manifest.json").read_bytes())["documents"]
    keys = press.publisher.variants
    assert {path for key in keys for path in paths_of(key)} <= told.keys()
    assert {"stories.it", "newsletter", "topics/energy.en", "sources/ateneo", "mia"} <= keys.keys()


def test_only_those_of_a_dirty_channel_are_written(press: Press) -> None:
    """A story in Italian changes nothing for those who embed the English ones."""
    press.publish()
    press.put(story(title="Ponte"))
    changed = {document.path for document in press.publish().documents}
    assert {CARDS, FRAGMENT, *paths_of("stories")} <= changed
    assert changed.isdisjoint((*paths_of("stories.en"), *paths_of("topics/energy.it")))


def test_nobody_is_offered_oembed(press: Press) -> None:
    """Requirement 71: WordPress fences off unknown providers; the plugin and HTML serve instead."""
    press.put(story(title="Ponte"))
    press.publish()
    pages = [path.read_bytes().lower() for path in press.settings.public.rglob("*.html")]
    assert pages and not any(b"oembed" in page for page in pages)


def test_what_is_taken_back_leaves_them_at_once(press: Press) -> None:
    """In the publish that takes it out of the feeds."""
    gone = story(title="Ritrattata")
    press.put(gone, story(title="Ponte"))
    press.publish()
    assert titles(press) == ["Ponte", "Ritrattata"]
    press.put(story(id=gone.id, url=gone.url, revision=2, editor={"retracted": True}))
    press.publish()
    assert titles(press) == ["Ponte"]


def test_they_end_with_their_channel(press: Press) -> None:
    """Nothing lies there any more, and whoever asks is told so."""
    press.publish()
    (press.settings.channels[0] / "mia.toml").unlink()
    again(press).publisher.publish()
    files = [press.settings.public / path for path in paths_of("mia.it")]
    told = orjson.loads((press.settings.public / "manifest.json").read_bytes())["gone"]
    assert [(file.exists(), ended(file).exists()) for file in files] == [(False, True)] * 2
    assert set(paths_of("mia.it")) <= set(told)


def test_another_template_renders_all_of_them_anew(press: Press, tmp_path: Path) -> None:
    """It counts from the next start on, though no story changed."""
    press.publish()
    own = tmp_path / "templates"
    own.mkdir()
    (own / TEMPLATES["plain"]).write_text("<b>{{ document.title }}</b>", "utf-8")
    again(press, templates=own).publisher.publish()
    shown = press.settings.public / FRAGMENT
    assert shown.read_text("utf-8") == "<b>Storie di ricerca e innovazione</b>"


def test_a_broken_template_leaves_the_old_bytes(press: Press, tmp_path: Path) -> None:
    """The program does not start with it."""
    press.publish()
    before = (press.settings.public / FRAGMENT).read_bytes()
    own = tmp_path / "templates"
    own.mkdir()
    (own / TEMPLATES["plain"]).write_text("{{ storie }}", "utf-8")
    with pytest.raises(SettingsError, match=r"fragment\.html: line 1: 'storie' is undefined"):
        again(press, templates=own)
    assert (press.settings.public / FRAGMENT).read_bytes() == before


def test_the_server_does_not_start_with_it_either(press: Press, tmp_path: Path) -> None:
    """It makes fragments, too."""
    (tmp_path / TEMPLATES["plain"]).write_text("{{ storie }}", "utf-8")
    settings: Settings = press.settings.model_copy(update={"templates": tmp_path})
    with pytest.raises(SettingsError):
        Front(settings, press.store).app()
