"""Feeds of one's own: the one exception from serving what the crawler rendered."""

from collections import OrderedDict
from collections.abc import Callable
from time import monotonic
from typing import NamedTuple, cast

from fastapi.responses import Response

from feeds.site import Site
from pipeline.querying import NEVER, Asked, Queries, asked
from pipeline.store import publication
from pipeline.store.patience import limited
from schemas.channel import Format
from schemas.errors import PoliflashError
from web import headers, problems
from web.api.context import PATIENCE, Context
from web.document import Document, document
from web.public import Receive, Scope, Send, answered

KEPT = 128
"""Documents kept in memory."""
FRESH = 15.0
"""Seconds that a document is served on while nothing was published: embargoes end, old cards
change."""


def moved(address: str) -> Response:
    """301, which every reader follows: some do not know 308."""
    lines = {name.decode(): value.decode() for name, value in headers.OPEN}
    lines |= {"Cache-Control": "public, max-age=86400", "Location": address}
    return Response(None, 301, lines)


def refusal(error: PoliflashError) -> Response:
    """What is wrong with an address, for every web page to read."""
    told = problems.told(error)
    told.headers["Access-Control-Allow-Origin"] = "*"
    return told


class _Kept(NamedTuple):
    document: Document
    stamp: str
    until: float


class QueryFeeds:
    """Answers for `/feeds/query.rss`, `.atom` and `.json`; renders in a thread, or not at all."""

    def __init__(self, context: Context, site: Site, stamp: Callable[[], str]) -> None:
        """`stamp`: another one whenever something was published."""
        self._context = context
        self._queries = Queries(context.archive, site)
        self._stamp = stamp
        self._kept: OrderedDict[tuple[Format, str], _Kept] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI call, for one of the three paths."""
        format_ = cast(Format, scope["path"].rpartition(".")[2])
        try:
            wish = asked(scope["query_string"].decode("ascii", "replace"))
            if wish.canonical or scope["method"] == "OPTIONS":
                await answered(await self._document(wish, format_), scope, send)
            else:
                await moved(self._queries.address(wish, format_))(scope, receive, send)
        except PoliflashError as error:
            await refusal(error)(scope, receive, send)

    async def _document(self, wish: Asked, format_: Format) -> Document:
        key, stamp = (format_, wish.query), self._stamp()
        kept = self._kept.get(key)
        if kept is None or kept.stamp != stamp or kept.until < monotonic():
            made = await self._context.asking(self._made, wish, format_)
            kept = self._kept[key] = _Kept(made, stamp, monotonic() + FRESH)
        self._kept.move_to_end(key)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return kept.document

    def _made(self, wish: Asked, format_: Format) -> Document:
        with self._context.store.reading() as c, limited(c, PATIENCE):
            content = self._queries.render(c, wish, format_, self._context.now())
            everything = publication.states(c).get("stories")
        # A card that went is told by the date of the whole archive: later than that of any card.
        changed = int((everything.updated if everything else NEVER).timestamp())
        address = self._queries.address(wish, format_)
        return document(f"feeds/query.{format_}", content, changed, address)
