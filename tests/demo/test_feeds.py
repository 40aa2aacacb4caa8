"""The feeds and interfaces of the other newsrooms."""

import json
import re
from xml.etree import ElementTree

import pytest

from demo.newsroom import Newsroom
from tests.demo.asking import ask, text

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
POSTS = "/wp-json/wp/v2/posts"


def test_rss_titles_may_be_escaped_twice(newsroom: Newsroom) -> None:
    """Under the trap `entities` a parsed title still holds an entity; others do not."""
    titles = ElementTree.fromstring(text(newsroom, "incubatore", "/rss.xml")).iter("title")
    assert [title.text for title in titles][1:] == [
        "L&#8217;impresa &amp; la ricerca, numero 1",
        "L’impresa & la ricerca, numero 5",
    ]


def test_rss_guids_are_no_addresses(newsroom: Newsroom) -> None:
    """Every item has a guid that says it is no permalink."""
    guids = ElementTree.fromstring(text(newsroom, "incubatore", "/rss.xml")).iter("guid")
    assert {guid.get("isPermaLink") for guid in guids} == {"false"}


def test_rss_dates_come_in_several_shapes() -> None:
    """The packaged incubator prints Italian names, `Z` and an offset."""
    dates = re.findall("<pubDate>(.*?)</pubDate>", text(Newsroom(), "incubatore", "/rss.xml"))
    italian = [date for date in dates if re.search(r"^(lun|mar|mer|gio|ven|sab|dom), ", date)]
    assert italian
    assert len({date.split()[-1] for date in dates}) > 2


def test_incubator_pages_print_the_date_above_the_title(newsroom: Newsroom) -> None:
    """`29/09/2026` comes before the heading."""
    page = text(newsroom, "incubatore", "/news/limpresa-la-ricerca-numero-1")
    assert 0 < page.index("29/09/2026") < page.index("<h1")


def test_atom_updates_are_later_than_publications(newsroom: Newsroom) -> None:
    """Each entry's `updated` differs from its `published`."""
    entries = ElementTree.fromstring(text(newsroom, "istituto", "/atom.xml")).findall(
        f"{ATOM}entry"
    )
    pairs = [(e.findtext(f"{ATOM}published"), e.findtext(f"{ATOM}updated")) for e in entries]
    assert all(published and updated and published < updated for published, updated in pairs)


def test_atom_thumbnails_are_pictures(newsroom: Newsroom) -> None:
    """media:thumbnail leads to a JPEG of this newsroom."""
    entry = ElementTree.fromstring(text(newsroom, "istituto", "/atom.xml")).find(f"{ATOM}entry")
    assert entry is not None
    thumbnail = entry.find(f"{MEDIA}thumbnail")
    assert thumbnail is not None
    answer = ask(newsroom, "istituto", str(thumbnail.get("url")).split(":8001")[1])
    assert answer.headers["Content-Type"] == "image/jpeg"


def test_json_feed(newsroom: Newsroom) -> None:
    """Items have an address under which a page answers, and one kind of content."""
    feed = json.loads(text(newsroom, "europa", "/feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    for item in feed["items"]:
        assert ask(newsroom, "europa", item["url"].split(":8001")[1]).status == 200
        assert ("content_text" in item) != ("content_html" in item)


def test_packaged_json_feed_mixes_contents() -> None:
    """Some packaged items have text only, others HTML."""
    items = json.loads(text(Newsroom(), "europa", "/feed.json"))["items"]
    assert {"content_text", "content_html"} <= {name for item in items for name in item}


def test_wordpress_counts_its_posts(newsroom: Newsroom) -> None:
    """The totals are in headers, the pages hold `per_page` posts."""
    answer = ask(newsroom, "fondazione", f"{POSTS}?per_page=2&page=2")
    assert (answer.headers["X-WP-Total"], answer.headers["X-WP-TotalPages"]) == ("3", "2")
    assert len(json.loads(answer.body)) == 1


REFUSED = [("per_page=101", 400), ("page=9", 400), ("orderby=luck", 400), ("modified_after=x", 400)]


@pytest.mark.parametrize(("query", "status"), REFUSED)
def test_wordpress_refuses(newsroom: Newsroom, query: str, status: int) -> None:
    """A wrong parameter is a JSON error with a code."""
    answer = ask(newsroom, "fondazione", f"{POSTS}?{query}")
    assert answer.status == status
    assert json.loads(answer.body)["data"] == {"status": status}


def test_wordpress_tells_what_changed(newsroom: Newsroom) -> None:
    """`modified_after` leaves the posts edited since."""
    newest = json.loads(text(newsroom, "fondazione", f"{POSTS}?orderby=modified"))[0][
        "modified_gmt"
    ]
    newsroom.edit("fondazione-9", "real")
    query = f"{POSTS}?modified_after={newest}Z&orderby=modified"
    assert [
        post["title"]["rendered"] for post in json.loads(text(newsroom, "fondazione", query))
    ] == ["L&#8217;impresa &amp; la ricerca, numero 9"]


def test_wordpress_embeds_the_picture(newsroom: Newsroom) -> None:
    """With `_embed` a post carries its featured picture, which has an address of its own."""
    post = json.loads(text(newsroom, "fondazione", f"{POSTS}?_embed=1"))[0]
    medium = json.loads(
        text(newsroom, "fondazione", f"/wp-json/wp/v2/media/{post['featured_media']}")
    )
    assert post["_embedded"]["wp:featuredmedia"] == [medium]


def test_wordpress_shortlinks_redirect(newsroom: Newsroom) -> None:
    """`?p=N` leads to the dated address."""
    post = json.loads(text(newsroom, "fondazione", POSTS))[0]
    answer = ask(newsroom, "fondazione", f"/?p={post['id']}")
    assert (answer.status, answer.headers["Location"]) == (301, post["link"])


def test_wordpress_feed(newsroom: Newsroom) -> None:
    """Items have an author, full content and a `+0000` date."""
    item = ElementTree.fromstring(text(newsroom, "fondazione", "/feed/")).find("channel/item")
    assert item is not None
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Redazione"
    assert "<p>Un <em>" in str(item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"))
    assert item.findtext("pubDate") == "Sun, 27 Sep 2026 16:55:00 +0000"
