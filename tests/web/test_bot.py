"""The page about the crawler."""

from tests.web.driver import ask
from tests.web.front import Front


async def test_bot_with_a_contact(front: Front) -> None:
    """A newsroom learns our name, where we publish, how to write to us and keep us away."""
    answer = await ask(front.app(contact="news@example.org"), "/bot")
    page = answer.body.decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="mailto:news@example.org"' in page
    assert "Poliflash/0.1.0 (+http://127.0.0.1:8000/bot; news@example.org)" in page
    assert "User-agent: Poliflash\nDisallow: /" in page
    assert 'href="http://127.0.0.1:8000"' in page and "Or write to us." in page


async def test_bot_without_a_contact(front: Front) -> None:
    """The page admits that nobody can be written to."""
    page = (await ask(front.app(), "/bot")).body.decode()
    assert "No contact address is set" in page


async def test_bot_links_to_a_page(front: Front) -> None:
    """A contact may be a web page."""
    page = (await ask(front.app(contact="https://x.it/?a&b"), "/bot")).body.decode()
    assert 'href="https://x.it/?a&amp;b"' in page
