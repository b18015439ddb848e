"""The server's side of maintenance: lets go of a file when asked, and says so."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from pathlib import Path

from app.regions.file import File
from app.regions.maintenance import acknowledgement
from app.regions.regions import Regions

log = logging.getLogger("masaku")
EVERY_SECONDS = 0.1
TIDY_EVERY_LOOKS = 20
TRY_AGAIN_EVERY_LOOKS = 3000
INSTANCE = "instance"


class Watch:
    """Looks for `<name>.maintenance` ten times a second and answers with `<name>.closed`."""

    def __init__(
        self, data: Path, regions: Regions, instance: File, is_replicated: Callable[[], bool] = lambda: False
    ) -> None:
        self._data, self._regions, self._instance = data, regions, instance
        self._is_replicated = is_replicated
        self._closed: set[str] = set()

    @property
    def instance(self) -> bool:
        """Whether the whole instance is closed: nobody can be identified meanwhile."""
        return INSTANCE in self._closed

    async def run(self) -> None:
        looks = 1
        while True:
            try:
                await self.look()
                if looks % TIDY_EVERY_LOOKS == 0:
                    await self.tidy()
            except Exception:
                log.exception("maintenance watch")
            await asyncio.sleep(EVERY_SECONDS)
            looks += 1

    async def migrate(self) -> None:
        """By itself, for it may take minutes. What was found to be older at once, what failed every five minutes."""
        self._regions.migrates_aside = True
        looks = 1
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                if self._regions.outdated or looks % TRY_AGAIN_EVERY_LOOKS == 0:
                    await asyncio.to_thread(self._regions.try_again)
            except Exception:
                log.exception("migrations")
            looks += 1

    async def tidy(self) -> None:
        """Lets go of what nobody needs open and, where no Litestream does it, keeps the write-ahead logs short."""
        replicated = self._is_replicated()
        self._regions.tidy(replicated=replicated)
        if not replicated:
            self._instance.shorten_log()
            await asyncio.to_thread(self._regions.vault.shorten_log)

    async def look(self) -> None:
        with os.scandir(self._data) as entries:
            wanted = {Path(entry.name).stem for entry in entries if entry.name.endswith(".maintenance")}
        for name in wanted:
            if name not in self._closed or not acknowledgement(self._data, name).exists():
                self._closed.add(name)
                await asyncio.to_thread(self._close, name)
                acknowledgement(self._data, name).write_text(str(os.getpid()))
        for name in self._closed - wanted:
            self._closed.discard(name)
            if name == INSTANCE:
                self._instance.locked = self._regions.vault.locked = False
            acknowledgement(self._data, name).unlink(missing_ok=True)

    def _close(self, name: str) -> None:
        if name == INSTANCE:
            self._instance.close(lock=True)
            self._regions.vault.close(lock=True)
        else:
            self._regions.close(name, lock=True)
