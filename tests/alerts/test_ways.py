"""The ways by which alerts leave: their limits, their secrets."""

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from pipeline.alerts.mail import Mail, Server
from pipeline.alerts.message import Message
from pipeline.alerts.webhook import Webhook
from pipeline.settings import SECRETS, Settings
from schemas.errors import UndeliveredError
from schemas.incident import Incident
from tests.builders import NOON
from tests.calling import Call
from tests.receivers import Hook, Post, certificate, mail_server

PASSWORD = "correct horse"


def message(**said: object) -> Message:
    """That a source is held."""
    values = {
        "id": "a" * 32,
        "subject": "ateneo",
        "kind": "held",
        "audience": "editors",
        "reason": "the listing matches nothing",
        "state": "told",
        "opened": NOON,
        "seen": NOON,
        "times": 1,
        "ripe": 1,
        **said,
    }
    return Message(event="opened", incident=Incident.model_validate(values), at=NOON)


def test_a_webhook_that_never_answers_is_left(hook: Hook) -> None:
    """After its time the delivery fails, and may be tried again."""
    hook.silent.set()
    with pytest.raises(UndeliveredError, match="did not answer"):
        Webhook(hook.url, timeout=0.1).send(message())


def test_a_peer_that_dawdles_is_cut_off(hook: Hook) -> None:
    """A delivery as a whole has an end, whatever the peer does between two bytes."""
    hook.silent.set()
    with pytest.raises(UndeliveredError, match="did not answer"):
        Webhook(hook.url, timeout=30, whole=0.1).send(message())


def test_a_mail_server_that_never_ends_its_greeting_is_cut_off() -> None:
    """Though something comes all the time."""
    left = threading.Event()

    def greet(listening: socket.socket) -> None:
        line, _ = listening.accept()
        with line, suppress(OSError):
            while not left.wait(0.01):
                line.sendall(b"220-wait\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        peer = threading.Thread(target=greet, args=(listening,))
        peer.start()
        server = Server("127.0.0.1", listening.getsockname()[1], "none")
        mail = Mail(server, "a@example.org", "b@example.org", timeout=30, whole=0.1)
        with pytest.raises(UndeliveredError, match="mail: not sent"):
            mail.send(message())
        left.set()
        peer.join()


@pytest.mark.parametrize("status", [301, 404, 500])
def test_only_success_takes_a_post(hook: Hook, status: int) -> None:
    """A redirect is not followed: who set the address is told where it fails."""
    hook.status = status
    with pytest.raises(UndeliveredError, match=f"webhook: answered {status}"):
        Webhook(hook.url).send(message())


@pytest.mark.parametrize(
    "url", ["ftp://127.0.0.1/", "http://", "hook", "http://127.0.0.1:1/?s3cret"]
)
def test_a_webhook_that_cannot_be_asked(url: str) -> None:
    """The reason is told, the address is not."""
    with pytest.raises(UndeliveredError) as refused:
        Webhook(url).send(message())
    assert "s3cret" not in str(refused.value)


def test_a_title_cannot_forge_a_header(post: Post) -> None:
    """A newsroom's words end up in one line of subject."""
    mail = Mail(Server("127.0.0.1", post.port, "none"), "a@example.org", "b@example.org")
    mail.send(message(reason="a\r\nBcc: c@example.org\r\n\r\nb"))
    (got,) = post.mails
    assert (got["Bcc"], "Bcc:" in got["Subject"]) == (None, True)


def test_no_password_is_sent_unencrypted(post: Post) -> None:
    """It fails before anything of the password left."""
    server = Server("127.0.0.1", post.port, "none", "anna", None, None)
    with pytest.raises(UndeliveredError, match="POLIFLASH_SMTP_SECURITY"):
        Mail(server, "a@example.org", "b@example.org").send(message())
    assert (post.logins, post.mails) == ([], [])


@pytest.fixture
def pem(tmp_path: Path) -> Path:
    """A certificate of this machine."""
    return certificate(tmp_path)


def _secured(pem: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


def test_a_password_from_a_file_logs_in(
    pem: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over STARTTLS, with a server that a known authority vouches for."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    file = tmp_path / "password"
    file.write_text(f"{PASSWORD}\n", "utf-8")
    with mail_server(_secured(pem)) as post:
        server = Server("127.0.0.1", post.port, "starttls", "anna", None, file)
        Mail(server, "a@example.org", "b@example.org").send(message())
    assert (len(post.logins), len(post.mails)) == (1, 1)


def test_a_mail_server_nobody_vouches_for_gets_nothing(pem: Path) -> None:
    """Neither login nor mail."""
    with mail_server(_secured(pem)) as post:
        server = Server("127.0.0.1", post.port, "starttls", "anna", None, None)
        with pytest.raises(UndeliveredError, match="CERTIFICATE_VERIFY_FAILED"):
            Mail(server, "a@example.org", "b@example.org").send(message())
    assert (post.logins, post.mails) == ([], [])


def test_a_password_file_that_is_gone_is_named(pem: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason names the file."""
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    with mail_server(_secured(pem)) as post:
        server = Server("127.0.0.1", post.port, "starttls", "anna", None, Path("/none/there"))
        with pytest.raises(UndeliveredError, match="/none/there"):
            Mail(server, "a@example.org", "b@example.org").send(message())


def test_secrets_are_printed_nowhere(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither `poliflash settings` nor what the crawler is handed shows one."""
    monkeypatch.setenv("POLIFLASH_SMTP_PASSWORD", PASSWORD)
    for who in ("EDITORS", "OPERATOR"):
        monkeypatch.setenv(f"POLIFLASH_{who}_WEBHOOK", f"https://hooks.example.org/{PASSWORD}")
    for words in (["settings"], ["settings", "--json"]):
        ended = call(*words)
        assert (ended.code, "smtp_password" in ended.out.lower()) == (0, True)
        assert PASSWORD not in ended.out + ended.err
    handed = Settings(smtp_password=PASSWORD, editors_webhook=PASSWORD).model_dump_json(
        exclude=SECRETS
    )
    assert PASSWORD not in handed and "smtp_password" not in handed.replace("password_file", "")
