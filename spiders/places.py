"""Where an address belongs: its host, its origin, its site."""

import ipaddress
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from schemas.addresses import is_loopback

if TYPE_CHECKING:
    from tldextract import TLDExtract


@lru_cache(maxsize=1_000)
def host_of(url: str) -> str:
    """The host in lower case, without port and final dot; empty where there is none.

    On its way through a crawl an address is asked for it six times.
    """
    return (urlsplit(url).hostname or "").rstrip(".")


def origin_of(url: str) -> str:
    """Scheme and authority, as in `https://www.example.org`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}"


def literal(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address a host is written as, if it is written as one."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_internal(address: str) -> bool:
    """Whether an IP address belongs to no public network (RFC 6890)."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return not found.is_global or found.is_multicast


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one newsroom: to one registered domain, or one IP address.

    All names of this machine are one newsroom.
    """
    here, there = host_of(one), host_of(other)
    if here == there:
        return True
    if literal(here) is not None or literal(there) is not None:
        return False
    if is_loopback(here) and is_loopback(there):
        return True
    alike = here.split(".")[-2:] == there.split(".")[-2:]
    return alike and _registered(here) == _registered(there)


@lru_cache(maxsize=1_000)
def _registered(host: str) -> str:
    """The domain that somebody registered: `example.ac.uk`, `comune.torino.it`, never `ac.uk`."""
    found = _suffixes().extract_str(host)
    unlisted = ".".join(host.split(".")[-2:])
    return found.top_domain_under_public_suffix or (host if found.suffix else unlisted)


@cache
def _suffixes() -> "TLDExtract":
    """The public suffixes that come with the library; nothing is fetched or written."""
    from tldextract import TLDExtract  # a fifth of a second, where two hosts look alike only

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def off_limits(host: str, *, from_loopback: bool, loopback_only: bool) -> str | None:
    """Why a host must not be asked, in one line; `None` where it may be."""
    if not host:
        return "the address names no host"
    if is_loopback(host):
        return None if from_loopback else f"{host} is this machine, and the source is not"
    if loopback_only:
        return f"{host} is not on this machine; set CONTACT to crawl other hosts"
    if (address := literal(host)) is not None and is_internal(str(address)):
        return f"{host} is inside a private network"
    return None
