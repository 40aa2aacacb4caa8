"""The page that shows what a tool takes of a channel."""

import pytest

from schemas.card import StoryCard
from tests.builders import card
from tests.feeds.samples import entry, rendered, variant
from tests.web.driver import ask
from tests.web.front import Front

PAGE = "/feeds/explain/stories"


def _published(front: Front, *inside: StoryCard) -> None:
    shown = variant(name="stories")
    entries = [entry(**dict(one)) for one in inside]
    front.publish({f"feeds/stories.{f}": rendered(f, entries, shown) for f in ("rss", "json")})


@pytest.fixture
def inside(front: Front) -> StoryCard:
    """A card in the published document, and one beside it that is not."""
    made = card(title="Dentro <b>", teaser="Un fatto.")
    front.save(made, card(title="Fuori", kind="call"))
    _published(front, made)
    return made


async def test_the_page_shows_what_the_published_bytes_give(
    front: Front, inside: StoryCard
) -> None:
    """Title, date, picture and text of each item, escaped; what is absent, and why."""
    answer = await ask(front.app(), f"{PAGE}?profile=mailup")
    page = answer.body.decode()
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "stories as MailUp reads it" in page
    assert "1. Dentro &lt;b&gt;" in page
    assert "<span>Un fatto.</span> <small>from description</small>" in page
    assert page.index("What is not in it") < page.index("Fuori")


async def test_the_page_runs_no_script_and_stays_out_of_indexes(
    front: Front, inside: StoryCard
) -> None:
    """It is for editors, and as quiet as every other page."""
    answer = await ask(front.app(), PAGE)
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert '<meta name="robots" content="noindex">' in answer.body.decode()


async def test_the_page_tells_of_one_card(front: Front, inside: StoryCard) -> None:
    """`card` names it by its key."""
    hidden = card(title="Altrove", language="fr")
    front.save(hidden)
    page = (await ask(front.app(), f"{PAGE}?card={hidden.key}")).body.decode()
    assert "Altrove" in page
    assert "Fuori" not in page


@pytest.mark.parametrize(
    ("editor", "state"),
    [({"hidden": True}, "live"), ({}, "withdrawn"), ({"retracted": True}, "live")],
)
async def test_nobody_learns_of_a_card_that_is_not_public(
    front: Front, inside: StoryCard, editor: dict[str, bool], state: str
) -> None:
    """Hidden, retracted and withdrawn cards answer as if there were none."""
    secret = card(title="Segreto", editor=editor)
    front.save(secret, state=state)
    answer = await ask(front.app(), f"{PAGE}?card={secret.key}")
    assert (answer.status, b"Segreto" in answer.body) == (404, False)
    assert b"Segreto" not in (await ask(front.app(), PAGE)).body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feeds/explain/nope", 404),
        ("/feeds/explain/../../secret", 404),
        (f"{PAGE}?profile=nope", 404),
        (f"{PAGE}?colour=red", 400),
        ("/feeds/explain/", 404),
    ],
)
async def test_a_wrong_question_is_a_problem(
    front: Front, inside: StoryCard, path: str, status: int
) -> None:
    """What leads nowhere is 404, what nobody knows 400."""
    answer = await ask(front.app(), path)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
