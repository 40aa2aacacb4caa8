"""Tests of the lines by which a server includes the HTML ready made, in real servers."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feeds.embed.fragment import render_fragment
from feeds.embed.snippets import Options, Release, chosen, kit
from tests.builders import channel
from tests.embed.samples import document
from tests.feeds.samples import site
from tests.integrations.fake_newsroom import Newsroom, opened
from tests.web.static import Server, asked, started

pytestmark = pytest.mark.server

MODULES = Path("/usr/lib/apache2/modules")
NEEDED = ("mpm_event", "authz_core", "mime", "filter", "headers", "include", "proxy", "proxy_http")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
FRAGMENT = render_fragment(document()).decode()
FILE = "embed/v1/stories.it.html"
Configured = Callable[[Path, int, str], list[str]]


@pytest.fixture
def newsroom() -> Iterator[Newsroom]:
    """With the Italian stories as a file."""
    with opened() as made:
        made.publish(FILE, FRAGMENT)
        yield made


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that other users of this machine may read: a web server is one."""
    with tempfile.TemporaryDirectory(prefix="poliflash-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def printed(newsroom: Newsroom, system: str) -> str:
    """What `/use` has to be copied for that system."""
    where = site(public_url=newsroom.site)
    release = Release(version="1.2.3", integrity="sha384-abc")
    found = kit(chosen(channel(name="stories"), "it"), where, release, Options(), "it")
    (way,) = (one for one in found.ways if one.name == "fragment")
    (code,) = (one for one in way.codes if one.label.en.startswith(system))
    return code.text


def nginx(folder: Path, port: int, lines: str) -> list[str]:
    """Those lines in a server that knows SSI."""
    kept = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"http {{ access_log off; {kept} default_type text/html; server {{\n"
        f"listen 127.0.0.1:{port}; root {folder}/public; ssi on;\n{lines}\n}} }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def apache(folder: Path, port: int, lines: str) -> list[str]:
    """Likewise, with the modules that are named beside the lines."""
    names = (*NEEDED, *(("socache_shmcb", "ssl") if "SSL" in lines else ()))
    loaded = "\n".join(f"LoadModule {n}_module {MODULES}/mod_{n}.so" for n in names)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/log\nMutex pthread\n"
        f"ServerName 127.0.0.1\nListen 127.0.0.1:{port}\n{loaded}\n{user}"
        f"TypesConfig /etc/mime.types\nDocumentRoot {folder}/public\n"
        "<Directory />\nAllowOverride None\n</Directory>\n"
        f"<Directory {folder}/public>\nOptions +Includes\n"
        f"AddOutputFilter INCLUDES .html\n</Directory>\n{lines}\n"
    )
    return ["apache2", "-X", "-f", str(folder / "apache.conf")]


@pytest.mark.parametrize(
    ("system", "package", "configured"),
    [("nginx", "nginx", nginx), ("Apache", "apache2", apache)],
    ids=["nginx", "apache"],
)
def test_a_server_includes_the_cards(
    newsroom: Newsroom, system: str, package: str, configured: Configured, folder: Path
) -> None:
    """The configuration as it is printed, and its last line in a page: the cards stand there."""
    lines, _, include = printed(newsroom, system).rpartition("\n")
    (folder / "public").mkdir()
    (folder / "public/page.html").write_text(f"<h1>Ente</h1>\n{include}\n<p>Fine</p>", "utf-8")
    server = Server(package, package, lambda where, port: configured(where, port, lines))
    with started(server, folder) as port:
        answer = asked(port, "/page.html")
    page = answer.body.decode()
    told = (folder / "log").read_text("utf-8")
    assert answer.status == 200, told
    assert "<h1>Ente</h1>" in page and "<p>Fine</p>" in page
    assert FRAGMENT.strip() in page


def varnish(folder: Path, port: int, newsroom: Newsroom) -> list[str]:
    """A cache before the newsroom that follows ESI in its page."""
    (folder / "esi.vcl").write_text(
        f'vcl 4.1; backend newsroom {{ .host = "127.0.0.1"; .port = "{newsroom.port}"; }}\n'
        "sub vcl_backend_response {\n"
        'if (bereq.url == "/page.html") { set beresp.do_esi = true; }\n}\n'
    )
    return [
        *("varnishd", "-F", "-n", str(folder / "work"), "-a", f"127.0.0.1:{port}", "-j", "none"),
        *("-f", str(folder / "esi.vcl"), "-s", "malloc,8m", "-p", "feature=+esi_ignore_https"),
    ]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_cache_includes_the_cards(newsroom: Newsroom, folder: Path, scheme: str) -> None:
    """ESI as it is printed, in Varnish as the line above it says; over either scheme's address."""
    include = printed(newsroom, "ESI").replace("http://", f"{scheme}://")
    newsroom.publish("page.html", f"<h1>Ente</h1>\n{include}\n<p>Fine</p>")
    server = Server("varnish", "varnishd", lambda where, port: varnish(where, port, newsroom))
    with started(server, folder) as port:
        page = asked(port, "/page.html").body.decode()
    assert page == f"<h1>Ente</h1>\n{FRAGMENT}\n<p>Fine</p>"


class Script:
    """A page of PHP with the lines that are printed for it."""

    def __init__(self, newsroom: Newsroom, folder: Path) -> None:
        """Skips where there is no PHP."""
        if not shutil.which("php"):
            pytest.skip("apt-get install php-cli")
        self.file = folder / "page.php"
        self.copy = folder / "poliflash-stories.it.html"
        self.file.write_text(printed(newsroom, "PHP"), "utf-8")

    def shown(self) -> str:
        """What a visitor gets, complaints included."""
        told = ("-d", "display_errors=1", "-d", "error_reporting=-1")
        command = ["php", "-n", *told, str(self.file)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def old(self) -> None:
        """Lets five minutes pass since the newsroom was asked."""
        os.utime(self.copy, (1, 1))


def test_php_asks_every_five_minutes(newsroom: Newsroom, tmp_path: Path) -> None:
    """A view right after the first one asks nobody; a later one shows what is new."""
    page = Script(newsroom, tmp_path)
    shown = [page.shown(), page.shown()]
    newsroom.publish(FILE, "<section>Nuovo</section>")
    page.old()
    shown.append(page.shown())
    assert [text.strip() for text in shown] == [
        FRAGMENT.strip(), FRAGMENT.strip(), "<section>Nuovo</section>"
    ]  # fmt: skip
    assert len(newsroom.asked(FILE)) == 2


def test_php_keeps_the_last_good_copy(newsroom: Newsroom, tmp_path: Path) -> None:
    """With the newsroom down or in error visitors see the cards, and not a word of PHP."""
    page = Script(newsroom, tmp_path)
    page.shown()
    newsroom.statuses[f"/{FILE}"] = 503
    page.old()
    in_error = page.shown()
    newsroom.down = True
    page.old()
    assert [in_error.strip(), page.shown().strip()] == [FRAGMENT.strip()] * 2


def test_php_shows_nothing_where_there_never_was_a_copy(newsroom: Newsroom, tmp_path: Path) -> None:
    """No warning stands on the page."""
    newsroom.down = True
    assert Script(newsroom, tmp_path).shown().strip() == ""
