"""Alerts by e-mail."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import SecretStr

from pipeline.alerts.cutting import TIMEOUT, WHOLE, cut_off
from pipeline.alerts.message import Message
from schemas.errors import UndeliveredError


class Server(NamedTuple):
    """A mail server, and who we are to it."""

    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    user: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = None


class Mail:
    """Writes each message to the same addresses; a recovery answers the mail that told of it."""

    name = "mail"

    def __init__(
        self,
        server: Server,
        sender: str,
        to: str,
        *,
        timeout: float = TIMEOUT,
        whole: float = WHOLE,
    ) -> None:
        """`to`: addresses, separated by commas; `timeout`, `whole`: seconds."""
        self._server = server
        self._sender = sender
        self._to = to
        self._timeout = timeout
        self._whole = whole

    def send(self, message: Message) -> None:
        """Deliver a message; UndeliveredError says why it could not be."""
        line: list[smtplib.SMTP] = []
        try:
            mail = self._written(message)
            end = cut_off(lambda: line[0].sock if line else None, self._whole)
            with end, self._opened(line) as server:
                self._let_in(server)
                server.send_message(mail)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            why = " ".join(f"{type(error).__name__}: {error}".split())
            raise UndeliveredError(f"not sent ({why})", subject=self.name) from None

    def _written(self, message: Message) -> EmailMessage:
        host = parseaddr(self._sender)[1].rpartition("@")[2] or "localhost"
        mail = EmailMessage()
        mail["From"], mail["To"] = self._sender, self._to
        mail["Subject"] = " ".join(f"[Poliflash] {message.title}".split())[:200]
        mail["Date"] = format_datetime(message.at)
        mail["Message-ID"] = f"<{message.key}@{host}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
        if message.event == "closed":
            mail["In-Reply-To"] = mail["References"] = f"<{message.incident.id}-opened@{host}>"
        mail.set_content(message.body)
        return mail

    def _opened(self, line: list[smtplib.SMTP]) -> smtplib.SMTP:
        """The server, greeted; on `line` before it says a word: its greeting may take for ever."""
        host, port, security, *_ = self._server
        if security == "tls":
            secure = smtplib.SMTP_SSL.__new__(smtplib.SMTP_SSL)
            line.append(secure)
            context = ssl.create_default_context()
            smtplib.SMTP_SSL.__init__(secure, host, port, timeout=self._timeout, context=context)
        else:
            line.append(smtplib.SMTP.__new__(smtplib.SMTP))
            smtplib.SMTP.__init__(line[0], host, port, timeout=self._timeout)
        return line[0]

    def _let_in(self, server: smtplib.SMTP) -> None:
        if self._server.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if self._server.user is None:
            return
        if self._server.security == "none":
            raise ValueError("no password is sent unencrypted; set POLIFLASH_SMTP_SECURITY")
        server.login(self._server.user, self._password())

    def _password(self) -> str:
        if self._server.password_file is not None:
            lines = self._server.password_file.read_text("utf-8").splitlines()
            return lines[0].strip() if lines else ""
        return self._server.password.get_secret_value() if self._server.password else ""
