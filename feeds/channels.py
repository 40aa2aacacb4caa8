"""The channels: declared in files, generated for every topic, section, department and source."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from feeds.consumers import consumers
from feeds.embed.words import in_tongue
from schemas.channel import Channel, Filter, Variant
from schemas.errors import ChannelError
from schemas.source import Source
from schemas.types import Bilingual
from schemas.vocabulary import DEPARTMENTS, SECTIONS, topics

BUNDLED = Path(__file__).with_name("channels")
"""The channels every newsroom has: `stories` and `newsletter`."""

RESERVED = frozenset(
    {"stories", "newsletter", "query", "archive", "editions", "explain", "frame", "cards"}
    | {"topics", "sections", "departments", "sources"}
)
"""First parts of names that own channels may not take."""

_NEVER = ("query", "archive", "editions", "explain")


def load_channels(*folders: Path) -> tuple[Channel, ...]:
    """The bundled channels and those of the folders, by name; a later file wins over an earlier.

    A file's path below its folder, without `.toml`, is the channel's name. ChannelError where a
    file cannot be used.
    """
    found: dict[str, Channel] = {}
    for folder in (BUNDLED, *folders):
        for path in sorted(folder.rglob("*.toml")):
            name = path.relative_to(folder).with_suffix("").as_posix()
            if folder != BUNDLED:
                _refuse_reserved(name, path)
            found[name] = _channel(name, path)
    return tuple(found[name] for name in sorted(found))


def _refuse_reserved(name: str, path: Path) -> None:
    first = name.split("/")[0]
    if first in RESERVED and not (BUNDLED / f"{name}.toml").is_file():
        raise ChannelError(
            f"names that start with {first!r} are generated or kept for us; rename the file",
            subject=str(path),
        )


def _channel(name: str, path: Path) -> Channel:
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ChannelError(f"cannot be read as TOML: {error}", subject=str(path)) from None
    if "name" in declared:
        raise ChannelError(
            "name: the file's name is the channel's; remove the line", subject=str(path)
        )
    try:
        channel = Channel.model_validate({**declared, "name": name})
    except ValidationError as error:
        told = "; ".join(_told(dict(problem)) for problem in error.errors())
        raise ChannelError(told, subject=str(path)) from None
    if channel.read_by not in (None, *consumers()):
        known = ", ".join(consumers())
        raise ChannelError(f"read_by: no such tool; there are {known}", subject=str(path))
    _refuse_unknown(channel, path)
    return channel


def _refuse_unknown(channel: Channel, path: Path) -> None:
    """A misspelt topic would make a channel without a story, and nobody would know why."""
    asked = dict(channel.filter.asked)
    for field, known in (("topics", tuple(topics())), ("departments", tuple(DEPARTMENTS))):
        if unknown := asked.get(field, frozenset()).difference(map(str.casefold, known)):
            told = f"there is no {min(unknown)!r}; there are {', '.join(known)}"
            raise ChannelError(f"filter.{field}: {told}", subject=str(path))


def _told(problem: Mapping[str, object]) -> str:
    """One line for a person: the field, what is wrong with it, what to do."""
    where = problem["loc"]
    field = ".".join(str(part) for part in where) if isinstance(where, tuple) else str(where)
    if problem["type"] == "extra_forbidden":
        known = ", ".join(sorted(set(Channel.model_fields) - {"name"}))
        return f"{field}: unknown; remove it or take one of: {known}"
    if problem["type"] == "missing":
        return f"{field}: missing; add it (title and description need both it and en)"
    if field == "name":
        return (
            f"name: {problem['input']!r} makes no address; use a-z, 0-9 and - in the file's name, "
            "in one folder at most"
        )
    return f"{field}: {problem['msg']} (found {problem['input']!r}); correct it"


def every_channel(folders: Iterable[Path], sources: Mapping[str, Source]) -> tuple[Channel, ...]:
    """All that are published: the declared ones, then the generated ones. ChannelError."""
    named = sorted((slug, source.name) for slug, source in sources.items())
    before = {slug: source.formerly for slug, source in sources.items()}
    found = (*load_channels(*folders), *families(named, before, _apart(sources)))
    renamed(found)
    return found


def _apart(sources: Mapping[str, Source]) -> dict[str, Bilingual]:
    """Slug → what tells a newsroom from others of its name: its language, or its address."""
    found: dict[str, Bilingual] = {}
    for slug, one in sources.items():
        twins = [other for other in sources.values() if other.name == one.name]
        if [other.language for other in twins].count(one.language) == 1 < len(twins):
            found[slug] = Bilingual(
                it=in_tongue(one.language, "it"), en=in_tongue(one.language, "en")
            )
        elif [other.home for other in twins].count(one.home) == 1 < len(twins):
            where = one.home.partition("//")[2].rstrip("/")
            found[slug] = Bilingual(it=where, en=where)
    return found


def renamed(channels: Iterable[Channel]) -> dict[str, str]:
    """Former name → name; ChannelError where a former name is not free."""
    every = tuple(channels)
    taken = {channel.name for channel in every}
    heirs: dict[str, str] = {}
    for channel in every:
        for former in channel.formerly:
            why = ""
            if former in taken:
                why = "is a channel's name now; take it out here, or rename that channel"
            elif former in heirs:
                why = f"is named by {heirs[former]}, too; take it out of one of them"
            elif former.split("/")[0] in _NEVER:
                why = "never was a channel's name; take it out"
            if why:
                raise ChannelError(f"formerly: {former!r} {why}", subject=f"{channel.name}.toml")
            heirs[former] = channel.name
    return heirs


def names(folders: Iterable[Path], sources: Mapping[str, Source]) -> frozenset[str]:
    """Of every channel. ChannelError."""
    return frozenset(channel.name for channel in every_channel(folders, sources))


def families(
    sources: Sequence[tuple[str, str]],
    before: Mapping[str, Sequence[str]] | None = None,
    apart: Mapping[str, Bilingual] | None = None,
) -> tuple[Channel, ...]:
    """The generated channels, given the sources as (slug, name); no card is looked at.

    `before`: slug → the source's former ones; `apart`: what tells it from one of its name.
    """
    own = _sources(sources, before or {}, apart or {})
    return (*_topics(), *_sections(), *_departments(), *own)


def _topics() -> Iterator[Channel]:
    for slug, topic in topics().items():
        yield Channel(
            name=f"topics/{slug}",
            formerly=tuple(f"topics/{former}" for former in topic.formerly),
            title=topic.label,
            description=topic.description,
            filter=Filter(topics=(slug,)),
        )


def _sections() -> Iterator[Channel]:
    for section, label in SECTIONS.items():
        yield Channel(
            name=f"sections/{section.replace('_', '-')}",
            title=label,
            description=_about(label, "Le storie della sezione", "Stories of the section"),
            filter=Filter(sections=(section,)),
        )


def _departments() -> Iterator[Channel]:
    for code, name in DEPARTMENTS.items():
        yield Channel(
            name=f"departments/{code.lower()}",
            title=Bilingual(it=f"{code}: {name.it}", en=f"{code}: {name.en}"),
            description=_about(name, "Le storie che nominano il", "Stories that mention the"),
            filter=Filter(departments=(code,)),
        )


def _sources(
    sources: Iterable[tuple[str, str]],
    before: Mapping[str, Sequence[str]],
    apart: Mapping[str, Bilingual],
) -> Iterator[Channel]:
    for slug, name in sources:
        label = Bilingual(it=name, en=name)
        yield Channel(
            name=f"sources/{slug}",
            formerly=tuple(f"sources/{former}" for former in before.get(slug, ())),
            title=label,
            apart=apart.get(slug),
            description=_about(label, "Le storie raccolte da", "Stories gathered from"),
            filter=Filter(sources=(slug,)),
            suffixes=(),
        )


def _about(name: Bilingual, it: str, en: str) -> Bilingual:
    return Bilingual(it=f"{it} {name.it}.", en=f"{en} {name.en}.")


def variants(channels: Iterable[Channel]) -> tuple[Variant, ...]:
    """Each channel in all languages together, then in each language of its own."""
    return tuple(
        Variant(channel=channel, language=language)
        for channel in channels
        for language in (None, *channel.suffixes)
    )
