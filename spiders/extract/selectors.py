"""What a source's own selectors say."""

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cssselect import SelectorError
from lxml import etree
from lxml.etree import _Element

from schemas.errors import PageError
from schemas.extracted import ImageFound
from schemas.source import FieldRule, Source
from schemas.types import ROME, Moment
from spiders.dates import moment
from spiders.extract.people import people
from spiders.extract.pictures import in_element, picture
from spiders.extract.says import Says, labels, said
from spiders.extract.visible import visible_text

if TYPE_CHECKING:
    from parsel import Selector

_UNREAD = re.compile("script|style|svg")
Match = _Element | str
"""An element, or the text that a rule ending in `::text` or `/@href` selects."""


def selectors_say(root: _Element, base: str, source: Source, language: str | None) -> Says:
    """The fields for which the source declares a rule that matches.

    Raises PageError for a rule that is no selector.
    """
    if not source.fields:
        return Says()
    from parsel import Selector  # a tenth of a second, where a source has selectors only

    page = Selector(root=root, type="html")
    found: dict[str, list[Match]] = {
        name: _matches(page, rule, source.slug) for name, rule in source.fields.items()
    }
    texts = {
        name: [text for match in found[name] if (text := _text(match, rule))]
        for name, rule in source.fields.items()
    }
    first = {name: next(iter(several), None) for name, several in texts.items()}
    return Says(
        title=first.get("title"),
        teaser=first.get("teaser"),
        body="".join(map(_html, found.get("body", ()))) or None,
        published=_moment(first.get("published"), source.fields.get("published"), language),
        image=_image(found.get("image", []), first.get("image"), base, first.get("image_alt")),
        authors=people((name, None) for name in texts.get("authors", ())),
        section=first.get("section"),
        tags=labels(texts.get("tags", ())),
    )


def reads_scripts(source: Source) -> bool:
    """Whether a rule may choose what no reader sees: a script, a style, a drawing."""
    rules = (rule.css or rule.xpath or "" for rule in source.fields.values())
    return any(_UNREAD.search(rule) for rule in rules)


def _matches(page: "Selector", rule: FieldRule, slug: str) -> list[Match]:
    try:
        chosen = page.css(rule.css) if rule.css else page.xpath(rule.xpath or "")
    except (SelectorError, ValueError) as error:
        raise PageError(f"a field's selector cannot be used: {error}", subject=slug) from None
    return [one.root for one in chosen]


def _text(match: Match, rule: FieldRule) -> str | None:
    if isinstance(match, str):
        return said(match)
    if rule.attr:
        return said(match.get(rule.attr))
    return said(match.get("content")) or said(visible_text(match))


def _html(match: Match) -> str:
    if isinstance(match, str):
        return match
    return etree.tostring(match, encoding="unicode", method="html", with_tail=False)


def _moment(text: str | None, rule: FieldRule | None, language: str | None) -> Moment | None:
    if text is None or rule is None:
        return None
    if rule.format is None:
        return moment(text, language=language)
    try:
        when = datetime.strptime(text, rule.format)  # noqa: DTZ007 -- Rome's, where it names none
    except ValueError:
        return moment(text, language=language)
    if not any(code in rule.format for code in ("%H", "%I", "%X", "%c", "%s")):
        return Moment(day=when.date())
    local = when if when.tzinfo else when.replace(tzinfo=ROME)
    return Moment(day=local.date(), instant=local.astimezone(UTC))


def _image(matches: list[Match], text: str | None, base: str, alt: str | None) -> ImageFound | None:
    for match in matches:
        if not isinstance(match, str) and (found := in_element(match, base)):
            return found.model_copy(update={"alt": alt or found.alt})
    return picture(base, text, alt=alt)
