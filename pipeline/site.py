"""The face of a house, as its settings give it."""

from feeds.site import Site
from pipeline.settings import VERSION, Settings
from schemas.types import Bilingual

NAME = Bilingual(it="Poliflash", en="Poliflash")


def site_of(settings: Settings) -> Site:
    """What every document says of where it lives and who publishes it."""
    return Site(
        public_url=settings.public_url,
        name=NAME,
        home=settings.home_url or settings.public_url + "/",
        contact=settings.contact,
        accessibility=settings.accessibility,
        version=VERSION,
        hubs=(settings.hub,) if settings.hub else (),
    )
