"""A real WordPress: the system's own, with a MariaDB and a web server for one module of tests."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

import pytest

HERE = Path(__file__).parent
PLUGIN = HERE.parents[1] / "integrations/wordpress/poliflash.php"
SYSTEM = Path("/usr/share/wordpress")
PACKAGES = "php-cli wordpress wordpress-theme-twentytwentythree mariadb-server-core"
CONFIGURATION = """<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{folder}/socket');
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
define('WP_HOME', '{origin}');
define('WP_SITEURL', '{origin}');
define('WP_DEBUG', true);
define('WP_DEBUG_DISPLAY', false);
define('WP_DEBUG_LOG', '{folder}/debug.log');
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('WP_ACCESSIBLE_HOSTS', '127.0.0.1');
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
"""
ENTRANCES = {
    "run.php": "eval(file_get_contents('php://input'));",
    "wp-cron.php": f"require '{SYSTEM}/wp-cron.php';",
}
"""How a test does things inside the site, and how time passes there."""


class WordPress(NamedTuple):
    """A site that answers."""

    origin: str
    folder: Path

    def run(self, code: str) -> str:
        """What PHP prints that runs inside the site."""
        with closing(http.client.HTTPConnection(self.origin[7:], timeout=60)) as connection:
            connection.request("POST", "/run.php", code.encode())
            answer = connection.getresponse()
            said = answer.read().decode()
        assert answer.status == 200, said
        return said

    def value(self, code: str) -> Any:
        """What an expression gives."""
        return json.loads(self.run(f"echo json_encode({code});"))

    def page(self, title: str, content: str) -> str:
        """Publishes a page; its address."""
        post = json.dumps({"post_title": title, "post_content": content})
        number = self.value(
            f"wp_insert_post(wp_slash(json_decode({quoted(post)}, true)"
            " + ['post_type' => 'page', 'post_status' => 'publish', 'post_author' => 1]))"
        )
        return f"{self.origin}/?page_id={number}"

    def complaints(self) -> list[str]:
        """What PHP had to say of the plugin."""
        log = self.folder / "debug.log"
        lines = log.read_text("utf-8").splitlines() if log.exists() else []
        return [line for line in lines if "poliflash" in line]


def quoted(text: str) -> str:
    """A text as a literal of PHP."""
    inner = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{inner}'"


@contextmanager
def installed(folder: Path) -> Iterator[WordPress]:
    """A site with our plugin, until the end of the block. Skips where a package is missing."""
    missing = not SYSTEM.is_dir() or not shutil.which("php") or not _database_program()
    if missing or not any((SYSTEM / "wp-content/themes").glob("*/style.css")):
        pytest.skip(f"apt-get install --no-install-recommends {PACKAGES}")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    _laid_out(folder, origin)
    with _database(folder):
        command = ["php", "-q", "-d", f"auto_prepend_file={folder}/prepend.php"]
        subprocess.run([*command, str(HERE / "install.php"), f"{folder}/socket"], check=True)
        with _process([*command, "-S", f"127.0.0.1:{port}", "-t", f"{folder}/site"], folder):
            _until(lambda: socket.create_connection(("127.0.0.1", port)).close())
            yield WordPress(origin, folder)


def _laid_out(folder: Path, origin: str) -> None:
    """The system's files by links, and a configuration and plugins of the site's own."""
    site = folder / "site"
    (site / "wp-content/plugins").mkdir(parents=True)
    for path in SYSTEM.iterdir():
        if path.name not in {"wp-config.php", "wp-content", ".htaccess"}:
            (site / path.name).symlink_to(path)
    for name, code in ENTRANCES.items():
        (site / name).unlink(missing_ok=True)
        (site / name).write_text(f"<?php require ABSPATH . 'wp-load.php'; {code}", "utf-8")
    (site / "favicon.ico").touch()
    (site / "wp-content/themes").symlink_to(SYSTEM / "wp-content/themes")
    shutil.copy(PLUGIN, site / "wp-content/plugins")
    told = CONFIGURATION.replace("{folder}", str(folder)).replace("{origin}", origin)
    (site / "wp-config.php").write_text(told, "utf-8")
    (folder / "prepend.php").write_text(
        f"<?php define('ABSPATH', '{site}/'); $_SERVER['HTTP_HOST'] ??= '{origin[7:]}';", "utf-8"
    )


def _database_program() -> str | None:
    return shutil.which("mariadbd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@contextmanager
def _database(folder: Path) -> Iterator[None]:
    """A server without users or network, over its own socket."""
    (folder / "data").mkdir()
    words = ["--no-defaults", "--skip-grant-tables", "--skip-networking", "--skip-innodb"]
    words += ["--default-storage-engine=Aria", f"--socket={folder}/socket"]
    words += [f"--datadir={folder}/data", f"--tmpdir={folder}", f"--pid-file={folder}/pid"]
    if os.geteuid() == 0:
        words.append("--user=root")
    with _process([_database_program() or "", *words], folder):
        _until(lambda: _connected(folder / "socket"))
        yield


def _connected(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.connect(str(path))


@contextmanager
def _process(command: list[str], folder: Path) -> Iterator[None]:
    """A program and whatever it starts, ended with the block."""
    workers = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
    with (
        (folder / "said").open("ab") as told,
        subprocess.Popen(
            command, stdout=told, stderr=told, env=workers, start_new_session=True
        ) as own,
    ):
        try:
            yield
        finally:
            with suppress(ProcessLookupError):
                os.killpg(own.pid, signal.SIGTERM)


def _until(succeeds: Any) -> None:
    for _ in range(600):
        with suppress(OSError):
            succeeds()
            return
        time.sleep(0.02)
    raise AssertionError("The program never answered.")
