"""One story out of what its feed and its page say."""

from typing import Any

from schemas.extracted import Extracted, ImageFound

FEED_FIRST = ("title", "guid", "tags", "authors")
"""What newsrooms write into the feed itself; everything else the page says better."""


def merged(item: Extracted, page: Extracted) -> Extracted:
    """The story, each field with what gave it.

    Title, guid, tags and authors come from the feed where it has them, and so does the date unless
    only the page has a time of day. The page leads in everything else.
    """
    fields: dict[str, Any] = {}
    provenance: dict[str, str] = {}
    for name in Extracted.model_fields:
        if name in ("url", "provenance"):
            continue
        leader, other = (item, page) if _feed_leads(name, item, page) else (page, item)
        source = leader if getattr(leader, name) else other
        fields[name] = getattr(source, name)
        if given := source.provenance.get(name):
            provenance[name] = given
    fields["image"] = _image(item.image, page.image)
    return Extracted(url=page.url, provenance=provenance | _alt(item, page), **fields)


def _feed_leads(name: str, item: Extracted, page: Extracted) -> bool:
    if name != "published":
        return name in FEED_FIRST
    feed_has_time = item.published is not None and item.published.instant is not None
    return feed_has_time or page.published is None


def _image(item: ImageFound | None, page: ImageFound | None) -> ImageFound | None:
    """The page's picture, with what the feed adds about the same one."""
    if page is None or item is None or item.url != page.url:
        return page or item
    said = {name: value for name, value in page if value is not None}
    return item.model_copy(update=said)


def _alt(item: Extracted, page: Extracted) -> dict[str, str]:
    """Whose the alternative text is."""
    leader = page if page.image else item
    given = leader.provenance.get("image_alt")
    return {"image_alt": given} if given else {}
