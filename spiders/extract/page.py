"""One page, taken apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property, partial
from urllib.parse import urlsplit

from lxml.etree import _Element

from schemas.source import Source
from schemas.types import ROME
from spiders.dates import moment
from spiders.extract.head import Head
from spiders.extract.jsonld import Graph
from spiders.extract.languages import declared
from spiders.extract.says import Clock, Says
from spiders.extract.titles import folded
from spiders.extract.tongues import sample, spoken

_CENTRAL = frozenset({
    "it", "de", "at", "ch", "li", "fr", "be", "nl", "lu", "dk", "no", "se", "pl", "cz", "sk", "hu",
    "si", "hr", "mt", "sm", "va", "mc",
})  # fmt: skip
"""Countries whose clocks show Rome's time (tz database: Central European Time)."""


@dataclass(frozen=True)
class Page:
    """One page, taken apart."""

    url: str
    base: str
    root: _Element | None
    """What has been read of it beyond the head."""
    head: Head
    graph: Graph
    source: Source | None
    start: int = 0
    """Where in its bytes the head ends and the rest begins."""
    heading: str | None = None
    """The text of its only `h1`."""
    signed: bool = True
    """Whether an element of its body may be called the author's."""
    marked: bool = True
    """Whether its body may have microdata."""

    @cached_property
    def tongue(self) -> tuple[str, str] | None:
        """The language and who says so; the text itself where it is plainly in another."""
        claim = self._claim
        heard = spoken(sample(self.root, self.head), claim[0] if claim else None)
        return (heard, "text") if heard and (claim is None or heard != claim[0]) else claim

    @cached_property
    def _claim(self) -> tuple[str, str] | None:
        claim = declared(self.head, self.graph.language)
        return (self.source.language, "source") if claim is None and self.source else claim

    @cached_property
    def language(self) -> str | None:
        """The language's code; the declared one will do as long as the text is not read."""
        claim = self._claim if self.root is None else None
        found = claim or self.tongue
        return found[0] if found else None

    @cached_property
    def home(self) -> tzinfo | None:
        """The newsroom's time zone; None where nothing tells it."""
        country = (urlsplit(self.url).hostname or "").rpartition(".")[2]
        near = self.language == "it" or country in _CENTRAL
        return ROME if self.source or near else None

    @cached_property
    def when(self) -> Clock:
        """Reads this page's dates."""
        return partial(moment, language=self.language, home=self.home)

    def sites(self, voices: Mapping[str, Says]) -> frozenset[str]:
        """What the site may call itself, folded."""
        names = [says.site_name for says in voices.values()]
        names += [self.source.name] if self.source else []
        names += [self.head.first("twitter:site", "al:ios:app_name"), *_host_names(self.url)]
        return frozenset(folded(name) for name in names if name) - {""}


def _host_names(url: str) -> list[str]:
    """`example.com` and `example` from `https://www.example.com/`."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    several = len(labels) > 2 and len(labels[-2]) <= 3 and len(labels[-1]) == 2  # `co.uk`
    own = labels[-3:] if several else labels[-2:]
    return [host, ".".join(own), own[0]]
