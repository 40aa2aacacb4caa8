"""The pages that editors keep, read from their files."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import ValidationError

from pipeline.catalogue import complaint
from schemas.errors import PageFileError
from schemas.page import Contact, Head, Intro, KeyFigure, Page, Picture, Platform, Stories, veiled
from spiders.dates import moment

LARGEST = 2 * 2**20
"""Bytes that a picture of a page may have."""
_KEYS = sorted(
    {
        key
        for record in (Page, Intro, Picture, KeyFigure, Stories, Platform, Contact, Head)
        for key in record.model_fields
    }
    - {"name"}
)
_NAME = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_PLACE = re.compile(r"(\w+)\.([0-9]+)")
Stamps = Mapping[Path, tuple[int, int]]


class Declared(NamedTuple):
    """A page as its file declares it."""

    page: Page
    file: Path
    remarks: tuple[str, ...] = ()
    """What an editor is to know of the file, though it can be used."""
    pictures: Mapping[str, bytes] = MappingProxyType({})
    """Name → bytes of what lies in the folder of the page's name."""


class Found(NamedTuple):
    """What lies in the folders."""

    pages: dict[str, Declared]
    broken: dict[str, str]
    """Page → the line that says what is wrong with its file; '' for a folder that is away."""

    def gone(self, known: Collection[str]) -> list[str]:
        """Which of those known have no file any more; none while a folder is away."""
        if "" in self.broken:
            return []
        return sorted(set(known) - self.pages.keys() - self.broken.keys())


def pages_in(folders: Sequence[Path], channels: Collection[str]) -> Found:
    """Every page of the folders; a file in a later one wins. `channels`: names of all."""
    found = Found({}, {})
    for folder in folders:
        if not folder.is_dir():
            found.broken[""] = f"{folder}: no such folder; check --pages"
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.toml"))}
    for name, file in sorted(files.items()):
        try:
            found.pages[name] = page_from(file, channels)
        except PageFileError as error:
            found.broken[name] = str(error)
    return found


def stamps_of(folders: Sequence[Path]) -> Stamps:
    """What changes when a page's file or picture does."""
    found = {}
    for folder in folders:
        for file in (*folder.glob("*.toml"), *folder.glob("*/*.*")):
            try:
                seen = file.stat()
            except OSError:
                continue  # removed just now
            found[file] = (seen.st_mtime_ns, seen.st_size)
    return found


def page_from(file: Path, channels: Collection[str]) -> Declared:
    """The page a file declares; PageFileError names the file, the key and what to do."""
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PageFileError(f"not valid TOML: {error}; correct it", subject=str(file)) from None
    except OSError as error:
        raise PageFileError(f"cannot be read: {error.strerror}", subject=str(file)) from None
    if not _NAME.fullmatch(file.stem):
        what = "the file's name makes no address; use a-z, 0-9 and - in it"
        raise PageFileError(what, subject=str(file))
    if "name" in table:
        raise PageFileError("name: the file's name is the page's; remove it", subject=str(file))
    try:
        page = Page.model_validate({"name": file.stem, **_dated(table, file)})
    except ValidationError as error:
        raise PageFileError(_line(error, table), subject=str(file)) from None
    if page.stories.channel not in channels:
        what = f"stories.channel: no channel {page.stories.channel!r}; see `poliflash feeds list`"
        raise PageFileError(what, subject=str(file))
    return Declared(page, file, tuple(_remarks(table)), _pictures(page, file))


def _dated(table: dict[str, Any], file: Path) -> dict[str, Any]:
    """The declaration with days where its figures have lines that name one."""
    figures = table.get("figures")
    if not isinstance(figures, list) or not all(isinstance(one, dict) for one in figures):
        return table
    read = []
    for number, figure in enumerate(figures, 1):
        told = figure.get("as_of")
        day = told.date() if isinstance(told, datetime) else told
        if isinstance(told, str):
            day = _day(told)
            if day is None:
                where = f"figures {number} ({figure.get('id', '?')}).as_of"
                what = f"{where}: no day in {told!r}; write 2023-12-31 or 'al 31 dicembre 2023'"
                raise PageFileError(what, subject=str(file))
        read.append({**figure, "as_of": day} if "as_of" in figure else figure)
    return {**table, "figures": read}


def _day(told: str) -> date | None:
    """The day up to which a figure holds, as the page said it: `up to 31 December2021`."""
    found = moment(told)
    return found.day if found else None


def _line(error: ValidationError, table: Mapping[str, Any]) -> str:
    """The first fault, its place by number and name, and what to do."""

    def named(match: re.Match[str]) -> str:
        block, number = match[1], int(match[2])
        its = table.get(block)
        one = its[number] if isinstance(its, list) and number < len(its) else {}
        called = one.get("id") or one.get("name") if isinstance(one, dict) else None
        name = called.get("it") if isinstance(called, dict) else called
        return f"{block} {number + 1}" + (f" ({name})" if name else "")

    line = _PLACE.sub(named, complaint(error, _KEYS), count=1)
    return line.replace("Field required", "is missing; add it")


def _remarks(table: Mapping[str, Any]) -> Iterator[str]:
    for number, contact in enumerate(table.get("contacts", ()), 1):
        if veiled(told := contact.get("email")):
            yield (
                f"contacts {number}.email: {told!r} is what a site shows to hide an address; "
                "write the address itself. Until then the contact is shown without one"
            )


def _pictures(page: Page, file: Path) -> dict[str, bytes]:
    found = {}
    for name in page.pictures:
        place = file.with_suffix("") / name
        try:
            found[name] = place.read_bytes()
        except OSError as error:
            what = f"intro.picture.file: {place} cannot be read: {error.strerror}; put it there"
            raise PageFileError(what, subject=str(file)) from None
        if len(found[name]) > LARGEST:
            what = f"intro.picture.file: {place} has more than {LARGEST >> 20} MiB; make it smaller"
            raise PageFileError(what, subject=str(file))
    return found
