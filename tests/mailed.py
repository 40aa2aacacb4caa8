"""A house with a newsletter that comes out each day, and a story in it."""

from datetime import timedelta
from pathlib import Path

from demo.newsroom import Newsroom
from pipeline.settings import Settings, settings_from
from schemas.order import Order
from tests.house import House, demo_sources

LETTER = """
profile = "newsletter"
hold = "0m"
editions = { every = "day", at = "08:00" }
[title]
it = "Lettera"
en = "Letter"
[description]
it = "Le storie."
en = "The stories."
"""


def lettered(folder: Path, newsroom: Newsroom) -> Settings:
    """Settings of a house with the newsletter `lettera` that reads the demo newsroom only."""
    own = folder / "channels"
    own.mkdir()
    (own / "lettera.toml").write_text(LETTER, "utf-8")
    return settings_from(
        data=folder / "data",
        public=folder / "public",
        sources=(demo_sources(folder / "sources", newsroom.port),),
        channels=(own,),
        own_sources=False,
    )


def mailed(house: House, newsroom: Newsroom, *, looked: bool = False) -> tuple[str, str]:
    """A story of `ateneo-it` that came out with an edition: id and address.

    `looked`: every picture was looked at since, and every document packed.
    """
    house.read("ateneo-it")
    title = next(row["title"] for row in newsroom.publish() if row["language"] == "it")
    ahead = house.ahead + timedelta(days=2)
    house.live(lambda: _mailed(house, looked=looked), "mailed", looked)
    house.ahead = ahead
    story = next(item for item in house.feed("lettera") if item["title"] == title)
    return story["id"], story["url"]


def _mailed(house: House, *, looked: bool) -> None:
    (run,) = house.refresh("ateneo-it")
    assert len(run.added) == 1, run
    for _ in range(2):
        house.ahead += timedelta(days=1)
        house.carry_out(Order(trigger="publish"))
    if looked:
        house.look()
        house.pipe.publisher.packing.everything()
