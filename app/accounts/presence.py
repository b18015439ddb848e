"""Who is signed in, and when they were seen last."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from app.accounts import sessions
from app.accounts.model import IDLE
from app.clock import Clock
from app.errors import MasakuError
from app.regions import File
from app.web.user import User

log = logging.getLogger("masaku")


class Presence:
    """Remembers what instance.db could not be told: a disk that is full signs nobody out."""

    def __init__(self, accounts: File, clock: Clock) -> None:
        self._accounts, self._clock = accounts, clock
        self._untold: dict[str, datetime] = {}

    def identify(self, token: str) -> User | None:
        now, untold = self._clock.now(), self._untold.get(token)
        minute = int(now.timestamp()) // 60  # sessions end by the clock too
        found = self._accounts.ask_again((token, minute, untold), sessions.identify, token, now, untold)
        if found is None:
            return None
        user, seen_lately = found
        if not seen_lately:
            self._untold[token] = now
            asyncio.get_running_loop().create_task(self._tell(token, user.session, now))
        return user

    async def _tell(self, token: str, session: bytes, now: datetime) -> None:
        try:
            await self._accounts.note(sessions.seen, session, now)
        except MasakuError as error:
            log.warning("When somebody was seen last could not be noted: %s", error)
            self._untold = {each: at for each, at in self._untold.items() if at > now - IDLE}
        else:
            self._untold.pop(token, None)
