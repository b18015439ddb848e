"""Sending one message through the mail server of the settings."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

import aiosmtplib

from app.clock import Clock
from app.errors import MasakuError
from app.i18n import N_
from app.settings import Settings

TIMEOUT_SECONDS = 10
# The port on which TLS starts before the first word.
IMPLICIT_TLS_PORT = 465


class MailNotSent(MasakuError):
    """With the reason, for the person who wanted it sent."""

    status = 502


async def send(settings: Settings, to: str, subject: str, text: str) -> None:
    """Hands one plain-text message over. Raises MailNotSent."""
    if without_server(settings):
        raise MailNotSent(N_("No mail server is set up (MASAKU_SMTP_HOST, MASAKU_MAIL_FROM)."))
    client = server(settings)
    try:
        async with client:
            await client.send_message(_message(settings.mail_from, to, subject, text))
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise MailNotSent(
            N_("The mail server {host} did not take the message: {reason}"),
            host=settings.smtp_host,
            reason=reason(error),
        ) from error


def server(settings: Settings) -> aiosmtplib.SMTP:
    """The mail server of the settings, not connected yet."""
    implicit = settings.smtp_port == IMPLICIT_TLS_PORT
    return aiosmtplib.SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password or None,
        use_tls=implicit,
        start_tls=settings.smtp_starttls and not implicit,
        timeout=TIMEOUT_SECONDS,
    )


def _message(sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = format_datetime(Clock().now())
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2] or None)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    return message


def without_server(settings: Settings) -> bool:
    return not settings.smtp_host or not settings.mail_from


def reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
