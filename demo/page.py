"""What a kind of site answers with, before switches and validators."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from demo import dateshapes
from demo.content import HERE

Role = Literal["listing", "story", "picture", "other"]
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Page:
    """One resource of a site; `role` tells the switches which of them concern it."""

    body: bytes
    media_type: str = HTML
    role: Role = "other"
    status: int = 200
    modified: dt.datetime | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def etag(self) -> str:
        """A strong validator of the bytes."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'


def templates(folder: Path = HERE / "templates") -> Environment:
    """The environment all templates are rendered in; every name must be given."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shapes = ("slashed", "dotted", "long_italian", "long_english")
    environment.filters.update({name: getattr(dateshapes, name) for name in shapes})
    return environment


TEMPLATES = templates()


def rendered(template: str, **facts: Any) -> bytes:
    """The template filled in, as UTF-8."""
    return TEMPLATES.get_template(template).render(facts).encode()


def moved_to(location: str) -> Page:
    """A permanent redirect."""
    return Page(b"", "text/plain", status=301, headers={"Location": location})
