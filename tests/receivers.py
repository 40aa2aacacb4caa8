"""A web server and a mail server on loopback that take what alerts send."""

import asyncio
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from typing import Any, NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    host: str
    body: str


class Hook:
    """What a webhook's receiver got, and how it answers."""

    def __init__(self) -> None:
        """Takes everything at first."""
        self.status = 204
        self.got: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.silent = threading.Event()
        """Set to have requests wait, until `free`."""
        self.free = threading.Event()
        self.url = ""
        self.asked: list[Asked] = []
        """Every request, taken or not."""
        self.heard: Callable[[Asked], None] = lambda _: None
        """Called within each request, before it is answered."""

    def told(self) -> list[tuple[str, str, str]]:
        """Event, subject and kind of each message that was taken, in order."""
        return [(one["event"], one["subject"], one["kind"]) for one in self.got]


@contextmanager
def web_server(port: int = 0) -> Iterator[Hook]:
    """A receiver of webhooks on a port (0 = any free)."""
    hook = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0))
            hook.asked.append(Asked(self.command, self.path, self.headers["Host"], body.decode()))
            hook.heard(hook.asked[-1])
            if hook.silent.is_set():
                hook.free.wait()
            its = self.headers["Content-Type"]
            if 200 <= hook.status < 300 and its == "application/json":
                hook.got.append(json.loads(body))
                hook.headers.append({k.lower(): v for k, v in self.headers.items()})
            self.send_response(hook.status)
            self.end_headers()

        do_PURGE = do_POST  # noqa: N815  # http.server's word

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # its signature
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    hook.url = f"http://127.0.0.1:{server.server_port}/hook?key=s3cret"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hook
    finally:
        hook.free.set()
        server.shutdown()
        thread.join()
        server.server_close()


class Post:
    """What a mail server got."""

    def __init__(self, secure: ssl.SSLContext | None) -> None:
        """`secure`: offers STARTTLS, and a login after it."""
        self.secure = secure
        self.mails: list[EmailMessage] = []
        self.logins: list[str] = []
        self.refuse = False
        self.port = 0

    def subjects(self) -> list[str]:
        """Of every mail, in order."""
        return [str(mail["Subject"]) for mail in self.mails]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One SMTP conversation (RFC 5321), as far as a client that only sends needs it."""
        writer.write(b"220 sink\r\n")
        while line := (await reader.readline()).decode().strip():
            word = line[:4].upper()
            if word == "EHLO":
                more = b"250-STARTTLS\r\n250-AUTH PLAIN\r\n" if self.secure else b""
                writer.write(b"250-sink\r\n" + more + b"250 SIZE\r\n")
            elif word == "STAR" and self.secure:
                writer.write(b"220 go on\r\n")
                await writer.start_tls(self.secure)
            elif word == "AUTH":
                self.logins.append(line)
                writer.write(b"235 welcome\r\n")
            elif word == "DATA" and not self.refuse:
                writer.write(b"354 go on\r\n")
                text = await reader.readuntil(b"\r\n.\r\n")
                parsed = message_from_bytes(text[:-5], policy=policy.default)
                assert isinstance(parsed, EmailMessage)
                self.mails.append(parsed)
                writer.write(b"250 taken\r\n")
            elif word == "QUIT":
                writer.write(b"221 bye\r\n")
                break
            else:
                writer.write(b"451 later\r\n" if word == "DATA" else b"250 ok\r\n")
        writer.close()


@contextmanager
def mail_server(secure: ssl.SSLContext | None = None) -> Iterator[Post]:
    """A receiver of mail on a free port."""
    post, loop = Post(secure), asyncio.new_event_loop()
    listening = socket.create_server(("127.0.0.1", 0))
    post.port = listening.getsockname()[1]
    server = loop.run_until_complete(asyncio.start_server(post.serve, sock=listening))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def end() -> None:
        server.close()
        await server.wait_closed()
        await asyncio.sleep(0.05)  # so that conversations can end

    try:
        yield post
    finally:
        asyncio.run_coroutine_threadsafe(end(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def certificate(folder: Path) -> Path:
    """A file with a key and a certificate of this machine that vouches for itself alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.localhost")])
    names = [x509.DNSName("news.localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
