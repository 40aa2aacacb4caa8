"""What a page's microdata says."""

from lxml.etree import _Element

from spiders.extract.head import Head
from spiders.extract.people import people
from spiders.extract.pictures import in_element, picture
from spiders.extract.says import Clock, Says, labels, said
from spiders.extract.visible import visible_text

_WANTED = (
    "headline", "description", "datePublished", "dateModified", "articleSection", "keywords",
    "author", "image",
)  # fmt: skip
_MOST = 200


def microdata_says(properties: list[_Element], head: Head, base: str, when: Clock) -> Says:
    """The properties of an article item, in the story or in `<meta itemprop>`."""
    holders: dict[str, list[_Element]] = {}
    for element in properties[:_MOST]:
        for name in (element.get("itemprop") or "").split():
            if name in _WANTED:
                holders.setdefault(name, []).append(element)

    def text(name: str) -> str | None:
        own = holders.get(name)
        return (_value(own[0]) if own else None) or head.first(name.lower())

    modified = when(text("dateModified") or "")
    images = (in_element(e, base) or picture(base, _value(e)) for e in holders.get("image", ()))
    return Says(
        title=text("headline"),
        teaser=text("description") if "description" in holders else None,
        published=when(text("datePublished") or ""),
        updated=modified.instant if modified else None,
        image=next((found for found in images if found), None),
        authors=people((_value(e), None) for e in holders.get("author", ())),
        section=text("articleSection"),
        tags=labels([text("keywords")]) if "keywords" in holders else (),
    )


def _value(element: _Element) -> str | None:
    """A property's value (HTML, 5.2.4): an attribute for some elements, else the text."""
    for attribute in ("content", "datetime", "src"):
        if value := said(element.get(attribute)):
            return value
    name = element.find(".//*[@itemprop='name']")
    return said(visible_text(element if name is None else name)) or said(element.get("href"))
