"""Work that goes round the regions which have some: at once when called, and later again for what had to wait."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from contextlib import suppress

from app.errors import MasakuError
from app.regions import Region, Regions

log = logging.getLogger("masaku")


class Rounds(ABC):
    """`what` names the work in the log. The codes of regions stay until a visit has left nothing to do there; why one
    has to wait is said once: it may have been taken out, and may come back."""

    def __init__(self, regions: Regions, what: str, every_seconds: float) -> None:
        self.regions, self._what, self._every = regions, what, every_seconds
        self.codes: set[str] = set()
        self._said: dict[str, str] = {}
        self.closing = False
        self._called = asyncio.Event()
        self._round: asyncio.Task[None] | None = None

    @abstractmethod
    async def begin(self) -> None:
        """At the start: which regions have something to do."""

    @abstractmethod
    async def visit(self, region: Region) -> bool:
        """Whether nothing is left to do there."""

    def call(self, code: str) -> None:
        """There is something to do in this region, now."""
        self.codes.add(code)
        self._called.set()

    async def run(self) -> None:
        """Cancelled, it lets what is in hand be finished: `close` waits for it."""
        await self.begin()
        while True:
            self._round = asyncio.create_task(self.go_round())
            await asyncio.shield(self._round)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._called.wait(), self._every)
            self._called.clear()

    async def close(self, within_seconds: float | None = None) -> None:
        """The one in hand is finished, the others at the next start."""
        self.closing = True
        if self._round is not None:
            await asyncio.wait([self._round], timeout=within_seconds)

    async def go_round(self) -> None:
        for code in sorted(self.codes):
            try:
                if await self.visit(self.regions.find(code)):
                    self.codes.discard(code)
                self._said.pop(code, None)
            except MasakuError as error:
                self._say(code, str(error))
            except Exception:
                log.exception("%s of %s", self._what, code)
            await asyncio.sleep(0)  # there may be hundreds of regions

    def _say(self, code: str, reason: str) -> None:
        if self._said.get(code) != reason:
            self._said[code] = reason
            log.warning("%s of %s wait: %s", self._what, code, reason)
