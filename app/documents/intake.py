"""Files as they arrive with a form: looked into, and sealed for their owner."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.documents.forms import accept
from app.documents.model import Sealed
from app.documents.sealing import seal_all
from app.documents.upload import receive
from app.errors import Problem
from app.web.context import region_of
from app.web.user import WebRequest


@dataclass(frozen=True)
class Intake:
    """Nothing is `sealed` where there are problems. `upload` is the form's random key."""

    sealed: Sequence[Sealed]
    upload: str
    problems: Sequence[Problem] = ()


async def take_in(request: WebRequest, owner: str) -> Intake:
    """Raises TooLarge."""
    received = await receive(request)
    upload = submission_of(received.texts)
    files, problems = await asyncio.to_thread(accept, received.files)
    if problems:
        return Intake((), upload, problems)
    return Intake(await asyncio.to_thread(seal_all, files, owner, region_of(request).keys), upload)


def submission_of(texts: Mapping[str, str]) -> str:
    """The form's random key; a form without one is taken as new."""
    sent = texts.get("submission", "")
    return sent if 16 <= len(sent) <= 64 and sent.isascii() and sent.isprintable() else secrets.token_hex(16)
