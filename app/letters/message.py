"""A letter as mail: what goes to the server, and what somebody takes away as a file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, parseaddr

from app.contact_points import on_the_wire
from app.letters.model import Attachment, Letter


def eml(
    letter: Letter,
    attachments: Sequence[Attachment],
    sender: str,
    at: datetime,
    *,
    name: str = "",
    answers_to: str = "",
) -> bytes:
    """Its Message-ID is the letter's own, whenever it is made: a server that gets it twice can tell. Raises ValueError
    for addresses and subjects that no mail can have."""
    address = parseaddr(sender)[1]
    message = EmailMessage(policy=SMTP)
    message["From"] = formataddr((name or parseaddr(sender)[0], address))
    message["To"] = on_the_wire(letter.recipient)
    if answers_to and answers_to != address:
        message["Reply-To"] = on_the_wire(answers_to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{letter.uuid}@{address.rpartition('@')[2] or 'localhost'}>"
    message.set_content(letter.body)
    message["Content-Language"] = letter.language  # setting the content takes such headers away
    for each in attachments:
        kind, _, subtype = each.media_type.partition("/")
        message.add_attachment(each.data, maintype=kind, subtype=subtype, filename=each.filename)
    return message.as_bytes()
