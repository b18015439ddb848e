"""Handing over one finished message, so that one always knows: taken, surely not, or the answer was lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiosmtplib

from app.contact_points import on_the_wire
from app.i18n import N_
from app.mail.send import MailNotSent, reason, server, without_server
from app.settings import Settings

# A large attachment takes the server a while to look at.
_DATA_SECONDS = 120
_PERMANENT = range(500, 600)


class MailUncertain(MailNotSent):
    """All was sent and the server's answer never came: it may have taken the message."""


class MailRefused(MailNotSent):
    """The server will never take this message as it is: a wrong address, too large, not allowed."""


async def deliver(
    settings: Settings, sender: str, to: str, message: bytes, *, before: Callable[[], Awaitable[None]]
) -> None:
    """`before` is awaited when the server has accepted sender and recipient, before the first byte of the message: from
    then on nobody knows whether it was taken until the server says so. Raises MailNotSent or one of its kinds,
    ValueError for what is no address."""
    if without_server(settings):
        raise MailNotSent(N_("No mail server is set up (MASAKU_SMTP_HOST, MASAKU_MAIL_FROM)."))
    to = on_the_wire(to)
    if not to.isascii():
        raise MailRefused(N_("Mail goes to no address with such letters before the @: {address}"), address=to)
    client = server(settings)
    try:
        try:
            await client.connect()
            await client.mail(sender)
            await client.rcpt(to)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise _not_sent(settings, error) from error
        await before()
        await _data(settings, client, message)
    finally:
        client.close()


async def _data(settings: Settings, client: aiosmtplib.SMTP, message: bytes) -> None:
    try:
        await client.data(message, timeout=_DATA_SECONDS)
    except aiosmtplib.SMTPResponseException as error:
        raise _not_sent(settings, error) from error
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise MailUncertain(
            N_("The answer of the mail server {host} was lost: {reason}"),
            host=settings.smtp_host,
            reason=reason(error),
        ) from error
    with suppress(aiosmtplib.SMTPException, OSError):
        await client.quit()


def _not_sent(settings: Settings, error: Exception) -> MailNotSent:
    kind = MailRefused if _is_final(error) else MailNotSent
    text = N_("The mail server {host} did not take the message: {reason}")
    return kind(text, host=settings.smtp_host, reason=reason(error))


def _is_final(error: Exception) -> bool:
    """A wrong password or certificate is mended by the admin, not by another letter."""
    if isinstance(error, aiosmtplib.SMTPAuthenticationError) or not isinstance(
        error, aiosmtplib.SMTPResponseException
    ):
        return False
    about_the_letter = (
        aiosmtplib.SMTPRecipientRefused, aiosmtplib.SMTPSenderRefused, aiosmtplib.SMTPDataError
    )  # fmt: skip
    return isinstance(error, about_the_letter) and error.code in _PERMANENT
