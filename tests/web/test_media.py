"""Copies of pictures over HTTP."""

import pytest

from tests import pictured as p
from tests.web.driver import ask
from tests.web.front import Front

NAME = "media/ab/ab" + "0" * 30 + "-1200"


@pytest.mark.parametrize(
    ("suffix", "format_", "media_type"),
    [("jpg", "JPEG", "image/jpeg"), ("webp", "WEBP", "image/webp")],
)
async def test_a_copy_is_served_for_ever(
    front: Front, suffix: str, format_: str, media_type: str
) -> None:
    """Requirement 53: The right type under a plain name with its extension; never changing."""
    front.publish({})
    front.write(f"{NAME}.{suffix}", p.drawn(format_))
    answer = await ask(front.app(), f"/{NAME}.{suffix}", headers={"Accept-Encoding": "gzip"})
    assert (answer.status, answer.body) == (200, p.drawn(format_))
    told = [answer.headers.get(n) for n in ("content-type", "cache-control", "content-encoding")]
    assert told == [media_type, "public, max-age=31536000, immutable", None]


async def test_a_copy_that_a_client_has_is_not_sent_again(front: Front) -> None:
    """A reload costs a 304."""
    front.publish({})
    front.write(f"{NAME}.jpg", p.drawn())
    app = front.app()
    tag = (await ask(app, f"/{NAME}.jpg")).headers["etag"]
    answer = await ask(app, f"/{NAME}.jpg", headers={"If-None-Match": tag})
    assert (answer.status, answer.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["media/ab/notes.txt", "media/cd/ab" + "0" * 30 + "-1200.jpg", "media/../secret.jpg"]
)
async def test_nothing_else_of_the_folder_is_served(front: Front, path: str) -> None:
    """Only what is named as a copy is."""
    front.publish({})
    front.write(path, b"x")
    assert (await ask(front.app(), f"/{path}")).status == 404


async def test_a_copy_that_was_given_up_is_gone(front: Front) -> None:
    """Nothing of it stays in the server's memory once its file is removed."""
    front.publish({})
    front.write(f"{NAME}.jpg", p.drawn())
    app = front.app()
    await ask(app, f"/{NAME}.jpg")
    (front.settings.public / f"{NAME}.jpg").unlink()
    assert (await ask(app, f"/{NAME}.jpg")).status == 404
