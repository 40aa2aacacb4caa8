"""The newsroom over HTTP."""

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from demo.control import SWITCHES
from demo.newsroom import Newsroom
from demo.server import serve_newsroom
from tests.demo.asking import MAGAZINE

pytestmark = pytest.mark.server


@pytest.fixture
def port(newsroom: Newsroom) -> Iterator[int]:
    """The port of a running newsroom."""
    with serve_newsroom(newsroom) as port:
        yield port


def sent(
    port: int, host: str, target: str, method: str = "GET", body: str = "", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    """One request over a socket; header names with underscores."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, target, body, {"Host": f"{host}.localhost:{port}", **named})
    answer = connection.getresponse()
    read = answer.read()
    connection.close()
    return answer, read


def test_addresses_name_the_port(port: int) -> None:
    """Absolute addresses lead back to this server."""
    feed = json.loads(sent(port, "europa", "/feed.json")[1])
    assert feed["items"][0]["url"].startswith(f"http://europa.localhost:{port}/news/")


def test_a_304_has_no_body(port: int) -> None:
    """A conditional request for an unchanged listing is answered 304 over the wire."""
    etag = sent(port, "ateneo", MAGAZINE)[0].headers["ETag"]
    answer, body = sent(port, "ateneo", MAGAZINE, If_None_Match=etag)
    assert (answer.status, body) == (304, b"")


def test_head_is_like_get_without_a_body(port: int) -> None:
    """HEAD gives the validators."""
    answer, body = sent(port, "ateneo", MAGAZINE, "HEAD")
    assert (answer.status, body) == (200, b"")
    assert answer.headers["ETag"]


def test_pictures_with_spaces_in_their_names(port: int) -> None:
    """A percent-encoded picture address answers with a JPEG."""
    answer, body = sent(port, "ateneo", "/sites/default/files/2026-09/CS-ponte%20copertina.JPG")
    assert (answer.status, body[:2]) == (200, b"\xff\xd8")


def test_a_switch_by_json(port: int) -> None:
    """POST with JSON pulls a switch and tells the story."""
    answer, body = sent(
        port,
        "newsroom",
        "/_newsroom/edit",
        "POST",
        '{"key": "ponte"}',
        Content_Type="application/json",
    )
    assert answer.status == 200
    assert {row["key"] for row in json.loads(body)["stories"]} == {"ponte"}


def test_a_switch_by_form(port: int) -> None:
    """A form's button pulls a switch, numbers included, and leads back to the page."""
    answer, _ = sent(
        port,
        "ateneo",
        "/_newsroom/fail",
        "POST",
        "site=ateneo&status=403&scope=all",
        Accept="text/html",
    )
    assert (answer.status, answer.headers["Location"]) == (303, "/_newsroom/")
    assert sent(port, "ateneo", MAGAZINE)[0].status == 403


WRONG = [
    ("/_newsroom/explode", "{}", 404),
    ("/_newsroom/fail", '{"site": "nowhere"}', 400),
    ("/_newsroom/fail", '{"site": "ateneo", "status": 418}', 400),
    ("/_newsroom/edit", '{"keys": "ponte"}', 400),
    ("/_newsroom/edit", "[1]", 400),
    ("/_newsroom/edit", "{", 400),
]


@pytest.mark.parametrize(("target", "body", "status"), WRONG)
def test_a_wrong_switch_is_told(port: int, target: str, body: str, status: int) -> None:
    """What cannot be pulled is a JSON error."""
    answer, told = sent(port, "newsroom", target, "POST", body, Content_Type="application/json")
    assert answer.status == status
    assert json.loads(told)["error"]


def test_stories_are_listed(port: int) -> None:
    """stories.json names every edition with its address and whether readers see it."""
    rows = json.loads(sent(port, "newsroom", "/_newsroom/stories.json")[1])
    hidden = {row["key"] for row in rows if not row["visible"]}
    assert hidden == {"riserva"}
    assert all(
        sent(port, row["site"], row["url"].split(str(port))[1])[0].status == row["status"]
        for row in rows
    )


def test_visits_can_be_read_and_forgotten(port: int) -> None:
    """requests.json counts the sites' visits, not its own, until cleared."""
    sent(port, "ateneo", "/robots.txt")
    first = json.loads(sent(port, "newsroom", "/_newsroom/requests.json")[1])
    sent(port, "newsroom", "/_newsroom/requests.json", "DELETE")
    second = json.loads(sent(port, "newsroom", "/_newsroom/requests.json")[1])
    assert ([visit["path"] for visit in first], second) == (["/robots.txt"], [])


def test_the_human_page(port: int) -> None:
    """The newsroom's page shows the sites and their stories."""
    answer, body = sent(port, "newsroom", "/_newsroom/")
    assert answer.status == 200
    assert "Una storia tenuta in serbo" in body.decode()


BUTTONS = re.compile(r'<form method="post" action="([^"]+)">(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'name="([^"]+)" value="([^"]*)"')


def test_every_button_works(port: int) -> None:
    """There is one for each switch that needs no text, and each one's form is accepted."""
    page = sent(port, "newsroom", "/_newsroom/")[1].decode()
    forms = {(action, tuple(HIDDEN.findall(body))) for action, body in BUTTONS.findall(page)}
    assert {action.rpartition("/")[2] for action, _ in forms} >= SWITCHES - {"restore_design"}
    assert ("mode", "page_only") in {pair for _, pairs in forms for pair in pairs}
    for action, pairs in sorted(forms, reverse=True):
        answer, body = sent(port, "newsroom", action, "POST", urlencode(pairs))
        assert answer.status in (200, 303), body


def test_an_unknown_host_is_told(port: int) -> None:
    """A host that is none of the sites gets a 404."""
    assert sent(port, "nobody", "/")[0].status == 404


def test_a_taken_port_is_one_line(port: int) -> None:
    """A second newsroom says that the port is taken, without a traceback."""
    command = [sys.executable, "-m", "demo", "--port", str(port)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    (line,) = ended.stderr.splitlines()
    assert ended.returncode == 2
    assert line.startswith(f"python -m demo: port {port}: cannot be used: ")
    assert line.endswith("; is another demo running?")
