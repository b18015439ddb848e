"""A real mail server that can be told to misbehave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.smtp import SMTP, Envelope, Session

from app.settings import Settings


class Server:
    """`says` is what it answers to a message ("250 OK", "451 Later", "drop": nothing, the line goes dead); `hangs` at
    the recipient or at the message until `goes_on` is set. What it took is in `messages`, heard of or not."""

    def __init__(self, says: str = "250 OK", *, hangs: str = "") -> None:
        self.says, self.hangs = says, hangs
        self.messages: list[EmailMessage] = []
        self.asked = asyncio.Event()
        self.goes_on = asyncio.Event()
        self.port = 0

    async def handle_RCPT(
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await self._hang("recipient")
        if address.startswith("nobody"):
            return "550 No such person here"
        if address.startswith("later"):
            return "450 Mailbox busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, smtp: SMTP, _: Session, envelope: Envelope) -> str:
        await self._hang("message")
        assert isinstance(envelope.content, bytes)
        if self.says[0] not in "45":
            self.messages.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=default))
        if self.says == "drop":
            assert smtp.transport is not None
            smtp.transport.abort()
        return self.says

    async def _hang(self, where: str) -> None:
        if self.hangs == where:
            self.asked.set()
            await self.goes_on.wait()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Server]:
        loop = asyncio.get_running_loop()
        listening = await loop.create_server(lambda: SMTP(self), "127.0.0.1", self.port)
        self.port = listening.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self.goes_on.set()
            listening.close()
            await asyncio.sleep(0)

    def settings(self, settings: Settings) -> Settings:
        return replace(
            settings, smtp_host="localhost", smtp_port=self.port, smtp_starttls=False,
            mail_from="Nordwerk <post@nordwerk.example>",
        )  # fmt: skip
