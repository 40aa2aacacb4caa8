"""Web servers that send the public folder as `deploy/` tells them to."""

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.web.driver import Answer

DEPLOY = Path(__file__).parents[2] / "deploy"
FOLDER = "/var/www/poliflash/public"
_MODULES = Path("/usr/lib/apache2/modules")


class Server(NamedTuple):
    """A web server that Debian packages."""

    package: str
    program: str
    start: Callable[[Path, int], list[str]]
    """Writes its configuration into a folder, for a port; the command."""


def _told(name: str, folder: Path, changes: Mapping[str, str]) -> str:
    """An example configuration as an operator would change it."""
    text = (DEPLOY / name).read_text("utf-8")
    for old, new in {FOLDER: str(folder / "public"), **changes}.items():
        assert old in text
        text = text.replace(old, new)
    return text


def _nginx(folder: Path, port: int) -> list[str]:
    its = _told("nginx.conf", folder, {"listen 80;": f"listen 127.0.0.1:{port};"})
    (folder / "poliflash.conf").write_text(its, "utf-8")
    kept = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "\n".join(f"{name}_temp_path {folder}/{name};" for name in kept)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\n"
        f"http {{ access_log off; {temporary} include {folder}/poliflash.conf; }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def _apache(folder: Path, port: int) -> list[str]:
    its = _told("apache.conf", folder, {"*:80": f"127.0.0.1:{port}"})
    names = ("mpm_event", "authz_core", "mime", "dir", "headers", "rewrite")
    loaded = "\n".join(f"LoadModule {n}_module {_MODULES}/mod_{n}.so" for n in names)
    user = "User www-data\nGroup www-data\n" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f"ServerRoot {folder}\nPidFile {folder}/pid\nErrorLog {folder}/log\nMutex pthread\n"
        f"ServerName 127.0.0.1\nListen 127.0.0.1:{port}\n{loaded}\n{user}"
        "<Directory />\nAllowOverride None\n</Directory>\n"  # as Debian has it
        f"TypesConfig /etc/mime.types\nAddLanguage it .it\nAddType application/x-gzip .gz\n{its}"
    )
    return ["apache2", "-X", "-f", str(folder / "apache.conf")]


def _caddy(folder: Path, port: int) -> list[str]:
    its = _told("Caddyfile", folder, {"http://stories.example.org:80": f"http://127.0.0.1:{port}"})
    own = "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n}\n"
    (folder / "Caddyfile").write_text(own + its, "utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


SERVERS = {
    "nginx": Server("nginx", "nginx", _nginx),
    "apache": Server("apache2", "apache2", _apache),
    "caddy": Server("caddy", "caddy", _caddy),
}


@contextmanager
def running(name: str, folder: Path) -> Iterator[int]:
    """A server over `folder/public`; its port. Skips where it is not installed."""
    with started(SERVERS[name], folder) as port:
        yield port


@contextmanager
def started(server: Server, folder: Path) -> Iterator[int]:
    """One with a configuration of its own."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    program = shutil.which(server.program, path=path)
    if program is None:
        pytest.skip(f"apt-get install {server.package}")
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    _, *arguments = server.start(folder, port)
    told = (folder / "said").open("wb")
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "PATH": path}
    with told, subprocess.Popen([program, *arguments], stdout=told, stderr=told, env=home) as own:
        try:
            _answering(port, own, folder)
            yield port
        finally:
            own.terminate()


def _answering(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port))):
            return
        time.sleep(0.05)
    raise AssertionError((folder / "said").read_text("utf-8"))


def asked(
    port: int, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
) -> Answer:
    """One request; `path` is not normalised."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with closing(connection):
        connection.request(method, path, headers={"Accept-Encoding": "identity", **(headers or {})})
        answer = connection.getresponse()
        told: dict[str, str] = {}
        for key, value in answer.getheaders():
            known = told.get(key.lower())
            told[key.lower()] = value if known is None else f"{known}, {value}"
        return Answer(answer.status, told, answer.read())
