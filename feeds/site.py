"""The face under which everything is published."""

from typing import Annotated
from uuid import NAMESPACE_URL, uuid5

from pydantic import AfterValidator

from schemas.channel import Format, Variant
from schemas.types import Bilingual, Record, Url, http_url


def _without_trailing_slash(value: str) -> str:
    return http_url(value.rstrip("/"))


class Site(Record):
    """Where the documents live and who publishes them."""

    public_url: Annotated[str, AfterValidator(_without_trailing_slash)]
    """Absolute; a path prefix is allowed. Self links are this, a slash, and the path."""
    name: Bilingual
    home: Url
    """The newsroom's page for people; ids of feeds hang on it, so it outlives a move of ours."""
    contact: str | None = None
    """An e-mail address or a page's address."""
    accessibility: Url | None = None
    """Where it stands how accessible our pages are; Italian public bodies must link to it."""
    version: str
    """Of this program, for `generator`."""
    hubs: tuple[Url, ...] = ()
    """WebSub hubs."""
    icon: Url | None = None
    """A square picture of at least 144 pixels."""

    def address(self, path: str) -> str:
        """The absolute address of a published path (without leading slash)."""
        return f"{self.public_url}/{path}"

    def self_link(self, variant: Variant, format_: Format) -> str:
        """The address a document is served at."""
        return self.address(variant.path(format_))

    def title(self, variant: Variant) -> str:
        """A document's title: the channel's, then the site's name."""
        return f"{variant.title} – {self.name.in_language(variant.language)}"

    def feed_id(self, variant: Variant) -> str:
        """A document's permanent Atom id (RFC 4287, 4.2.6).

        A move of `public_url` keeps it, and so does another name of the channel.
        """
        return uuid5(NAMESPACE_URL, f"{self.home}#feed={variant.first_key}").urn

    @property
    def scheme(self) -> str:
        """The URI that names the vocabulary of topics in `domain` and `scheme`."""
        return self.address("topics")

    @property
    def about(self) -> str:
        """The page that explains our extensions and the terms of use."""
        return self.address("use")
