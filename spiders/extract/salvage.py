"""What can be saved of JSON-LD that is no JSON."""

import json
import re
from typing import Any

_TYPE = re.compile(
    r'"@type"\s*:\s*\[?\s*"(?P<type>\w*(?:Article|BlogPosting|PressRelease|Report))"'
)
_PAIR = re.compile(
    r'"(?P<key>headline|description|datePublished|dateModified|dateCreated)"\s*:\s*'
    r"""(?P<value>"(?:[^"\\]|\\.)*+"|'[^'\n]*+')\s*(?=[,}\n])"""
)
_AUTHOR = re.compile(
    r'"author"\s*:\s*\[?\s*(?:\{[^{}\[\]]{0,200}?"name"\s*:\s*)?(?P<value>"(?:[^"\\]|\\.)*+")'
    r"\s*(?=[,}\]\n])"
)
_LONGEST = 100_000
"""Characters that are searched."""


def salvaged(block: str) -> dict[str, Any] | None:
    """The node of an article, from those single pairs that are whole; None for anything else."""
    block = block[:_LONGEST]
    kind = _TYPE.search(block)
    if kind is None:
        return None
    node: dict[str, Any] = {}
    for pair in _PAIR.finditer(block):
        node.setdefault(pair["key"], _text(pair["value"]))
    if author := _AUTHOR.search(block):
        node["author"] = _text(author["value"])
    return {"@type": kind["type"], **node} if node else None


def _text(quoted: str) -> str | None:
    """A string's text; None where it has escapes that JSON does not know."""
    try:
        text = json.loads(f'"{quoted[1:-1]}"', strict=False)
    except ValueError:
        return None
    return str(text)
