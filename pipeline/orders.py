"""Orders to run sources."""

from collections.abc import Iterable
from datetime import datetime
from os.path import commonpath
from urllib.parse import urlsplit

from schemas.addresses import canonical
from schemas.order import Order
from schemas.run import Trigger
from schemas.source import Source


def order_for(
    source: Source, trigger: Trigger, *, url: str | None = None, force: bool = False
) -> Order:
    """The order to run a source; `url` is one story page to read besides its listing."""
    host = host_of(source.urls[0])
    return Order(trigger=trigger, source=source.slug, host=host, url=url, force=force)


def replay_of(source: Source, *, apply: bool, since: datetime | None = None) -> Order:
    """The order to read a source from its stored pages; it waits for runs at the same host.

    `since`: only from those that were fetched from then on.
    """
    order = order_for(source, "replay")
    return order.model_copy(update={"replay": "apply" if apply else "show", "since": since})


def source_of(url: str, sources: Iterable[Source]) -> Source | None:
    """The source whose hosts contain an address; `None` where there is none.

    An address at a port that the source does not use leads to none. Of several at one host: the
    one whose home or listing shares most of the path, then by slug.
    Raises schemas.addresses.NotAnAddress.
    """
    place, path = _place(url), urlsplit(canonical(url)).path
    found = [source for source in sources if place in _places(source)]
    return min(found, key=lambda s: (-_nearness(s, path), s.slug), default=None)


def host_of(url: str) -> str:
    """The host of an address, in one spelling; NotAnAddress where it is none."""
    return urlsplit(canonical(url)).hostname or ""


def _place(url: str) -> tuple[str, int | None]:
    """Host and port; no port where it is the scheme's own."""
    return host_of(url), urlsplit(canonical(url)).port


def _places(source: Source) -> set[tuple[str, int | None]]:
    """Every host of a source, each with and without `www.`, at every port of its addresses."""
    own = {_place(url) for url in (source.home, *source.urls)}
    hosts = {host for host, _ in own} | {*source.hosts, *source.hosts.values()}
    bare = {host.removeprefix("www.") for host in hosts}
    ports = {port for _, port in own}
    return {(host, port) for name in bare for host in (name, f"www.{name}") for port in ports}


def _nearness(source: Source, path: str) -> int:
    """How long a leading path an address shares with the source's own addresses."""
    own = (urlsplit(canonical(url)).path for url in (source.home, *source.urls))
    return max(len(commonpath([path, other])) for other in own)
