"""The newsroom that these tests read."""

import shutil
from collections.abc import Iterator

import pytest

from demo.content import STORIES
from demo.newsroom import Newsroom
from tests.opening import opening
from tests.pictures.seeing import KEYS, PLAIN


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """A small newsroom as it opens: two sites, three stories."""
    content = tmp_path_factory.mktemp("content")
    for site, keys in (("ateneo", KEYS), ("europa", (PLAIN,))):
        (content / site).mkdir()
        for key in keys:
            shutil.copy(STORIES / site / f"{key}.toml", content / site)
    with opening(content) as room:
        yield room
