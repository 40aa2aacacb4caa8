"""What a publish writes of a channel variant for the pages that embed it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from feeds.embed.cards import cards_document, written
from feeds.embed.fragment import render_fragment
from feeds.embed.places import cards_path, fragment_path
from feeds.entry import Entry
from feeds.site import Site
from schemas.channel import Variant


def embedded(
    variant: Variant,
    entries: Sequence[Entry],
    site: Site,
    updated: datetime,
    templates: Path | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of its cards document and of the fragment in its usual look.

    `templates`: an operator's own. PublishError where one of them cannot be used.
    """
    document = cards_document(variant, entries, site, updated)
    yield cards_path(variant), written(document)
    yield fragment_path(variant), render_fragment(document, folder=templates)
