"""The numbers that a content system gives its stories, one for all languages."""

import re

_NODE = re.compile(r"(url:[^/]+)(?:/[a-z]{2})?(/node/[0-9]+(?:\?.*)?)")
_PREFIXES = ("", "/it", "/en")
"""Drupal's default language has none, or its own like the others."""


def other_languages(key: str) -> tuple[str, ...]:
    """The keys under which a node's other language versions go; () for what is no node's."""
    found = _NODE.fullmatch(key)
    if found is None:
        return ()
    keys = (found[1] + prefix + found[2] for prefix in _PREFIXES)
    return tuple(other for other in keys if other != key)
