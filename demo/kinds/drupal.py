"""The university's site: node ids, aliases in two languages, a magazine without a feed."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from demo.content import Language
from demo.drupal_jsonapi import collection
from demo.kinds import Asked, Naming
from demo.page import Page, rendered
from demo.slugs import drupal_slug
from demo.storypage import listing_page
from demo.storypage import story_page as filled_page
from demo.view import Edition, View, quirk

MAGAZINE: dict[Language, str] = {
    "it": "/ateneo/comunicazione-e-ufficio-stampa/poliflash",
    "en": "/en/polito/communication-and-press-office/poliflash",
}
HOME: dict[str, Language] = {"/": "it", "/en": "en"}
A_PAGE = 24
"""Links on one page of the listing."""
WRONG_PICTURES = 2
"""Stories whose og:image is the site's logo."""


def addresses(naming: Naming) -> tuple[str, ...]:
    """The alias, where the second of a name gets `-0`; then the node's own paths."""
    suffix = f"-{naming.attempt - 1}" if naming.attempt else ""
    alias = f"{MAGAZINE[naming.language]}/{drupal_slug(naming.title)}{suffix}"
    node = f"/node/{naming.story.node}"
    if naming.language == "it":
        return (alias, node)
    return (alias, f"/en{node}") if naming.story.it else (alias, node, f"/en{node}")


def picture_folder(published: dt.datetime) -> str:
    """A folder for each month."""
    return f"/sites/default/files/{published:%Y-%m}/"


def story_page(view: View, edition: Edition) -> Page:
    """One node, with the metadata that the site's modules happen to give it."""
    key = f"{edition.story.key}.{edition.language}"
    suffix = f" | {view.site.name(edition.language)}" if quirk(key, "suffix", 3) == 0 else ""
    twins = {language: view.twin(edition, language) for language in MAGAZINE}
    wrong = edition.story.key in _with_wrong_picture(view)
    return filled_page(
        "drupal/story.html",
        view,
        edition,
        suffix=suffix,
        twins={language: view.url(twin.path) for language, twin in twins.items() if twin},
        magazine=MAGAZINE,
        graph=_graph(view, edition) if quirk(key, "graph", 2) == 0 else None,
        wrong_picture=view.url("/logo.png") if wrong else None,
    )


def document(view: View, asked: Asked) -> Page | None:
    """The magazine's listing in either language, the home page, the one event, JSON:API."""
    path, query = asked
    for language, magazine in MAGAZINE.items():
        if path == magazine:
            return _listing(view, language, query)
    if path in HOME:
        newest = view.listed(HOME[path])[:5]
        return _cards(view, HOME[path], newest, "drupal/home.html")
    if path == "/node/1037" and "idn" in query:
        return Page(rendered("drupal/event.html", **_frame(view, "it"), idn=query["idn"]))
    return collection(view, asked)


def _listing(view: View, language: Language, query: Mapping[str, str]) -> Page:
    tag = " ".join(query.get("tag", "").lower().split())
    asked = query.get("page", "0")
    number = int(asked) if asked.isdecimal() else 0
    found = [e for e in view.listed(language) if not tag or tag in map(str.lower, e.words.tags)]
    pages = max(1, -(-len(found) // A_PAGE))
    shown = found[number * A_PAGE : (number + 1) * A_PAGE]
    more = {"page": number, "pages": pages, "tag": tag, "path": MAGAZINE[language]}
    return _cards(view, language, shown, "drupal/listing.html", **more)


def _cards(
    view: View, language: Language, cards: Sequence[Edition], template: str, **more: Any
) -> Page:
    frame = {"language": language, "magazine": MAGAZINE, "twins": {}}
    return listing_page(template, view, cards=cards, **frame, **more)


def _frame(view: View, language: Language) -> dict[str, Any]:
    return {
        "view": view,
        "site": view.site,
        "language": language,
        "magazine": MAGAZINE,
        "twins": {},
    }


def _with_wrong_picture(view: View) -> set[str]:
    keys = {e.story.key for e in view.editions if not e.story.reserve and e.picture_path}
    return set(sorted(keys, key=lambda key: quirk(key, "logo", 2**32))[:WRONG_PICTURES])


def _graph(view: View, edition: Edition) -> str:
    article = {
        "@type": "NewsArticle",
        "headline": edition.words.title,
        "inLanguage": edition.language,
        "name": edition.words.title,
        "isAccessibleForFree": "True",
        "publisher": {"@id": view.url("/#organization")},
        "mainEntityOfPage": view.url(edition.path),
    }
    if edition.published:
        # The module takes the node's creation, when the text was pasted, not the printed date.
        hours = 1 + quirk(edition.story.key, "created", 14)
        created = edition.published - dt.timedelta(hours=hours)
        article["datePublished"] = created.isoformat()
        article["dateModified"] = max(edition.modified, created).isoformat()
    if edition.words.teaser:
        article["description"] = edition.words.teaser
    if edition.picture_path:
        picture = view.url(edition.picture_path)
        article["image"] = {"@type": "ImageObject", "url": picture, "width": "1200"}
    organization = {
        "@type": "CollegeOrUniversity",
        "@id": view.url("/#organization"),
        "name": view.site.name(edition.language),
        "url": view.url("/"),
    }
    graph = {"@context": "https://schema.org", "@graph": [article, organization]}
    return json.dumps(graph, indent=4).replace("</", "<\\/")
