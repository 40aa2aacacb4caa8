"""What a tool takes of a document, and what is not in it: the records and the page."""

from feeds.consumers import FIELDS, Consumer, consumers
from feeds.page import STYLESHEET_PATH
from feeds.site import Site
from feeds.taking import Taken
from feeds.templating import template
from schemas.channel import Format
from schemas.types import Record

TAKES = {
    "date": "an item is new if it is dated after the last send",
    "guid": "an item is new if its id was never seen before",
    "window": "whatever stands in the document",
}
"""How a tool knows what is new, in words."""


class Explained(Record):
    """One item of a document, as a tool takes it."""

    taken: Taken
    sends: tuple[str, ...] = ()
    """The rhythms at which a first send now would hold it; () where the tool has none."""


class Absent(Record):
    """A card that is not in the document, and why."""

    key: str
    title: str
    why: tuple[str, ...]


class Explanation(Record):
    """What one tool makes of one document."""

    channel: str
    address: str
    format: Format
    consumer: Consumer
    items: tuple[Explained, ...]
    absent: tuple[Absent, ...] = ()
    """The newest cards that are not in it, or the one that was asked about."""


def page_of(explanation: Explanation, site: Site) -> str:
    """The page for editors."""
    return template("explanation.html").render(
        it=explanation,
        site=site,
        fields=FIELDS,
        takes=TAKES[explanation.consumer.takes],
        consumers=consumers(),
        stylesheet=site.address(STYLESHEET_PATH),
    )
