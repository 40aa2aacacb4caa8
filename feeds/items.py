"""The items of documents, each rendered and read back once, and kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime
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

KEPT = 8192
"""Items kept in memory: some 3 KB each."""

Parameters = tuple[tuple[str, str], ...]
"""What a channel adds to the links of its items."""
Refused = tuple[str, str]
"""A card's id, and why it is no item."""


_Key = tuple[tuple[str, datetime | None, bool], Format, Parameters]
_KEPT: Kept[Written] = Kept(KEPT)
"""One of each kind for a card: a newsletter, an archive and a web channel show it differently."""


def render_items(
    kind: ItemKind, entries: Iterable[Entry], site: Site, variant: Variant
) -> tuple[tuple[Written, ...], tuple[Refused, ...]]:
    """The items that could be rendered, and those cards that could not."""
    parameters = tuple(variant.channel.link_params.items())
    keyed = [((entry.identity, kind.format, parameters), entry) for entry in entries]
    new = []
    found: dict[_Key, Written] = {}
    for key, entry in keyed:
        if (item := _KEPT.find(key, entry, site)) is not None:
            found[key] = item
        else:
            new.append((key, entry))
    refused: list[Refused] = []
    if new:
        made = _written(kind, [entry for _, entry in new], site, parameters, refused)
        for key, entry in new:
            if (item := made.get(entry.card.id)) is not None:
                found[key] = _KEPT.keep(key, item, entry, site)
    return tuple([found[key] for key, _ in keyed if key in found]), tuple(refused)


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
