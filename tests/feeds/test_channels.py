"""Tests of declared and generated channels."""

from datetime import timedelta
from pathlib import Path

import pytest

from feeds.channels import families, load_channels, variants
from schemas.errors import ChannelError
from schemas.vocabulary import DEPARTMENTS, SECTIONS, topics
from tests.builders import channel

TEXTS = 'title = { it = "Mia", en = "Mine" }\ndescription = { it = "Cose.", en = "Things." }\n'


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_newsroom_has_stories_and_a_newsletter() -> None:
    """The bundled channels are there without any folder, two hundred cards long."""
    assert {c.name: (c.profile, c.length) for c in load_channels()} == {
        "newsletter": ("newsletter", 200),
        "stories": ("web", 200),
    }


def test_a_file_is_a_channel_named_after_it(tmp_path: Path) -> None:
    """The path below the folder, without suffix, is the channel's name."""
    _file(tmp_path, "lab/energy", TEXTS + 'window = "90d"\n')
    found = {c.name: c for c in load_channels(tmp_path)}
    assert found["lab/energy"].window == timedelta(days=90)


def test_a_later_folder_overrides_by_name(tmp_path: Path) -> None:
    """A newsroom may declare its own `stories`."""
    _file(tmp_path, "stories", TEXTS)
    assert {c.name: c.title.en for c in load_channels(tmp_path)}["stories"] == "Mine"


@pytest.mark.parametrize(
    "name", ["query", "archive/old", "topics/energy", "stories/mine", "sources/a", "editions"]
)
def test_reserved_names_are_refused(tmp_path: Path, name: str) -> None:
    """First parts that we generate or keep cannot be taken by a file."""
    path = _file(tmp_path, name, TEXTS)
    with pytest.raises(ChannelError, match="rename the file") as caught:
        load_channels(tmp_path)
    assert caught.value.subject == str(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = [", "cannot be read as TOML"),
        (TEXTS + "lenght = 20", "lenght: unknown; remove it or take one of: .*length"),
        (TEXTS + "length = 0", r"length: .*greater than or equal to 1 \(found 0\)"),
        (TEXTS + '[filter]\nlanguages = ["fr"]', "filter.languages.0: "),
        (TEXTS + '[filter]\ntopics = ["enrgy"]', "filter.topics: there is no 'enrgy'; .*energy"),
        (TEXTS + '[filter]\ndepartments = ["XYZ"]', "filter.departments: there is no 'xyz'; .*DET"),
        (TEXTS + 'name = "other"', "name: the file's name is the channel's"),
        ('title = { it = "Solo" }\n', "title.en: missing; .*description: missing"),
        (TEXTS + 'read_by = "mailchump"', "read_by: no such tool; there are .*mailchimp"),
        (TEXTS + 'window = "month"', "window: .*is not a duration"),
    ],
)
def test_a_broken_file_says_what_to_do(tmp_path: Path, text: str, told: str) -> None:
    """The error names the file, the field and the way out."""
    path = _file(tmp_path, "mine", text)
    with pytest.raises(ChannelError, match=told) as caught:
        load_channels(tmp_path)
    assert str(path) in str(caught.value)


def test_a_file_name_that_makes_no_address_is_refused(tmp_path: Path) -> None:
    """Spaces and capitals cannot be part of an address."""
    _file(tmp_path, "My Channel", TEXTS)
    with pytest.raises(ChannelError, match="'My Channel' makes no address"):
        load_channels(tmp_path)


def test_there_is_a_channel_for_each_topic_section_department_and_source() -> None:
    """The families follow the vocabulary and the sources, whatever the cards say."""
    names = [c.name for c in families([("i3p-it", "I3P")])]
    assert names == [
        *(f"topics/{slug}" for slug in topics()),
        *(f"sections/{section.replace('_', '-')}" for section in SECTIONS),
        *(f"departments/{code.lower()}" for code in DEPARTMENTS),
        "sources/i3p-it",
    ]


def test_a_source_channel_has_no_language_versions() -> None:
    """`sources/<slug>` is one document per format."""
    (own,) = [c for c in families([("i3p-it", "I3P")]) if c.name.startswith("sources/")]
    assert [v.key for v in variants([own])] == ["sources/i3p-it"]


def test_a_channel_comes_in_all_languages_and_in_each() -> None:
    """The version of all languages first, then those the channel names."""
    found = variants([channel(name="a"), channel(name="b", suffixes=("en",))])
    assert [v.key for v in found] == ["a", "a.it", "a.en", "b", "b.en"]
