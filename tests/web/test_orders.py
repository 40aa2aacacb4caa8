"""Orders to run sources."""

import pytest

from pipeline.orders import order_for, source_of
from schemas.addresses import NotAnAddress
from schemas.order import Order
from schemas.source import FeedRules
from tests.web.front import SOURCES


def test_order_for_a_story_page() -> None:
    """The host is that of the source's first address, whatever page is asked for."""
    order = order_for(SOURCES["ateneo"], "manual", url="https://x.it/1", force=True)
    assert order == Order(
        trigger="manual",
        source="ateneo",
        host="ateneo.example.org",
        url="https://x.it/1",
        force=True,
    )


@pytest.mark.parametrize(
    ("url", "slug"),
    [
        ("https://ateneo.example.org/it/notizie/una-storia", "ateneo"),
        ("https://ateneo.example.org/en/news/a-story", "ateneo-en"),
        ("http://WWW.ateneo.example.org/", "ateneo"),
        ("https://old.example.org/node/3", "ateneo"),
        ("https://x.it/node/3", "ateneo"),
        ("https://europa.example.org/news/1", "europa"),
        ("https://ateneo.example.org:443/it/notizie/una-storia", "ateneo"),
        ("https://ateneo.example.org:8443/it/notizie/una-storia", None),
        ("http://ateneo.example.org:22/", None),
        ("https://other.example.org/", None),
        ("https://ateneo.example.org.evil.example/", None),
    ],
)
def test_source_of(url: str, slug: str | None) -> None:
    """An address leads to the source at its host that is nearest to its path."""
    found = source_of(url, SOURCES.values())
    assert (found.slug if found else None) == slug


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("http://ateneo.localhost:8001/a", True),
        ("http://www.ateneo.localhost:8001/a", True),
        ("http://ateneo.localhost:22/", False),
        ("http://ateneo.localhost/", False),
    ],
)
def test_a_source_at_a_port_is_at_no_other(url: str, found: bool) -> None:
    """Whoever may refresh cannot have other services of the newsroom's machine asked."""
    home = "http://ateneo.localhost:8001/"
    rules = FeedRules(urls=(f"{home}feed.xml",))
    source = SOURCES["ateneo"].model_copy(update={"home": home, "kind": "feed", "feed": rules})
    assert (source_of(url, [source]) is not None) == found


def test_source_of_no_address() -> None:
    """What is no address is told so."""
    with pytest.raises(NotAnAddress):
        source_of("javascript:alert(1)", SOURCES.values())
