"""The channels in figures."""

from datetime import datetime

from pipeline.publish import Publisher
from pipeline.store import publication
from pipeline.store.store import Store
from schemas.channel import Variant
from schemas.types import Instant, Record


class Listed(Record):
    """A channel in one language (or in all), and what is published of it."""

    channel: str
    cards: int
    newest: Instant | None
    """When its newest card was published, or released where it is a newsletter."""
    bytes: int
    """Of its RSS document."""
    length: int
    profile: str
    filter: str
    title: str
    address: str

    @property
    def cells(self) -> tuple[object, ...]:
        """As they stand in a table."""
        newest = self.newest.strftime("%Y-%m-%d %H:%M") if self.newest else "–"
        return tuple({**dict(self), "newest": newest}.values())


def listed(publisher: Publisher, store: Store) -> list[Listed]:
    """Every channel in the order of its declaration."""
    with store.reading() as c:
        sizes, documents = publication.sizes(c), publication.documents(c)
        newest = publication.newest(c)
    found = []
    for key, variant in publisher.variants.items():
        document = documents.get(variant.path("rss"))
        found.append(
            Listed(
                channel=key,
                cards=sizes.get(key, 0),
                newest=_newest(variant, newest),
                bytes=document.size if document else 0,
                length=variant.channel.length,
                profile=variant.channel.read_by or variant.channel.profile,
                filter=_filter(variant),
                title=variant.title,
                address=publisher.site.self_link(variant, "rss"),
            )
        )
    return found


def _newest(variant: Variant, newest: dict[str, tuple[datetime, datetime]]) -> datetime | None:
    sorted_at, released_at = newest.get(variant.key, (None, None))
    return released_at if variant.channel.profile == "newsletter" else sorted_at


def _filter(variant: Variant) -> str:
    """In words: `topics energy, health; languages it`; `every card` where nothing is asked for."""
    asked = [(name, sorted(values)) for name, values in variant.channel.filter.asked]
    if variant.language is not None:
        asked.append(("language", list(variant.languages)))
    return "; ".join(f"{name} {', '.join(values)}" for name, values in asked) or "every card"
