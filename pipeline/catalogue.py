"""The declared sources, read from their files."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from pipeline.settings import Settings
from schemas.errors import SourceError, UnknownError
from schemas.source import Source
from schemas.types import Record

SHIPPED = Path(__file__).parent.parent / "spiders" / "sources"


class Catalogue(Record):
    """The sources that can be used, and what is wrong with the files of the others."""

    sources: dict[str, Source] = {}
    problems: tuple[str, ...] = ()
    """One line per file that cannot be used: file, field, what to do."""
    faulty: dict[str, str] = {}
    """The same line by the slug that the file would have."""

    def named(self, slugs: Iterable[str]) -> tuple[Source, ...]:
        """The sources of these slugs; UnknownError names the nearest ones for a wrong one.

        SourceError tells what is wrong with the file of one that cannot be used.
        """
        return tuple(self._one(slug) for slug in slugs)

    def _one(self, slug: str) -> Source:
        if slug in self.sources:
            return self.sources[slug]
        if slug in self.faulty:
            raise SourceError(self.faulty[slug])
        near = difflib.get_close_matches(slug, [*self.sources, *self.faulty], n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "see `poliflash sources list`"
        raise UnknownError(f"no such source; {hint}", subject=slug)


def catalogue(settings: Settings) -> Catalogue:
    """Every source of the shipped and the added folders; a file overrides by its name."""
    folders = [SHIPPED, *settings.sources] if settings.own_sources else list(settings.sources)
    files: dict[str, Path] = {}
    problems = [f"{f}: no such folder; check --sources" for f in folders if not f.is_dir()]
    for folder in folders:
        files.update((file.stem, file) for file in sorted(folder.glob("*.toml")))
    sources: dict[str, Source] = {}
    faulty: dict[str, str] = {}
    for slug, file in sorted(files.items()):
        try:
            sources[slug] = source_from(file)
        except SourceError as error:
            faulty[slug] = str(error)
    for slug, why in _misnamed(sources, files):
        del sources[slug]
        faulty[slug] = f"{files[slug]}: formerly: {why}"
    return Catalogue(sources=sources, problems=(*problems, *faulty.values()), faulty=faulty)


def _misnamed(sources: Mapping[str, Source], files: Mapping[str, Path]) -> list[tuple[str, str]]:
    """The sources that name a slug as their former one which is not free, and why."""
    heirs: dict[str, str] = {}
    found: dict[str, str] = {}
    for slug, source in sources.items():
        for former in source.formerly:
            if former in files:
                found.setdefault(slug, f"{former!r} still has a file, {files[former]}; remove it")
            elif former in heirs:
                found.setdefault(slug, f"{former!r} is named by {heirs[former]}, too")
            heirs.setdefault(former, slug)
    return list(found.items())


def source_from(file: Path) -> Source:
    """The source a file declares; SourceError names the file, the field and what to do."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"not valid TOML: {error}", subject=str(file)) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}", subject=str(file)) from None
    if "slug" in table:
        raise SourceError("slug: the file's name is the slug; remove the key", subject=str(file))
    try:
        return Source.model_validate({"slug": file.stem, **table})
    except ValidationError as error:
        raise SourceError(complaint(error, Source.model_fields), subject=str(file)) from None


def complaint(error: ValidationError, fields: Mapping[str, object] | Sequence[str]) -> str:
    """The first fault of a declaration in one line; unknown keys get the nearest known ones."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the file"
    if first["type"] == "extra_forbidden":
        near = difflib.get_close_matches(str(first["loc"][-1]), list(fields), n=1)
        hint = f"; did you mean {near[0]}?" if near else "; remove it"
        return f"{where}: unknown key{hint}"
    more = len(error.errors()) - 1
    tail = f" (and {more} more)" if more else ""
    return f"{where}: {first['msg'].removeprefix('Value error, ')}{tail}"
