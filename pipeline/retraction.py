"""What became of a story that was taken back: where it is gone, and who has seen it."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from feeds.caching import AT_WORST, KEPT, LONGEST
from feeds.edition import edition_of, html_path
from pipeline.media.copies import FOLDER
from pipeline.store import editions, publication
from schemas.channel import Variant
from schemas.order import Action
from schemas.run import DocumentChange, Mailed, Run, TakenBack
from schemas.types import Instant

TAKING = ("hide", "retract")
"""The actions that take a story out of every document."""


def told(
    c: Connection, run: Run, action: Action, variants: Mapping[str, Variant], now: Instant
) -> Run:
    """The receipt of a publish without the story; `now`: when its documents were in place."""
    if action.name not in TAKING or not run.withdrawn or run.withdrawn[0].card is None:
        return run
    card = run.withdrawn[0].card
    key = card.removeprefix("urn:uuid:").replace("-", "")
    own = f"cards/{key[:2]}/{key}.json"
    back = TakenBack(
        card=card,
        documents=(own, *(d.path for d in run.documents if d.path != own)),
        cached_until=now + LONGEST,
        cached_at_worst=now + AT_WORST,
        pictures_until=now + KEPT if any(map(_is_copy, run.documents)) else None,
        mailed=tuple(_mailed(c, card, variants)),
    )
    return run.model_copy(update={"taken_back": back})


def _is_copy(document: DocumentChange) -> bool:
    """Whether a copy of a picture was removed."""
    return document.etag is None and document.path.startswith(f"{FOLDER}/")


def _mailed(c: Connection, card: str, variants: Mapping[str, Variant]) -> Iterator[Mailed]:
    """By newsletter: since when it carried the card, and in which editions."""
    places = editions.holding(c, [card])
    for key, at in publication.releases_of(c, card):
        variant = variants.get(key)
        if variant is None or variant.channel.profile != "newsletter":
            continue
        names = (editions.name_of(key, row.period) for row in places if row.variant == key)
        frozen = [row for name in names if (row := editions.named(c, name)) is not None]
        its = [edition_of(Variant.model_validate_json(row.declared), row.cut) for row in frozen]
        yield Mailed(newsletter=key, since=at, editions=tuple(map(html_path, its)))
