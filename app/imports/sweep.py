"""Files that nobody will need again are erased: a day after the import, or after they were left lying."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from app.clock import Clock, parse_stamp, stamp
from app.errors import MasakuError
from app.imports import store
from app.imports.model import BROKEN_OFF, Batch
from app.imports.staging import Folder, folders, regions_with_files
from app.regions import Region, Regions

log = logging.getLogger("masaku")
EVERY_SECONDS = 3600.0
KEPT = timedelta(hours=24)


class Sweep:
    def __init__(self, regions: Regions, clock: Clock) -> None:
        self._regions, self._clock = regions, clock
        self._data = regions.settings.data

    async def run(self) -> None:
        """At the start, and every hour."""
        while True:
            for code in regions_with_files(self._data):
                try:
                    await self.sweep(self._regions.find(code))
                except MasakuError as error:
                    log.warning("files to import of %s stay for now: %s", code, error)
                except Exception:
                    log.exception("files to import of %s", code)
            await asyncio.sleep(EVERY_SECONDS)

    async def sweep(self, region: Region) -> None:
        for folder in folders(self._data, region.code):
            if not folder.is_busy:
                await self._settle(region, folder)

    async def _settle(self, region: Region, folder: Folder) -> None:
        now = self._clock.now()
        batch = region.read(store.by_uuid, folder.uuid)
        if batch and batch.state == "running":
            await region.note(store.fail, folder.uuid, BROKEN_OFF, stamp(now))
        if now - _last_used(batch, folder) < KEPT:
            return
        if batch:
            await region.note(store.give_up, batch.id, stamp(now))
        await asyncio.to_thread(folder.erase)


def _last_used(batch: Batch | None, folder: Folder) -> datetime:
    """Of a folder without an import only the disk knows when it was made: a server was killed during the upload."""
    if batch is None:
        return datetime.fromtimestamp(folder.path.stat().st_mtime, UTC)
    return parse_stamp(max(batch.uploaded_at, batch.started_at, batch.finished_at))
