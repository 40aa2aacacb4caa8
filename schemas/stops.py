"""Hosts that asked not to be read."""

from collections.abc import Mapping


def stopped(host: str, stops: Mapping[str, str]) -> str | None:
    """Why a host is not to be asked, by its own name or its domain's; `None` where it may be.

    `stops`: host → the reason that was given.
    """
    labels = host.rstrip(".").lower().split(".")
    names = (".".join(labels[i:]) for i in range(len(labels)))
    named = next((name for name in names if name in stops), None)
    if named is None:
        return None
    return f"{named} said stop" + (f": {stops[named]}" if stops[named] else "")
