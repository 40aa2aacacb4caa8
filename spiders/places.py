"""Where an address belongs: its host, its origin, its site."""

import ipaddress
from urllib.parse import urlsplit

from schemas.addresses import is_loopback

LOOPBACK_SITE = "localhost"


def host_of(url: str) -> str:
    """The host in lower case, without port and final dot; empty where there is none."""
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


def site_of(host: str) -> str:
    """What counts as one newsroom: the last two labels, all loopback names, or one IP address."""
    host = host.rstrip(".").lower()
    if host == LOOPBACK_SITE or host.endswith(".localhost"):
        return LOOPBACK_SITE
    if literal(host) is not None:
        return host
    return ".".join(host.split(".")[-2:])


def same_site(one: str, other: str) -> bool:
    """Whether two addresses belong to one newsroom."""
    return site_of(host_of(one)) == site_of(host_of(other))


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
