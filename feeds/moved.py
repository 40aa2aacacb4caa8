"""The addresses of renamed channels, and where they lead."""

import re
from collections.abc import Mapping

_NAME = r"([a-z0-9-]+(?:/[a-z0-9-]+)?)"
_SUFFIX = r"(?:\.(?:it|en))?"
_ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(feeds/archive/){_NAME}({_SUFFIX}/[1-9][0-9]{{0,8}}\.(?:rss|atom|json))",
        rf"(feeds/editions/){_NAME}"
        rf"(/(?:[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|latest|index){_SUFFIX}\.(?:rss|atom|json|html))",
        rf"((?:feeds|embed/v1)/){_NAME}({_SUFFIX}\.(?:rss|atom|json|html))",
    )
)


def moved(path: str, names: Mapping[str, str]) -> str | None:
    """Where a path (no leading slash) leads now, if it is a renamed channel's.

    `names`: former name → name.
    """
    found = (pattern.fullmatch(path) for pattern in _ADDRESSES) if names else ()
    for its in found:
        if its is not None and its[2] in names:
            return its[1] + names[its[2]] + its[3]
    return None


MAPS = (".moved.txt", ".moved.nginx")
"""Paths below the public folder of what other web servers read, which serve no hidden file."""


def maps(names: Mapping[str, str]) -> dict[str, bytes]:
    """The maps of former names for Apache and Caddy, and for nginx."""
    pairs = sorted(names.items())
    plain, ended = ("".join(f"{old} {new}{end}\n" for old, new in pairs) for end in ("", ";"))
    return dict(zip(MAPS, (plain.encode(), ended.encode()), strict=True))
