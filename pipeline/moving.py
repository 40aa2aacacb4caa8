"""Channels under another name: all that they were goes on there."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import Connection

from pipeline import editions as frozen
from pipeline import ending
from pipeline.store import editions, ended, moves, publication
from schemas.channel import Channel, Variant

_LANGUAGES = (None, "it", "en")


def follow(c: Connection, channels: Iterable[Channel], now: datetime) -> None:
    """Give releases, archives, editions and editors' words of former names to the channels.

    Where both names were published, as when a former name is declared late, each keeps its own,
    and only the addresses lead to the new one.
    """
    for channel in channels:
        for former in channel.formerly:
            pairs = list(_keys(former, channel))
            back = ended.forget(c, [old for old, _ in pairs])
            publication.mark_dirty(c, ending.GONE, dict.fromkeys((f"{x}:0" for x in back), now))
            taken = [_take(c, old, new, now) for old, new in pairs]
            if any(taken):
                moves.rename(c, former, channel.name, now)


def _keys(former: str, channel: Channel) -> Iterator[tuple[str, Variant]]:
    for language in _LANGUAGES:
        its = Variant.model_validate({"channel": channel, "language": language})
        yield its.under(former), its


def _take(c: Connection, former: str, variant: Variant, now: datetime) -> bool:
    """Whether there was anything to be taken over."""
    if not moves.known(c, former) or moves.known(c, variant.key):
        return False
    ending.remove_later(c, former, now)
    moves.move(c, former, variant.key)
    for row in editions.every(c, variant.key):
        declared = frozen.under(row.declared, variant.channel)
        moves.declare(c, variant.key, declared, row.period)
        name = editions.name_of(variant.key, row.period)
        publication.mark_dirty(c, "edition", {name: row.updated}, soften=True)
    return True
