"""A page as JSON: whole, and its numbers alone."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, Literal

import orjson

from feeds.dates import day_in_words
from feeds.pages.paths import figures_path, page_path, picture_path
from feeds.pages.words import TITLES, as_of, in_digits, words_for
from feeds.site import Site
from schemas.embed import CardsDocument
from schemas.page import Contact, Head, Intro, KeyFigure, Page, Picture, Platform
from schemas.page_document import (
    ContactsBlock,
    FiguresBlock,
    FiguresDocument,
    PageDocument,
    PlatformsBlock,
    ShownContact,
    ShownFigure,
    ShownIntro,
    ShownPicture,
    ShownPlatform,
    StoriesBlock,
)
from schemas.types import Bilingual, InterfaceLanguage

Name = Literal["figures", "stories", "platforms", "contacts"]


def page_document(
    page: Page,
    cards: CardsDocument,
    site: Site,
    language: InterfaceLanguage,
    *,
    stale: Collection[str],
    changed: datetime,
) -> PageDocument:
    """The page in one language.

    `cards`: the stories of its channel; `stale`: the ids of the figures that are out of date;
    `changed`: when the page's file last changed.
    """
    shown = _Shown(page, site, language)
    updated = max(cards.updated, changed.replace(microsecond=0))
    stories = cards.model_copy(update={"cards": cards.cards[: page.stories.limit]})
    figures = tuple(shown.figure(one, stale=one.id in stale) for one in page.figures)
    platforms = tuple(map(shown.platform, page.platforms))
    contacts = tuple(map(shown.contact, page.contacts))
    return PageDocument(
        page=page.name,
        language=language,
        title=page.title.in_language(language),
        description=page.description.in_language(language),
        updated=updated,
        day=day_in_words(updated, language),
        words=words_for(language),
        intro=tuple(map(shown.intro, page.intro)),
        figures=FiguresBlock(**shown.head("figures"), figures=figures),
        stories=StoriesBlock(**shown.head("stories"), stories=stories),
        platforms=PlatformsBlock(**shown.head("platforms"), platforms=platforms),
        contacts=ContactsBlock(**shown.head("contacts"), contacts=contacts),
        accessibility=page.accessibility.in_language(language) if page.accessibility else None,
    )


def documents(document: PageDocument) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the page, and of its numbers."""
    yield page_path(document.page, document.language), _dumped(document)
    figures = FiguresDocument(
        page=document.page,
        language=document.language,
        words=document.words,
        **{name: getattr(document.figures, name) for name in FiguresBlock.model_fields},
    )
    yield figures_path(document.page, document.language), _dumped(figures)


def _dumped(document: PageDocument | FiguresDocument) -> bytes:
    values = document.model_dump(mode="json", by_alias=True)
    return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)


class _Shown:
    """What a page's parts say in one language."""

    def __init__(self, page: Page, site: Site, language: InterfaceLanguage) -> None:
        self._page = page
        self._site = site
        self._language = language

    def _words(self, words: Bilingual | None) -> str | None:
        return words.in_language(self._language) if words else None

    def head(self, block: Name) -> dict[str, Any]:
        """Title and paragraphs above a block."""
        head = self._page.heads.get(block) or Head()
        text = Intro(text=head.text).paragraphs(self._language) if head.text else ()
        return {"title": (head.heading or TITLES[block]).in_language(self._language), "text": text}

    def intro(self, one: Intro) -> ShownIntro:
        return ShownIntro(
            heading=self._words(one.heading),
            paragraphs=one.paragraphs(self._language),
            picture=self._picture(one.picture) if one.picture else None,
        )

    def _picture(self, one: Picture) -> ShownPicture:
        own = self._site.address(picture_path(self._page.name, one.file or ""))
        return ShownPicture(
            src=one.url or own,
            alt=self._words(one.alt) or "",
            width=one.width,
            height=one.height,
            credit=one.credit,
        )

    def figure(self, one: KeyFigure, *, stale: bool) -> ShownFigure:
        known = one.value is not None
        missing = words_for(self._language).missing
        return ShownFigure(
            id=one.id,
            value=in_digits(one.value, self._language) if one.value is not None else missing,
            number=one.value,
            unit=self._words(one.unit) if known else None,
            label=one.label.in_language(self._language),
            as_of=one.as_of,
            as_of_words=as_of(one.as_of, self._language),
            stale=stale,
            example=one.example,
            note=self._words(one.note),
            source=one.source,
        )

    def platform(self, one: Platform) -> ShownPlatform:
        return ShownPlatform(
            name=one.name.in_language(self._language),
            description=self._words(one.description),
            url=one.url,
        )

    def contact(self, one: Contact) -> ShownContact:
        return ShownContact(
            name=one.name.in_language(self._language),
            note=self._words(one.note),
            email=one.email,
            url=one.url,
            phone=one.phone,
        )
