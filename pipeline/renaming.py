"""Cards that follow their source to its new slug."""

from collections.abc import Mapping

from pipeline.store import slugs
from pipeline.store.store import Store
from schemas.source import Source


def renamed(store: Store, sources: Mapping[str, Source]) -> dict[str, str]:
    """Give everything under the former slugs of sources to them: former → new, where there was any.

    Names, dates and `updated` stay. A start that is interrupted goes on with the next one.
    """
    wanted = {former: slug for slug, source in sources.items() for former in source.formerly}
    if not wanted:
        return {}
    with store.reading() as c:
        wanted = {former: slug for former, slug in wanted.items() if slugs.in_use(c, former)}
    for former, slug in wanted.items():
        more = True
        while more:
            with store.writing() as c:
                more = slugs.rename_cards(c, former, slug, store.clock())
        with store.writing() as c:
            slugs.rename_rest(c, former, slug)
    return wanted
