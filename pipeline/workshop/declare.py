"""A source's file, written and rewritten."""

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from schemas.source import Source

_SLUG = re.compile(r"[^a-z0-9]+")
_GENERAL = frozenset({"www", "news", "blog", "web", "com", "org", "net", "eu", "it", "localhost"})


def slug_for(url: str, taken: Mapping[str, object], language: str) -> str:
    """A slug made of the host's telling labels; with the language where it is taken."""
    labels = (urlsplit(url).hostname or "source").split(".")
    telling = [label for label in labels[: max(len(labels) - 1, 1)] if label not in _GENERAL]
    slug = _SLUG.sub("-", "-".join(telling or labels[:1]).lower()).strip("-")
    names = (slug, f"{slug}-{language}", *(f"{slug}-{i}" for i in range(2, 100)))
    return next(name for name in names if name not in taken)


def declaration(source: Source, note: str) -> str:
    """The file of a new source; what is not said has its default."""
    rules = source.rules.model_dump(mode="json", exclude_defaults=True)
    lines = [
        *(f"{name} = {_value(getattr(source, name))}" for name in ("name", "home", "kind")),
        f"language = {_value(source.language)}",
        'every = "2h"',
        'confidence = "seen"',
        *(
            [f"delay = {source.delay:g}"]
            if source.delay != Source.model_fields["delay"].default
            else []
        ),
        f"note = {_value(note)}",
        "",
        f"[{source.kind}]",
        *(f"{name} = {_value(value)}" for name, value in rules.items()),
        "",
        "[rights]  # text: full | teaser | title, images: copy | hotlink | none",
        f"text = {_value(source.rights.text)}",
        f"images = {_value(source.rights.images)}",
    ]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A TOML value; its strings are written as JSON's."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(part)}" for name, part in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def with_value(text: str, table: str, key: str, value: object) -> str:
    """A file in which a table has one more or another value; everything else stays as it is.

    Only values of one line are replaced.
    """
    line = f"{key} = {_value(value)}"
    lines = text.splitlines()
    header = next((i for i, row in enumerate(lines) if re.match(rf"\[{table}\]", row)), None)
    if header is None:
        return "\n".join([*lines, "", f"[{table}]", line]) + "\n"
    after = (i for i in range(header + 1, len(lines)) if lines[i].startswith("["))
    end = next(after, len(lines))
    for i in range(header + 1, end):
        if re.match(rf"{key}\s*=", lines[i]):
            lines[i] = line
            break
    else:
        lines.insert(header + 1, line)
    return "\n".join(lines) + "\n"
