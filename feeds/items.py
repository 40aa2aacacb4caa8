"""The items of documents, each rendered and read back once, and kept."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from feeds.check import reread_items
from feeds.content import address
from feeds.entry import Entry
from feeds.kept import Kept
from feeds.rendered import ItemKind, Written
from feeds.site import Site
from schemas.addresses import passage_in
from schemas.channel import Format, Variant
from schemas.errors import CardError, PublishError

KEPT = 2730
"""Cards whose items are kept in memory: some 3 KB in each format."""

Parameters = tuple[tuple[str, str], ...]
"""What a channel adds to the links of its items."""
Refused = tuple[str, str]
"""A card's id, and why it is no item."""

_Shapes = dict[Format, Written]
"""A card in the formats in which it is an item."""
_KEPT: Kept[_Shapes] = Kept(KEPT)
"""One of each kind for a card: a newsletter, an archive and a web channel show it differently."""
_ASKED: Kept[tuple[_Shapes, ...]] = Kept(1)
"""Of the document under way: its formats ask one after the other, each for all cards."""


def render_items(
    kind: ItemKind, entries: Iterable[Entry], site: Site, variant: Variant
) -> tuple[tuple[Written, ...], tuple[Refused, ...]]:
    """The items that could be rendered, and those cards that could not."""
    parameters = tuple(variant.channel.link_params.items())
    cards = tuple(entries)
    shapes = _shapes_of(cards, site, parameters)
    refused: list[Refused] = []
    new = [k for k, shape in enumerate(shapes) if kind.format not in shape]
    if new:
        made = _written(kind, [cards[k] for k in new], site, parameters, refused)
        for k in new:
            if (item := made.get(cards[k].card.id)) is not None:
                shapes[k][kind.format] = item
    found = [shape[kind.format] for shape in shapes if kind.format in shape]
    return tuple(found), tuple(refused)


def _shapes_of(
    entries: tuple[Entry, ...], site: Site, parameters: Parameters
) -> tuple[_Shapes, ...]:
    made_of = (entries, site, parameters)
    if (known := _ASKED.find(None, *made_of)) is not None:
        return known
    found = []
    for entry in entries:
        key = entry.identity, parameters
        shape = _KEPT.find(key, entry, site)
        found.append(_KEPT.keep(key, {}, entry, site) if shape is None else shape)
    return _ASKED.keep(None, tuple(found), *made_of)


def _written(
    kind: ItemKind,
    entries: Sequence[Entry],
    site: Site,
    parameters: Parameters,
    refused: list[Refused],
) -> dict[str, Written]:
    """Card → its item, read back; whatever is none is added to `refused`."""
    made = []
    for entry in entries:
        try:
            made.append(Written(entry.card.id, _write(kind, entry, site, parameters)))
        except CardError as error:
            refused.append((entry.card.id, str(error.args[0])))
    return {item.card: item for item in _sound(kind, made, refused)}


def _sound(kind: ItemKind, made: Sequence[Written], refused: list[Refused]) -> Iterable[Written]:
    """Those that can be read back: all at once, and one by one where one of them cannot."""
    try:
        reread_items(kind, made)
    except PublishError as error:
        if len(made) > 1:
            return [item for one in made for item in _sound(kind, [one], refused)]
        refused.append((made[0].card, str(error.args[0])))
        return []
    return made


def _write(kind: ItemKind, entry: Entry, site: Site, parameters: Parameters) -> bytes:
    """One card in one format. CardError where it cannot be published."""
    try:
        return kind.write(entry, site, tracked(entry.card.url, dict(parameters)))
    except ValueError as error:  # how feedgen, lxml and our addresses say no
        raise CardError(str(error), subject=entry.card.id) from error
    except (TypeError, AttributeError) as error:  # a field that is missing, whatever the schema
        raise CardError(f"a field is missing: {error}", subject=entry.card.id) from error


def tracked(url: str, parameters: dict[str, str]) -> str:
    """The address with a channel's link parameters added, in the channel's order."""
    page = address(url)
    if parameters:
        page += ("&" if "?" in page else "?") + urlencode(parameters)
    return page + passage_in(url)
