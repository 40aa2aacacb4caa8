"""Tests of what the plugin takes, keeps and cleans, in a real WordPress."""

import pytest

from tests.integrations.conftest import Site
from tests.integrations.wordpress import WordPress, quoted

pytestmark = pytest.mark.server

FILE = "embed/v1/stories.it.html"
SMALL = '<section class="poliflash"><ul><li><a href="https://a.example.org/">Una</a></li></ul></section>'
OTHER = SMALL.replace("Una", "Due")


@pytest.mark.parametrize(
    ("status", "media_type", "body"),
    [
        (500, "text/html", OTHER),
        (404, "text/html", OTHER),
        (200, "text/plain", OTHER),
        (200, "text/html", "<!DOCTYPE html><html><body>Maintenance</body></html>"),
        (200, "text/html", OTHER + " " * 262_144),
        (200, "text/html", "<script>alert(1)</script>"),
    ],
    ids=["error", "missing", "not html", "a whole page", "too much", "nothing"],
)
def test_what_is_no_fragment_is_not_taken(
    site: Site, status: int, media_type: str, body: str
) -> None:
    """The last good copy stays, whatever the newsroom sends."""
    site.newsroom.publish(FILE, SMALL)
    assert "Una" in site.refreshed()
    site.newsroom.publish(FILE, body, media_type)
    site.newsroom.statuses[f"/{FILE}"] = status
    assert "Una" in site.refreshed()


def test_a_channel_that_ended_leaves_the_page(site: Site) -> None:
    """410 is the newsroom's word that there is nothing more to show."""
    site.newsroom.publish(FILE, SMALL)
    assert "Una" in site.refreshed()
    site.newsroom.statuses[f"/{FILE}"] = 410
    assert site.refreshed() == ""


@pytest.mark.parametrize(
    ("there", "shown"),
    [("/embed/v1/stories.html", "Due"), ("/elsewhere.html", "Una"), ("http://[::1]/embed/", "Una")],
)
def test_another_spelling_is_followed_within_the_site(site: Site, there: str, shown: str) -> None:
    """A redirect leads to another address of the newsroom's embed folder, or nowhere."""
    site.newsroom.publish(FILE, SMALL)
    assert "Una" in site.refreshed()
    site.newsroom.publish("embed/v1/stories.html", OTHER)
    site.newsroom.publish("elsewhere.html", OTHER)
    site.newsroom.redirects[f"/{FILE}"] = there
    assert shown in site.refreshed()


def test_hostile_markup_is_taken_out(wordpress: WordPress) -> None:
    """Nothing that runs, styles, frames or posts outlives the cleaning."""
    hostile = (
        '<section class="poliflash" onclick="a()" style="color:red"><script>b()</script>'
        '<iframe src="https://a.example.org/"></iframe><form><input></form><svg onload="c()"/>'
        '<a href="javascript:d()">Una</a><img src="data:x" onerror="e()"></section>'
    )
    cleaned = wordpress.value(f"poliflash_cleaned({quoted(hostile)})")
    assert cleaned == '<section class="poliflash"><a href="d()">Una</a><img src="x"></section>'


@pytest.mark.parametrize(
    ("css", "taken"),
    [
        (".poliflash { color: red; }", True),
        ("@import 'https://a.example.org/';", False),
        (".poliflash { background: URL( https://a.example.org/ ); }", False),
        (".poliflash { background: \\75rl(https://a.example.org/); }", False),
        ("</style><script>a()</script>", False),
    ],
)
def test_a_stylesheet_may_ask_nobody(wordpress: WordPress, css: str, taken: bool) -> None:
    """One that loads anything, or leaves its element, is not taken."""
    assert wordpress.value(f"poliflash_harmless({quoted(css)})") is taken


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://stories.example.org/", "https://stories.example.org"),
        (" stories.example.org ", "https://stories.example.org"),
        ("https://example.org/stories/use.it.html", "https://example.org/stories"),
        ("http://127.0.0.1:8000/feeds/stories.rss", "http://127.0.0.1:8000"),
        ("https://stories.example.org/use/?channel=stories", "https://stories.example.org"),
        ("", ""),
        ("ftp://stories.example.org", "before"),
        ("https://user:word@stories.example.org", "before"),
        ("https://stories.example.org/?a=b", "before"),
        ("not an address", "before"),
        ("javascript://alert(1)", "before"),
    ],
)
def test_addresses_are_put_right_or_refused(wordpress: WordPress, typed: str, kept: str) -> None:
    """A scheme is added, a page of the newsroom is cut down to its site."""
    code = (
        "[require_once(ABSPATH . 'wp-admin/includes/template.php'),"
        "add_filter('pre_option_poliflash_site', fn() => 'before'),"
        f"poliflash_address({quoted(typed)})][2]"
    )
    assert wordpress.value(code) == kept


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("[]", ["stories", "en", 6, 2, "grid", "plain"]),
        (
            "['limit' => '99', 'heading-level' => '1', 'layout' => 'x', 'theme' => 'dark']",
            ["stories", "en", 12, 2, "grid", "plain"],
        ),
        (
            "['channel' => 'topics/energy', 'lang' => 'it', 'limit' => 'many']",
            ["topics/energy", "it", 6, 2, "grid", "plain"],
        ),
        ("['channel' => 'sources/ateneo']", ["sources/ateneo", "", 6, 2, "grid", "plain"]),
        ("['channel' => '../../secret']", None),
    ],
)
def test_attributes_stay_within_their_bounds(
    wordpress: WordPress, given: str, wanted: list[str | int] | None
) -> None:
    """Whatever an author types, the newsroom is asked for something that it may have."""
    found = wordpress.value(f"poliflash_wanted({given})")
    assert (found and list(found.values())) == wanted


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            "cURL error 60: SSL certificate problem: certificate has expired",
            "non si riesce a stabilire una connessione sicura; il suo certificato può essere"
            " scaduto o portare un altro nome",
        ),
        (
            "stream_socket_client(): SSL operation failed with code 1.\nOpenSSL says more",
            "non si riesce a stabilire una connessione sicura; il suo certificato può essere"
            " scaduto o portare un altro nome",
        ),
        ("cURL error 28: SSL connection timeout", "tace troppo a lungo"),
        ("cURL error 6: Could not resolve host: x.example", "non c’è un sito con questo nome"),
        ("cURL error 7: Failed to connect", "non c’è connessione con lei"),
    ],
)
def test_a_newsroom_out_of_reach_is_told_in_words(
    wordpress: WordPress, told: str, said: str
) -> None:
    """What an editor can do something about comes first, what PHP has to say of it after."""
    code = f"[add_filter('locale', fn() => 'it_IT'), poliflash_unreached({quoted(told)})][1]"
    assert wordpress.value(code) == f"{said}: {' '.join(told.split())}"


def test_the_language_is_the_pages(wordpress: WordPress) -> None:
    """An Italian site shows Italian cards, and Italian words to its editors."""
    code = "poliflash_wanted([])['lang'], __('Channel', 'poliflash')"
    code = f"array_slice([add_filter('locale', fn() => 'it_IT'), {code}], 1)"
    assert wordpress.value(code) == ["it", "Canale"]


@pytest.mark.parametrize(
    "said",
    [
        "function pll_current_language($_) { return 'it'; }",
        "add_filter('wpml_current_language', fn() => 'it');",
    ],
    ids=["Polylang", "WPML"],
)
def test_plugins_for_languages_are_heard(wordpress: WordPress, said: str) -> None:
    """On an English site, a page that they call Italian shows Italian cards."""
    assert wordpress.run(f"{said} echo poliflash_wanted([])['lang'];") == "it"


def test_nothing_is_left_behind(site: Site) -> None:
    """Deleting the plugin removes what it kept and what it planned."""
    site.newsroom.publish(FILE, SMALL)
    site.refreshed()
    site.wordpress.run(
        "require_once ABSPATH . 'wp-admin/includes/plugin.php';"
        "poliflash_later([]); uninstall_plugin('poliflash.php');"
    )
    names = "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%poliflash%'"
    code = f'global $wpdb; echo json_encode([$wpdb->get_col("{names}"), '
    code += "(bool) wp_next_scheduled('poliflash_refresh', [[]])]);"
    assert site.wordpress.run(code) == "[[],false]"


def test_letters_that_old_tables_cannot_keep_become_references(wordpress: WordPress) -> None:
    """So a story with an emoji does not stop all others."""
    assert wordpress.value("poliflash_cleaned('<p>é 🚀</p>')") == "<p>é &#128640;</p>"


def test_a_silent_newsroom_holds_up_a_view_once(site: Site) -> None:
    """However many different blocks are on the page."""
    site.newsroom.down = True
    code = "poliflash_shown(['limit' => 1]), poliflash_shown(['limit' => 2])"
    site.wordpress.value(f"[{code}]")
    tried = "SELECT COUNT(*) FROM $wpdb->options WHERE option_name LIKE 'poliflash_tried_%'"
    count = f'global $wpdb; echo $wpdb->get_var("{tried}");'
    assert site.wordpress.run(count) == "2"  # the style's and the first block's
