"""Tests of <poliflash-cards> on a partner's page."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from feeds.embed.fragment import render_fragment
from feeds.embed.release import newest
from feeds.embed.snippets import Options, chosen, kit
from schemas.embed import Layout, Look, Theme
from tests.builders import channel
from tests.embed.browser.kit import KIT, SCRIPT, Answer, Stage, loaded
from tests.embed.samples import cards_json, document
from tests.feeds.samples import entry, site

pytestmark = pytest.mark.browser

STORIES = "embed/v1/stories.it.json"
SPARE = '<p><a href="/elenco">Tutte le storie</a></p>'
DOWN: tuple[int, bytes] = (503, b"")
UNREACHABLE = "Le storie non sono raggiungibili in questo momento."
BAD_NAMES = ("../x", "stories.it", "a/b/c", "Stories", "//evil.example")

NORMAL = """(root) => {
  const walk = (node) => {
    if (node.nodeType === 3) return node.data.replace(/\\s+/g, " ").trim() || null;
    if (node.nodeType !== 1 || node.localName === "script") return null;
    const names = node.getAttributeNames().filter((name) => name !== "part").sort();
    const facts = names.map((name) => [name, node.getAttribute(name)]);
    return [node.localName, facts, [...node.childNodes].map(walk).filter((one) => one)];
  };
  return walk(root);
}"""
"""A tree of elements without what is only spelling."""

BEGUN_BY = """() => performance.getEntriesByType("resource")
  .filter((one) => one.name.endsWith(".json")).map((one) => one.initiatorType)"""


def cards(stage: Stage, attributes: str = "", inside: str = "", **opened: Any) -> Page:
    """A page with one element, opened."""
    element = f"<poliflash-cards {attributes}>{inside}</poliflash-cards>"
    return stage.open(element, head=loaded(), **opened)


def titles(page: Page) -> Locator:
    """The cards' headings, in the shadow."""
    return page.locator(".poliflash-title:visible")


def several(*names: str, **overrides: Any) -> bytes:
    """A cards document with these titles."""
    at = "https://news.example.org/"
    made = [entry(title=name, url=f"{at}{quote(name)}", **overrides) for name in reversed(names)]
    return cards_json(made)


def test_cards_take_the_place_of_what_was_there(stage: Stage) -> None:
    """As many cards as asked for, and the spare content no longer seen."""
    page = cards(stage, "limit=2", SPARE)
    expect(titles(page)).to_have_count(2)
    expect(page.get_by_text("Tutte le storie", exact=True).first).not_to_be_visible()


LAYOUTS: tuple[Layout, ...] = ("grid", "list", "featured")
THEMES: tuple[Theme, ...] = ("plain", "bootstrap-italia")


@pytest.mark.parametrize("theme", THEMES)
def test_the_same_markup_as_without_script(stage: Stage, theme: Theme) -> None:
    """The component's tree is the fragment's, but for `part` and the list for search engines."""
    element = "<poliflash-cards layout={} theme={} limit=12 heading-level=4></poliflash-cards>"
    page = stage.open("".join(element.format(one, theme) for one in LAYOUTS), head=loaded())
    parsed = "html => new DOMParser().parseFromString(html, 'text/html').querySelector('section')"
    for at, layout in enumerate(LAYOUTS):
        shown = page.locator("poliflash-cards").nth(at)
        expect(shown.locator("article")).to_have_count(12)
        look = Look(limit=12, heading_level=4, layout=layout, theme=theme)
        html = render_fragment(document(), look).decode()
        made = shown.locator("section").evaluate(NORMAL)
        assert made == page.evaluate(f"(html) => ({NORMAL})(({parsed})(html))", html)


WITHOUT: dict[str, tuple[Answer, str]] = {
    "down": (DOWN, UNREACHABLE),
    "no-json": ((200, b"<html>"), UNREACHABLE),
    "a-list": ((200, b"[1]"), UNREACHABLE),
    "no-cards": ((200, b'{"cards": 5}'), UNREACHABLE),
    "null": ((200, b"null"), UNREACHABLE),
    "empty": (
        (200, cards_json([])),
        "Qui arriveranno le storie appena le redazioni le pubblicano.",
    ),
}
"""Channel → what is answered, and told."""


def test_without_cards_a_message_or_what_was_there(stage: Stage) -> None:
    """What the page gave stays; an element that was given nothing says politely why."""
    elements = "".join(
        f"<poliflash-cards channel={name} theme={theme}>{inside}</poliflash-cards>"
        for name in WITHOUT
        for theme in ("auto", "bootstrap-italia")
        for inside in (SPARE, "")
    )
    answers = {f"embed/v1/{name}.it.json": answer for name, (answer, _) in WITHOUT.items()}
    page = stage.open(elements, head=loaded(), answers=answers)
    for name, (_, told) in WITHOUT.items():
        shown = page.locator(f"[channel={name}]")
        expect(shown.locator("[role=status]")).to_have_text(["", told, "", told])
        spare = shown.get_by_text("Tutte le storie").all()
        assert (name, [one.is_visible() for one in spare]) == (name, [True, True])


def test_a_name_that_is_none_asks_nothing(stage: Stage) -> None:
    """What is no channel's name becomes no address."""
    element = '<poliflash-cards channel="{}"></poliflash-cards>'
    page = stage.open("".join(map(element.format, BAD_NAMES)), head=loaded())
    expect(page.locator("[role=status]")).to_have_text([UNREACHABLE] * len(BAD_NAMES))
    assert stage.documents() == []


ASKED = [
    ('<div lang="en-GB">{}</div>', "", "embed/v1/stories.en.json"),
    ('<div lang="fr">{}</div>', "", "embed/v1/stories.en.json"),
    ("{}", "", "embed/v1/stories.it.json"),
    ('<div lang="en">{}</div>', 'lang="it"', "embed/v1/stories.it.json"),
    ("{}", 'channel="topics/energy"', "embed/v1/topics/energy.it.json"),
    ("{}", 'channel="sources/i3p-it"', "embed/v1/sources/i3p-it.json"),
    ("{}", f'src="{SCRIPT.rpartition("/")[0]}/own.json"', "embed/v1/own.json"),
]
"""What stands around an element, its attributes, and the document that it asks for."""


def test_which_document_is_asked_for(stage: Stage) -> None:
    """Channel and language make the address; the nearest language counts."""
    element = "<poliflash-cards {}></poliflash-cards>"
    page = stage.open(
        "".join(around.format(element.format(attributes)) for around, attributes, _ in ASKED),
        head=loaded(),
        answers={asked: (200, several(asked)) for *_, asked in ASKED},
    )
    expect(titles(page)).to_have_text([asked for *_, asked in ASKED])
    assert sorted(stage.documents()) == sorted({asked for *_, asked in ASKED})


def test_hostile_text_stays_text(stage: Stage) -> None:
    """Markup in a title is shown; an address that is none of the web's is no link."""
    hostile = json.loads(several("uno", "due", "tre"))
    one, two, three = hostile["cards"]
    one["title"] = one["teaser"] = '<img src=x onerror="document.title=1">'
    two |= {"title": "Nessun link", "url": "javascript:document.title=1"}
    three |= {"url": "/relative", "image": {"src": "javascript:1", "webp": "data:x 1w"}}
    hostile["more"] = "javascript:document.title=1"
    for theme in ("auto", "bootstrap-italia"):
        answers: dict[str, Answer] = {STORIES: (200, json.dumps(hostile).encode())}
        page = cards(stage, f"theme={theme}", answers=answers)
        expect(page.locator("poliflash-cards article")).to_have_count(3)
        assert page.get_by_text('<img src=x onerror="document.title=1">').count() == 2
        assert page.locator("poliflash-cards a[href]").count() == 1
        assert page.locator("poliflash-cards img").count() == 0


def test_elements_share_one_request(stage: Stage) -> None:
    """Three elements of one channel ask once; another channel is asked for besides."""
    one = "<poliflash-cards limit={}></poliflash-cards>"
    others = '<poliflash-cards channel="topics/energy"></poliflash-cards>'
    page = stage.open(one.format(1) + one.format(2) + one.format(3) + others, head=loaded())
    expect(titles(page)).to_have_count(6)
    expect(page.locator("poliflash-cards").last).to_contain_text("")
    assert sorted(stage.documents()) == [STORIES, "embed/v1/topics/energy.it.json"]


def test_the_code_to_paste_asks_once_and_early(stage: Stage) -> None:
    """Its first line asks for the very document, in the way in which the script would."""
    ways = kit(
        chosen(channel(name="stories"), "it"), site(public_url=KIT), newest(), Options()
    ).ways
    for text in [way.codes[0].text for way in ways if way.name in ("component", "pinned")]:
        page = stage.open(text)
        expect(titles(page)).to_have_count(6)
        assert (page.evaluate(BEGUN_BY), stage.documents()) == (["link"], [STORIES]), text
        assert stage.heard.said == [], text


def test_a_second_copy_is_harmless(stage: Stage) -> None:
    """Another copy of the script, of another version too, changes nothing and says nothing."""
    again = loaded() + loaded().replace("/v1/", "/9.9.9/")
    page = stage.open("<poliflash-cards></poliflash-cards>", head=loaded() + again)
    expect(titles(page)).to_have_count(6)
    assert (stage.documents(), stage.heard.said) == ([STORIES], [])


def test_nothing_is_left_with_the_visitor(stage: Stage) -> None:
    """No cookie, no storage, no database, no worker."""
    page = cards(stage)
    expect(titles(page)).to_have_count(6)
    left = page.evaluate(
        "async () => [document.cookie, localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length, (await caches.keys()).length,"
        " (await navigator.serviceWorker.getRegistrations()).length]"
    )
    assert (left, stage.context.cookies()) == (["", 0, 0, 0, 0, 0], [])


def test_attributes_count_when_they_change(stage: Stage) -> None:
    """Limit, level, layout and theme take effect at once, without asking again."""
    page = cards(stage, "limit=3", SPARE)
    expect(titles(page)).to_have_count(3)
    element = page.locator("poliflash-cards")
    element.evaluate(
        "e => { e.setAttribute('limit', 4); e.setAttribute('heading-level', 5);"
        " e.setAttribute('layout', 'list'); }"
    )
    expect(page.locator(".poliflash-list-layout h5")).to_have_count(4)
    element.evaluate("e => e.setAttribute('theme', 'bootstrap-italia')")
    expect(page.locator("poliflash-cards > section h5.it-card-title")).to_have_count(4)
    element.evaluate("e => e.setAttribute('theme', 'dark')")
    expect(page.locator("[data-theme=dark] h5.poliflash-title")).to_have_count(4)
    assert element.evaluate("e => e.innerHTML") == SPARE
    assert stage.documents() == [STORIES]


def test_headings_have_levels_of_a_page(stage: Stage) -> None:
    """Two to six; three where nothing sensible is said."""
    element = "<poliflash-cards heading-level={} limit=1></poliflash-cards>"
    levels = {"1": "h2", "9": "h6", "x": "h3", "2": "h2"}
    page = stage.open("".join(map(element.format, levels)), head=loaded())
    expect(titles(page)).to_have_count(len(levels))
    found = titles(page).evaluate_all("all => all.map(one => one.localName)")
    assert found == list(levels.values())


def test_elements_made_moved_and_cloned_by_scripts(stage: Stage) -> None:
    """Each shows cards, wherever it came from; moving asks nothing and draws nothing again."""
    page = stage.open('<div id="a"></div><div id="b"></div>', head=loaded())
    page.evaluate(
        "document.querySelector('#a').append(Object.assign("
        "document.createElement('poliflash-cards'), { id: 'made' }))"
    )
    expect(page.locator("#a .poliflash-title:visible")).to_have_count(6)
    page.evaluate(
        "() => { const made = document.querySelector('#made');"
        " window.first = made.shadowRoot.querySelector('article');"
        " document.querySelector('#b').append(made);"
        " document.querySelector('#a').append(made.cloneNode(true)); }"
    )
    expect(page.locator("#a .poliflash-title:visible")).to_have_count(6)
    same = "first === document.querySelector('#b #made').shadowRoot.querySelector('article')"
    assert (page.evaluate(same), stage.documents()) == (True, [STORIES])


def test_only_titles_are_stops_of_the_keyboard(stage: Stage) -> None:
    """One link a card, and one to all stories, which the page may place on its own site."""
    page = cards(stage, 'limit=2 more-href="/tutte" more-label="Altre"')
    expect(titles(page)).to_have_count(2)
    links = page.locator("poliflash-cards a").evaluate_all("all => all.map(a => a.textContent)")
    more = page.locator("a.poliflash-more").evaluate("a => a.href")
    assert (links[2:], len(links), more) == (["Altre"], 3, "https://host.example/tutte")


def test_hidden_means_hidden(stage: Stage) -> None:
    """The page's `hidden` is obeyed."""
    page = cards(stage, "hidden")
    page.locator("poliflash-cards h3").first.wait_for(state="attached")
    assert not page.locator("poliflash-cards").is_visible()


def test_wider_text_is_never_cut(stage: Stage) -> None:
    """With WCAG's spacing of text (1.4.12) every word is still there."""
    long = several(*[f"{n} {'Precipitevolissimevolmente ' * 4}" for n in range(4)])
    page = cards(stage, "limit=12", answers={STORIES: (200, long)})
    expect(titles(page)).to_have_count(4)
    cut = page.evaluate(
        "() => { const root = document.querySelector('poliflash-cards').shadowRoot;"
        " const style = new CSSStyleSheet(); style.replaceSync('* { line-height: 1.5 !important;"
        " letter-spacing: .12em !important; word-spacing: .16em !important }"
        " p { margin-bottom: 2em !important }');"
        " root.adoptedStyleSheets = [...root.adoptedStyleSheets, style];"
        " return [...root.querySelectorAll('article, article > :not(div)')]"
        "  .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)"
        "  .map(e => e.outerHTML); }"
    )
    assert cut == []
