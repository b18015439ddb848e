"""Collects what was looked at and writes it at most a second later: the one thing a GET may write."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from app.access.store import Look, write
from app.clock import Clock, stamp
from app.regions import Region
from app.web.user import User

log = logging.getLogger("masaku")
EVERY_SECONDS = 1.0
# A disk that refuses for long must not fill the memory; what is dropped then is said in the log.
_MOST_WAITING = 100_000


class AccessLog:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[Region, dict[Look, int]]] = {}
        self._count = 0
        self._dropped = 0
        self._writing = asyncio.Lock()

    def note(self, region: Region, user: User, act: str, client_ids: Sequence[int], detail: str = "") -> None:
        """Costs the request next to nothing; the same look within a second is counted, not repeated."""
        if self._count >= _MOST_WAITING:
            self._dropped += 1
            return
        look = Look(stamp(self._clock.now()), user.actor_id, user.name, act, tuple(client_ids), detail[:500])
        looks = self._waiting.setdefault(region.code, (region, {}))[1]
        looks[look] = looks.get(look, 0) + 1
        self._count += 1

    async def flush(self) -> None:
        async with self._writing:
            waiting, self._waiting, self._count = self._waiting, {}, 0
            dropped, self._dropped = self._dropped, 0
            if dropped:
                log.error("access log: %s looks were not kept, too many were waiting", dropped)
            for region, looks in waiting.values():
                try:
                    await region.note(write, looks)
                except Exception as error:
                    self._keep(region, looks)
                    log.warning("access log of %s waits: %s", region.code, error)

    async def run(self) -> None:
        """Cancelled, it lets what is being written be written: `flush` waits for it."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await asyncio.shield(self.flush())

    def _keep(self, region: Region, looks: dict[Look, int]) -> None:
        kept = self._waiting.setdefault(region.code, (region, {}))[1]
        for look, times in looks.items():
            kept[look] = kept.get(look, 0) + times
            self._count += times
