"""A small newsroom's pictures, as documents and folders show them."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import orjson

from demo.kinds import Asked
from demo.newsroom import Newsroom
from tests.house import House, demo_sources

KEYS = ("accordo-istituto-galvani", "bici-reclinata-record")
"""Stories in both languages; both versions show one picture."""
PLAIN = "ibe-call-twin-regions"
"""A story of a source whose pictures may be linked, not copied."""
ATENEO = ("ateneo-it", "ateneo-en")
EVERY = (*ATENEO, "europa")


def read(house: House, *slugs: str) -> None:
    """Read sources (all without names); the stories are published, no picture is looked at."""
    house.read(*(slugs or EVERY))


def seen(house: House, *slugs: str) -> None:
    """Read sources (all without names), and look at their pictures."""
    house.read(*(slugs or EVERY), looked=True)


def pictures(house: House, name: str) -> list[dict[str, Any]]:
    """The cards of a channel, as their own documents show them."""
    found = []
    for item in house.feed(name):
        key = item["id"].removeprefix("urn:uuid:").replace("-", "")
        found.append(
            orjson.loads((house.settings.public / f"cards/{key[:2]}/{key}.json").read_bytes())
        )
    return found


def media(house: House) -> list[Path]:
    """The copies that lie in the public folder."""
    return sorted(path for path in (house.settings.public / "media").rglob("*") if path.is_file())


def visits(newsroom: Newsroom) -> list[tuple[int, bool]]:
    """Status and condition of the requests for pictures."""
    return [(v.status, v.conditional) for v in newsroom.requests if ".jpg" in v.path.lower()]


def asked(url: str) -> Any:
    """An address as the newsroom is asked for it."""
    return Asked(unquote(urlsplit(url).path), {})


def ids(house: House, name: str, place: int) -> str:
    """The id of a card by its place in a channel."""
    found: str = house.feed(name)[place]["id"]
    return found


def twins(house: House, key: str, newsroom: Newsroom) -> list[str]:
    """The ids of both language versions of a story."""
    urls = {row["url"] for row in newsroom.stories() if row["key"] == key}
    return [item["id"] for item in house.feed("stories") if item["url"] in urls]


def narrowed(house: House, port: int, images: str) -> None:
    """Somebody edits the rights of its sources."""
    for file in demo_sources(house.settings.sources[0], port).glob("ateneo-*.toml"):
        text = file.read_text("utf-8").replace('images = "copy"', f'images = "{images}"')
        file.write_text(text, "utf-8")
    house.reopen()
