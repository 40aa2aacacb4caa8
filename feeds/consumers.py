"""The tools that read our documents, each declared in a file of `profiles/`."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from schemas.channel import Format
from schemas.source import Duration
from schemas.types import Record

FOLDER = Path(__file__).with_name("profiles")

Field = Literal["id", "link", "title", "date", "image", "text"]
FIELDS: tuple[Field, ...] = ("id", "link", "title", "date", "image", "text")

PLAIN: Mapping[Format, Mapping[Field, tuple[str, ...]]] = MappingProxyType(
    {
        "rss": {
            "id": ("guid",),
            "link": ("link",),
            "title": ("title",),
            "date": ("pubDate",),
            "image": ("media:content@url", "enclosure@url", "media:thumbnail@url"),
            "text": ("description",),
        },
        "atom": {
            "id": ("atom:id",),
            "link": ("atom:link[alternate]@href",),
            "title": ("atom:title",),
            "date": ("atom:published", "atom:updated"),
            "image": ("media:content@url", "atom:link[enclosure]@href", "media:thumbnail@url"),
            "text": ("atom:summary",),
        },
        "json": {
            "id": ("id",),
            "link": ("url",),
            "title": ("title",),
            "date": ("date_published",),
            "image": ("image", "attachments.0.url"),
            "text": ("summary", "content_text", "content_html"),
        },
    }
)
"""Where a reader that follows the formats' own words finds each field; the first found wins.

`media:content@url` is an attribute, `link[alternate]` the link of that relation, a following
` img` the first picture of an element's HTML, a leading `channel ` the document's own element;
in JSON a dot goes one level down.
"""


class Consumer(Record):
    """How one tool reads a document, and which of its items it takes."""

    slug: str
    name: str
    takes: Literal["date", "guid", "window"]
    """Items younger than the last send; each guid once; whatever stands in the document."""
    needs: tuple[Field, ...] = ()
    """Without one of these it passes over an item."""
    mails: bool = False
    """Whether it sends newsletters."""
    first: dict[str, Duration] = {}
    """Rhythm → how far back the first send reaches."""
    reads: dict[Format, dict[Field, tuple[str, ...]]] = {"rss": {}}
    """The formats it can read, and where it looks for fields otherwise than `PLAIN`."""
    notes: tuple[str, ...] = ()

    def places(self, format_: Format, field: Field) -> tuple[str, ...]:
        """Where it looks for a field in a document of a format, the best first."""
        return self.reads[format_].get(field, PLAIN[format_][field])

    @property
    def pictures(self) -> bool:
        """Whether it shows pictures at all."""
        return any(self.places(format_, "image") for format_ in self.reads)


@lru_cache(maxsize=1)
def consumers() -> Mapping[str, Consumer]:
    """Every tool we know, by its slug."""
    files = sorted(FOLDER.glob("*.toml"))
    declared = ((file.stem, tomllib.loads(file.read_text("utf-8"))) for file in files)
    return MappingProxyType(
        {slug: Consumer.model_validate({**table, "slug": slug}) for slug, table in declared}
    )
