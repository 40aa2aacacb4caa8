"""A WordPress with our plugin, and the newsroom that it shows."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

import pytest
from PIL import Image

from feeds.embed.fragment import render_fragment
from schemas.embed import Look
from tests.embed.samples import document
from tests.integrations.fake_newsroom import CSS, Newsroom, opened
from tests.integrations.wordpress import WordPress, installed

STYLE = Path(__file__).parents[2] / "feeds/embed/poliflash.css"
WANTED = "poliflash_wanted(['channel' => 'stories', 'lang' => 'it'])"
TRIED = "UPDATE $wpdb->options SET option_value = option_value - {seconds}"
TRIED += " WHERE option_name LIKE 'poliflash\\\\_tried\\\\_%'"


class Site(NamedTuple):
    """A WordPress, and the newsroom that it shows."""

    wordpress: WordPress
    newsroom: Newsroom

    def read(self, address: str) -> str:
        """A page as a reader gets it."""
        with urlopen(address) as answer:
            return str(answer.read().decode())

    def passed(self, seconds: int) -> None:
        """Lets time pass since the newsroom was last asked."""
        update = TRIED.replace("{seconds}", str(seconds))
        self.wordpress.run(f'global $wpdb; $wpdb->query("{update}");')

    def cron(self) -> None:
        """Does what is planned."""
        self.read(f"{self.wordpress.origin}/wp-cron.php")

    def refreshed(self) -> str:
        """The html that is kept of the Italian stories once the newsroom was asked again."""
        self.passed(400)
        code = f"[poliflash_refresh({WANTED}), poliflash_kept({WANTED})['html']][1]"
        return str(self.wordpress.value(code))

    def fragment(self, look: Look | None = None) -> str:
        """One of each kind of card, with pictures that the newsroom has."""
        text = render_fragment(document(), look).decode()
        return re.sub(r'https://[^" ]+\.(jpg|webp)', f"{self.newsroom.site}/picture.png", text)


@pytest.fixture(scope="module")
def wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WordPress]:
    """One for all tests of a file."""
    with installed(tmp_path_factory.mktemp("wp")) as site:
        yield site


@pytest.fixture
def site(wordpress: WordPress) -> Iterator[Site]:
    """The plugin as it is right after its address was set."""
    with opened() as newsroom:
        newsroom.publish("picture.png", _picture(), "image/png")
        newsroom.publish("embed/v1/poliflash.css", STYLE.read_bytes(), CSS)
        wordpress.run(
            "poliflash_uninstall(); poliflash_activate();"
            f"update_option('poliflash_site', '{newsroom.site}'); poliflash_answer();"
        )
        newsroom.log.clear()
        yield Site(wordpress, newsroom)


def _picture() -> bytes:
    stream = BytesIO()
    Image.new("RGB", (600, 338), "#336699").save(stream, "PNG")
    return stream.getvalue()
