"""Rules of pictures in RSS and Atom."""

from collections.abc import Iterator

from lxml import etree

from feeds.contract.markup import Defect, address
from feeds.xml import qualified


def pictures(where: str, item: etree._Element) -> Iterator[Defect]:
    """Pictures stand outside of groups, and tell nothing that is not whole."""
    for group in item.findall(qualified("media:group")):
        if len(group.findall(qualified("media:content"))) < 2:
            yield Defect(52, where, "a media:group of fewer than two pictures")
    for name in ("media:content", "media:thumbnail"):
        for found in item.iter(qualified(name)):
            yield from address(13, f"{where} {name}", found.get("url"))
    for found in item.findall(qualified("media:content")):
        if found.get("medium") == "image" and not all(map(found.get, ("width", "height", "type"))):
            yield Defect(51, where, "media:content without width, height or type")


def measured(where: str, length: str | None, type_: str | None) -> Iterator[Defect]:
    """An enclosure tells its real length in bytes, and its type."""
    if not (length or "").isdigit() or int(length or 0) == 0:
        yield Defect(15, where, f"an enclosure of length {length!r}")
    if not type_:
        yield Defect(15, where, "an enclosure without type")
