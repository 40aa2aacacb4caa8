"""The items of documents, each rendered once and kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from feeds.content import address
from feeds.entry import Entry
from feeds.site import Site
from schemas.addresses import passage_in
from schemas.channel import Variant
from schemas.errors import CardError

ItemWriter = Callable[[Entry, Site, str], bytes]
"""(entry, site, the item's link) → its bytes in one format."""

KEPT = 8192
"""Items kept in memory: some 3 KB each."""


@dataclass(frozen=True)
class _Task:
    """One item to be rendered; equal tasks give equal bytes."""

    writer: ItemWriter
    entry: Entry
    site: Site
    parameters: tuple[tuple[str, str], ...]

    def __hash__(self) -> int:
        """Cheap and, with the comparison of every field, never stale."""
        return hash((self.writer, self.entry.card.id, self.entry.card.revision, self.parameters))


@lru_cache(maxsize=KEPT)
def _item(task: _Task) -> bytes:
    return task.writer(task.entry, task.site, tracked(task.entry.card.url, dict(task.parameters)))


def tracked(url: str, parameters: dict[str, str]) -> str:
    """The address with a channel's link parameters added, in the channel's order."""
    page = address(url)
    if parameters:
        page += ("&" if "?" in page else "?") + urlencode(parameters)
    return page + passage_in(url)


def render_item(writer: ItemWriter, entry: Entry, site: Site, parameters: dict[str, str]) -> bytes:
    """One card in one format. CardError where it cannot be published."""
    try:
        return _item(_Task(writer, entry, site, tuple(parameters.items())))
    except ValueError as error:  # how feedgen, lxml and our addresses say no
        raise CardError(str(error), subject=entry.card.id) from error
    except (TypeError, AttributeError) as error:  # a field that is missing, whatever the schema
        raise CardError(f"a field is missing: {error}", subject=entry.card.id) from error


def render_items(
    writer: ItemWriter, entries: Iterable[Entry], site: Site, variant: Variant
) -> tuple[list[bytes], tuple[tuple[str, str], ...]]:
    """The items that could be rendered, and (card id, reason) of those that could not."""
    items: list[bytes] = []
    refused: list[tuple[str, str]] = []
    for entry in entries:
        try:
            items.append(render_item(writer, entry, site, variant.channel.link_params))
        except CardError as error:
            refused.append((entry.card.id, str(error.args[0])))
    return items, tuple(refused)
