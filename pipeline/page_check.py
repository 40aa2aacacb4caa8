"""What an editor is to know of the page files."""

from collections.abc import Iterator
from datetime import date

from pipeline.pages import Declared, Found
from schemas.types import Record


class Checked(Record):
    """What came of reading a page's file."""

    page: str
    file: str = ""
    usable: bool = True
    figures: int = 0
    stale: tuple[str, ...] = ()
    """The ids of the figures that are out of date."""
    missing: tuple[str, ...] = ()
    """Of those without a value."""
    platforms: int = 0
    contacts: int = 0
    stories: str = ""
    """The channel whose stories it shows."""
    problems: tuple[str, ...] = ()
    """One line each: where, what, and what to do."""


def checked(found: Found, today: date) -> list[Checked]:
    """Every page and every file that cannot be used, by name; `today` in Rome."""
    used = [_page(name, declared, today) for name, declared in found.pages.items()]
    broken = [
        Checked(page=name, usable=False, problems=(line,)) for name, line in found.broken.items()
    ]
    return sorted((*used, *broken), key=lambda one: one.page)


def _page(name: str, declared: Declared, today: date) -> Checked:
    page = declared.page
    return Checked(
        page=name,
        file=str(declared.file),
        figures=len(page.figures),
        stale=tuple(figure.id for figure in page.figures if figure.stale(today)),
        missing=tuple(figure.id for figure in page.figures if figure.value is None),
        platforms=len(page.platforms),
        contacts=len(page.contacts),
        stories=page.stories.channel,
        problems=tuple(f"{declared.file}: {line}" for line in _problems(declared, today)),
    )


def _problems(declared: Declared, today: date) -> Iterator[str]:
    for number, figure in enumerate(declared.page.figures, 1):
        where = f"figures {number} ({figure.id})"
        if figure.value is None:
            yield f"{where}.value: is missing; until it is there the figure is not available"
        if figure.stale(today):
            yield (
                f"{where}.as_of: {figure.as_of} is more than {figure.stale_after} ago; bring value "
                "and day up to date. Until then the figure is shown as out of date"
            )
        if figure.as_of > today:
            yield f"{where}.as_of: {figure.as_of} is yet to come; correct it"
    yield from declared.remarks
