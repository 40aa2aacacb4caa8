"""A web app over a store and a public folder that a test fills."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pydantic import SecretStr

from feeds.moved import maps
from pipeline.files import etag_of
from pipeline.manifest import PATH as MANIFEST
from pipeline.settings import Settings
from pipeline.store import cards
from pipeline.store.store import Store
from schemas.card import StoryCard
from schemas.source import Source
from tests.builders import NOON, source
from web.app import WebApp, create_app
from web.status import CrawlerStatus


def _source(slug: str, home: str, listing: str, **more: Any) -> Source:
    rules = {"urls": [f"https://{home}{listing}"], "links": "a"}
    return source(slug=slug, name=slug.title(), home=f"https://{home}", listing=rules, **more)


SOURCES = {
    s.slug: s
    for s in (
        _source("ateneo", "ateneo.example.org", "/it/notizie", hosts={"old.example.org": "x.it"}),
        _source("ateneo-en", "ateneo.example.org", "/en/news"),
        _source("europa", "europa.example.org", "/news", enabled=False),
    )
}
"""Two sources at one host, and one that is switched off."""
TOKEN = SecretStr("secret")


class Front:
    """The parts of a web app under test, and what it did to them."""

    def __init__(self, settings: Settings, store: Store) -> None:
        """A crawler that lives and a scheduler that ticks, unless a test says otherwise."""
        self.settings = settings
        self.store = store
        self.nudges = 0
        self.time = NOON
        self.status = CrawlerStatus(alive=True, pid=7, last_tick=NOON)

    def app(self, **changes: Any) -> WebApp:
        """The app; `changes` go to the settings, `patience` to the app."""
        patience = changes.pop("patience", 0.0)
        settings = self.settings.model_copy(update=changes)
        return create_app(
            settings,
            self.store,
            SOURCES,
            nudge=self._nudged,
            status=lambda: self.status,
            patience=patience,
            now=lambda: self.time,
        )

    def _nudged(self) -> None:
        self.nudges += 1

    def publish(self, documents: Mapping[str, bytes], changed: datetime = NOON) -> None:
        """Write documents and the manifest that lists exactly these."""
        for path, content in documents.items():
            self.write(path, content)
        listed = {
            path: {
                "etag": etag_of(content),
                "changed": changed.strftime("%Y-%m-%dT%H:%M:%SZ"),
                "size": len(content),
            }
            for path, content in documents.items()
        }
        self.write(MANIFEST, json.dumps({"version": 1, "documents": listed}).encode())

    def rename(self, names: Mapping[str, str]) -> None:
        """Say that channels have other names now: former name → name."""
        told = json.loads((self.settings.public / MANIFEST).read_bytes())
        self.write(MANIFEST, json.dumps({**told, "moved": dict(names)}).encode())
        for path, content in maps(names).items():
            self.write(path, content)

    def write(self, path: str, content: bytes) -> None:
        """Write one file below the public folder."""
        file = self.settings.public / path
        file.parent.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        partial.write_bytes(content)
        partial.replace(file)

    def save(self, *wanted: StoryCard, state: str = "live") -> None:
        """Put cards into the store."""
        with self.store.writing() as c:
            for card in wanted:
                cards.save(c, card, cause="run:1", changed=(), at=NOON, state=state)
