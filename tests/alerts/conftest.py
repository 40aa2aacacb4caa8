"""A store with a clock that is set by hand, and receivers of alerts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pipeline.alerts.courier import Courier
from pipeline.alerts.ways import ways_of
from pipeline.clock import StrictClock
from pipeline.settings import Settings
from pipeline.store import incidents
from pipeline.store.store import Store, opened
from schemas.incident import Audience, Kind, Trouble
from tests.builders import NOON
from tests.receivers import Hook, Post, mail_server, web_server


class Desk:
    """Incidents that come and go, and a courier that tells of them."""

    def __init__(self, settings: Settings) -> None:
        """It is noon."""
        self.settings = settings
        self.now = NOON
        self.store = self._opened()

    def _opened(self) -> Store:
        return opened(self.settings, clock=StrictClock(self.time))

    def time(self) -> datetime:
        """The time it is."""
        return self.now

    def later(self, **span: float) -> None:
        """Some time passes."""
        self.now += timedelta(**span)

    def restart(self) -> None:
        """The program ends and starts again."""
        self.store.close()
        self.store = self._opened()

    def wrong(
        self,
        kind: Kind = "held",
        *,
        subject: str = "ateneo",
        reason: str = "the listing matches nothing (was 24)",
        audience: Audience = "editors",
    ) -> None:
        """Something is found wrong."""
        trouble = Trouble(
            subject=subject, kind=kind, reason=reason, figures={"links": 0}, audience=audience
        )
        with self.store.writing() as c:
            incidents.noted(c, trouble, self.now)

    def well(self, subject: str = "ateneo") -> None:
        """It is well again."""
        with self.store.writing() as c:
            incidents.ended(c, subject, self.now, ending="a run is healthy again")

    def tell(self, **changes: object) -> int:
        """A round of the courier; `changes` to the settings."""
        settings = self.settings.model_copy(update=changes)
        return Courier(self.store, ways_of(settings)).round()


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A receiver of webhooks."""
    with web_server() as found:
        yield found


@pytest.fixture
def post() -> Iterator[Post]:
    """A receiver of mail."""
    with mail_server() as found:
        yield found


@pytest.fixture
def desk(tmp_path: Path, hook: Hook, post: Post) -> Iterator[Desk]:
    """Editors who have a webhook and read mail; an operator who has neither."""
    settings = Settings(
        data=tmp_path / "data",
        editors_webhook=hook.url,
        editors_mail="Redazione <redazione@example.org>, anna@example.org",
        smtp_host="127.0.0.1",
        smtp_port=post.port,
        smtp_security="none",
        smtp_from="Poliflash <flash@example.org>",
    )
    found = Desk(settings)
    yield found
    found.store.close()
