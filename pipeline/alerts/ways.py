"""The ways by which somebody is told."""

from collections.abc import Mapping
from typing import Protocol, get_args

from pipeline.alerts.mail import Mail, Server
from pipeline.alerts.message import Message
from pipeline.alerts.webhook import Webhook
from pipeline.settings import Settings
from schemas.incident import Audience


class Way(Protocol):
    """Takes a message to its audience."""

    name: str

    def send(self, message: Message) -> None:
        """Deliver it; UndeliveredError where that failed and may be tried again."""


Ways = Mapping[Audience, tuple[Way, ...]]


def ways_of(settings: Settings) -> Ways:
    """By audience, every way that is set up; the log is told in any case."""
    return {audience: _ways(settings, audience) for audience in get_args(Audience)}


def _ways(settings: Settings, audience: Audience) -> tuple[Way, ...]:
    hook = settings.editors_webhook if audience == "editors" else settings.operator_webhook
    to = settings.editors_mail if audience == "editors" else settings.operator_mail
    found: list[Way] = [Webhook(hook.get_secret_value())] if hook else []
    if to and settings.smtp_host:
        server = Server(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_security,
            settings.smtp_user,
            settings.smtp_password,
            settings.smtp_password_file,
        )
        found.append(Mail(server, settings.smtp_from or settings.contact or _NOBODY, to))
    return tuple(found)


_NOBODY = "poliflash@localhost"
