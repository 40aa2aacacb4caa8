"""The shapes a site can have: one module per kind, found by its name."""

import datetime as dt
from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from demo.content import Language, Site, Story
from demo.page import Page

if TYPE_CHECKING:
    from demo.view import Edition, View


class Naming(NamedTuple):
    """What an address is made of."""

    site: Site
    story: Story
    language: Language
    title: str
    published: dt.datetime
    """In Rome; the archive's first day where the page has no date."""
    attempt: int
    """How many stories already have the address of attempt 0, 1 …"""


class Asked(NamedTuple):
    """A path, decoded, with its query's last values."""

    path: str
    query: Mapping[str, str]

    def number(self, name: str, otherwise: int) -> int:
        """The whole number that a parameter gives."""
        text = self.query.get(name, "")
        return int(text) if text.isdecimal() else otherwise


class Kind(Protocol):
    """What a module of this package offers."""

    def addresses(self, naming: Naming) -> tuple[str, ...]:
        """The path of a story page, then further paths that answer with the same page."""

    def picture_folder(self, published: dt.datetime) -> str:
        """Where the system keeps the pictures of that month, with a slash at the end."""

    def story_page(self, view: "View", edition: "Edition") -> Page:
        """The page of one story."""

    def document(self, view: "View", asked: Asked) -> Page | None:
        """Whatever else lives at that path: listings, feeds, interfaces; None = nothing."""


def kind_named(name: str) -> Kind:
    """The kind of that name; raises ModuleNotFoundError."""
    return cast(Kind, import_module(f"demo.kinds.{name}"))
