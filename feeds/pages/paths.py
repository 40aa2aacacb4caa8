"""Where a page's documents lie below the public folder."""

from collections.abc import Iterator

from schemas.page import BLOCKS, Page
from schemas.types import InterfaceLanguage

LANGUAGES: tuple[InterfaceLanguage, ...] = ("it", "en")


def page_path(page: str, language: InterfaceLanguage) -> str:
    """The whole page."""
    return f"pages/{page}.{language}.json"


def figures_path(page: str, language: InterfaceLanguage) -> str:
    """Its numbers."""
    return f"pages/{page}/figures.{language}.json"


def fragment_path(page: str, block: str, language: InterfaceLanguage) -> str:
    """A block as HTML."""
    return f"pages/{page}/{block}.{language}.html"


def picture_path(page: str, file: str) -> str:
    """One of its own pictures."""
    return f"pages/{page}/{file}"


def paths_of(page: Page) -> Iterator[str]:
    """All that is published of a page."""
    for language in LANGUAGES:
        yield page_path(page.name, language)
        yield figures_path(page.name, language)
        for block in BLOCKS:
            yield fragment_path(page.name, block, language)
    for file in page.pictures:
        yield picture_path(page.name, file)
