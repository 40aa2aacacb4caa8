"""Public documents that are read from the disk: cards, archives, editions, and what ended."""

import pytest

from pipeline.files import etag_of
from tests.web.driver import ask
from tests.web.front import Front
from tests.web.test_public import CARD, DATE


@pytest.mark.parametrize("prefix", ["", "/flash"])
async def test_a_card_is_read_from_the_disk(front: Front, prefix: str) -> None:
    """Cards are in no manifest; their tag comes from their bytes."""
    front.publish({})
    front.write(CARD, b'{"title": "Storia"}')
    app = front.app(public_url="https://news.example.org/flash")
    answer = await ask(app, f"{prefix}/{CARD}")
    assert (answer.status, answer.headers["etag"]) == (200, etag_of(b'{"title": "Storia"}'))


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("feeds/editions/newsletter/2026-03-02.it.html", "text/html; charset=utf-8"),
        ("feeds/editions/newsletter/2026-03-02.json", "application/feed+json"),
        ("feeds/editions/desk/energy/2026-03-02.rss", "application/rss+xml; charset=utf-8"),
    ],
)
async def test_an_edition_is_read_from_the_disk(front: Front, path: str, kind: str) -> None:
    """There is one more every day, and none in the manifest."""
    front.publish({})
    front.write(path, b"edition")
    answer = await ask(front.app(), f"/{path}")
    assert (answer.status, answer.body, answer.headers["content-type"]) == (200, b"edition", kind)


async def test_a_rewritten_card_is_read_anew(front: Front) -> None:
    """What is kept in memory ends when the file changes."""
    front.publish({})
    app = front.app()
    front.write(CARD, b"{}")
    await ask(app, f"/{CARD}")
    front.write(CARD, b'{"title": "Storia"}')
    assert (await ask(app, f"/{CARD}")).body == b'{"title": "Storia"}'


async def test_a_removed_card_is_gone(front: Front) -> None:
    """A card without a file is not served from memory."""
    front.publish({})
    app = front.app()
    front.write(CARD, b"{}")
    await ask(app, f"/{CARD}")
    (front.settings.public / CARD).unlink()
    assert (await ask(app, f"/{CARD}")).status == 404


async def test_a_card_of_a_lost_folder_is_asked_for_again(front: Front) -> None:
    """Requirement 46: While everything is published anew, what is not there yet has not ended."""
    front.publish({})
    app = front.app()
    (front.settings.public / "manifest.json").unlink()
    app.reload()
    answer = await ask(app, f"/{CARD}")
    assert (answer.status, answer.headers["retry-after"]) == (503, "5")


async def test_archives_are_dated_by_the_manifest(front: Front) -> None:
    """Requirement 41: A document read from the disk says the same date on every replica."""
    front.publish({"feeds/archive/stories/1.atom": b"<feed/>"})
    answer = await ask(front.app(), "/feeds/archive/stories/1.atom")
    assert (answer.status, answer.headers["last-modified"]) == (200, DATE)


async def test_an_archive_is_served_though_no_list_names_it(front: Front) -> None:
    """The manifest stays short however long the history."""
    front.publish({})
    front.write("feeds/archive/topics/energy.it/12.json", b"{}")
    answer = await ask(front.app(), "/feeds/archive/topics/energy.it/12.json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/feed+json")


@pytest.mark.parametrize("name", ["0", "1.rss/../2", "latest", "12.html"])
async def test_nothing_else_of_that_folder_is(front: Front, name: str) -> None:
    """Only what can be an archive is looked for on the disk."""
    front.publish({})
    front.write("feeds/archive/stories/secret.json", b"{}")
    assert (await ask(front.app(), f"/feeds/archive/stories/{name}.json")).status == 404


@pytest.mark.parametrize(
    "path",
    ["feeds/sources/closed.rss", "pages/old.it.json", "pages/old/figures.it.html", "pages/o/a.svg"],
)
async def test_a_document_that_ended_is_gone(front: Front, path: str) -> None:
    """Readers learn that they need not come back."""
    front.publish({})
    front.write(f"{path}.gone", b"")
    assert (await ask(front.app(), f"/{path}")).status == 410
