"""The page that the demo shows first, with stories of its own."""

from datetime import date, timedelta
from pathlib import Path

from feeds.embed.cards import cards_document
from feeds.entry import Entry
from feeds.page import PATHS, STYLESHEET_PATH, newest, stylesheet
from feeds.pages.document import page_document
from feeds.pages.fragments import rendered
from feeds.pages.front import ASSETS, render_front
from feeds.pages.paths import picture_path
from feeds.site import Site
from pipeline.pages import page_from
from schemas.channel import Variant
from schemas.page import BLOCKS
from schemas.page_document import PageDocument
from schemas.types import InterfaceLanguage
from tests.builders import NOON
from tests.feeds.samples import PICTURE, entry
from tests.feeds.test_page import CHANNELS

DECLARED = page_from(Path(__file__).parents[2] / "demo" / "pages" / "innovation.toml", {"stories"})
(STORIES,) = (channel for channel in CHANNELS if channel.name == "stories")
LONG = "Precipitevolissimevolmente" * 3
OTHER: dict[InterfaceLanguage, InterfaceLanguage] = {"it": "en", "en": "it"}


def entries(language: InterfaceLanguage) -> list[Entry]:
    """Seven stories: with and without a picture, long words, another language, every section."""
    sections = ("research_innovation", "at_polito", "students", "awards", "external")
    return [
        entry(title=f"Storia {LONG}", image=PICTURE, teaser=f"Teaser {LONG}.", language=language),
        *(
            entry(section=section, language=language, published=NOON - timedelta(days=days))
            for days, section in enumerate(sections, 1)
        ),
        entry(image=PICTURE, language=OTHER[language], published=NOON + timedelta(minutes=1)),
    ]


def document(site: Site, language: InterfaceLanguage) -> PageDocument:
    """The page in one language, as it stands on the second of March 2026."""
    variant = Variant(channel=STORIES, language=language)
    cards = cards_document(variant, entries(language), site, NOON)
    today = date(2026, 3, 2)
    stale = {figure.id for figure in DECLARED.page.figures if figure.stale(today)}
    return page_document(DECLARED.page, cards, site, language, stale=stale, changed=NOON)


def files(site: Site) -> dict[str, bytes]:
    """Path → bytes of the page in both languages, and of all that it loads from us."""
    found = {STYLESHEET_PATH: stylesheet()}
    found |= {path: file.read_bytes() for path, file in ASSETS.items()}
    for file, content in DECLARED.pictures.items():
        found[picture_path("innovation", file)] = content
    for language, path in PATHS.items():
        stories = newest(entries(language), language)[: DECLARED.page.stories.limit]
        page = document(site, language)
        found[path] = render_front(page, stories, CHANNELS, site)
        pieces = "".join(rendered(page, block) for block in BLOCKS)
        bare = f'<!doctype html><html lang="{language}"><title>Partner</title>'
        style = '<link rel="stylesheet" href="../assets/blocks.css">'
        words = f"<main><h1>Partner</h1>{pieces}</main>"
        found[f"host/{language}"] = f"{bare}{style}{words}".encode()
    return found
