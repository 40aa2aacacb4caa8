"""All sites under one state, with every page they have been asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from demo.awkward import Awkward, awkward
from demo.content import Site, Story
from demo.kinds import Asked, kind_named
from demo.page import Page, rendered
from demo.pictures import logo, picture
from demo.state import State
from demo.view import View, view_of

ROBOTS = b"User-agent: *\nDisallow: /admin/\n"
TITLES = {
    401: "Accesso riservato",
    403: "Accesso negato",
    404: "Pagina non trovata",
    429: "Troppe richieste",
    500: "Errore del server",
    503: "Servizio in manutenzione",
}


@dataclass(frozen=True)
class World:
    """What the newsroom shows: content seen under a state. A switch makes a new one."""

    sites: Mapping[str, Site]
    stories: Mapping[str, Story]
    state: State
    port: int
    _views: dict[str, View] = field(default_factory=dict)
    _pages: dict[tuple[str, str, tuple[tuple[str, str], ...]], Page] = field(default_factory=dict)
    _frozen: dict[str, "World"] = field(default_factory=dict)

    def site_at(self, host: str) -> Site | None:
        """The site that answers at `<host>.localhost`, old hosts included."""
        moved = {new: slug for slug, new in self.state.moved.items()}
        if host in moved:
            return self.sites[moved[host]]
        return next((site for site in self.sites.values() if host in site.hosts), None)

    def view(self, slug: str) -> View:
        """The site as it stands."""
        if slug not in self._views:
            stories = self.stories.values()
            self._views[slug] = view_of(self.sites[slug], stories, self.state, self.port)
        return self._views[slug]

    def page(self, slug: str, asked: Asked) -> Page:
        """The page at that address, 404 and 403 included; made once."""
        key = (slug, asked.path, tuple(sorted(asked.query.items())))
        if key not in self._pages:
            self._pages[key] = _page(self.view(slug), asked)
        return self._pages[key]

    def frozen(self, slug: str) -> "World":
        """The world as a cache in front of the site remembers it."""
        if slug not in self._frozen:
            state = self.state.frozen[slug].state
            self._frozen[slug] = World(self.sites, self.stories, state, self.port)
        return self._frozen[slug]


def error_page(site: Site, status: int, headers: Mapping[str, str] | None = None) -> Page:
    """An error as the site shows it."""
    body = rendered("error.html", site=site, status=status, title=TITLES.get(status, "Errore"))
    return Page(body, status=status, headers=headers or {})


def _page(view: View, asked: Asked) -> Page:
    kind = kind_named(view.site.kind)
    edition = view.by_path.get(asked.path)
    if edition and edition.visible:
        return kind.story_page(view, edition)
    if edition:
        return error_page(view.site, edition.status)
    if asked.path in view.pictures:
        story = view.pictures[asked.path]
        return _picture(view, asked.path, story, view.state.pictures.get(story.key))
    document = _common(view, asked.path) or kind.document(view, asked)
    return document or error_page(view.site, 404)


def _picture(view: View, path: str, story: Story, mode: Awkward | None) -> Page:
    if mode == "missing":
        return error_page(view.site, 404)
    if mode is not None:
        return Page(awkward(story.picture or story.key, mode), "image/jpeg", "picture")
    media_type = "image/png" if path.lower().endswith(".png") else "image/jpeg"
    return Page(picture(story.picture or story.key, media_type), media_type, "picture")


def _common(view: View, path: str) -> Page | None:
    site = view.site
    if path == "/robots.txt":
        return Page(ROBOTS, "text/plain; charset=utf-8")
    if path == "/logo.png":
        return Page(logo(site.accent, site.second), "image/png", "picture")
    if path == "/logo.svg":
        return Page(rendered("logo.svg", site=site), "image/svg+xml", "picture")
    if path.endswith(".css"):
        name = "redesigned/site.css" if view.redesigned else f"{site.kind}.css"
        return Page(rendered(f"styles/{name}", site=site), "text/css; charset=utf-8")
    return None
