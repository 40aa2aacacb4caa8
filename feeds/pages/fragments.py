"""The blocks of a page as pieces of HTML, to be put into other pages."""

from collections.abc import Iterator

from feeds.pages.paths import fragment_path
from feeds.templating import template
from schemas.page import BLOCKS
from schemas.page_document import PageDocument


def fragments(document: PageDocument) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each block; one that has nothing to show is an empty line."""
    for block in BLOCKS:
        path = fragment_path(document.page, block, document.language)
        yield path, rendered(document, block).encode()


def rendered(document: PageDocument, block: str) -> str:
    """A block as HTML; its heading is an `h2`, those of its items are `h3`."""
    return template(f"blocks/{block}.html").render(page=document, words=document.words)
