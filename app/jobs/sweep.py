"""Files that nobody will need again are erased: a day after the job, or after they were left lying."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import Protocol

from app import sqlite
from app.clock import Clock, parse_stamp, stamp
from app.errors import MasakuError
from app.jobs.staging import Folder, Shelf
from app.regions import Region, Regions

log = logging.getLogger("masaku")
EVERY_SECONDS = 3600.0
KEPT = timedelta(hours=24)


class Books(Protocol):
    """What a region knows of the jobs whose files lie on a shelf."""

    def last_used(self, db: sqlite.Connection, job_uuid: str) -> str:
        """When something happened to it; "" for an unknown one."""

    def is_running(self, db: sqlite.Connection, job_uuid: str) -> bool: ...

    def broke_off(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        """It was running, and nobody works on it any more."""

    def forgotten(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        """Its files are erased."""


class Sweep:
    def __init__(self, regions: Regions, clock: Clock, shelf: Shelf, books: Books) -> None:
        self._regions, self._clock, self._shelf, self._books = regions, clock, shelf, books
        self._data = regions.settings.data

    async def run(self) -> None:
        """At the start, and every hour."""
        while True:
            for code in self._shelf.regions(self._data):
                try:
                    await self.sweep(self._regions.find(code))
                except MasakuError as error:
                    log.warning("%s of %s stay for now: %s", self._shelf.name, code, error)
                except Exception:
                    log.exception("%s of %s", self._shelf.name, code)
            await asyncio.sleep(EVERY_SECONDS)

    async def sweep(self, region: Region) -> None:
        for folder in map(Folder, self._shelf.paths(self._data, region.code)):
            if not folder.is_busy:
                await self._settle(region, folder)

    async def _settle(self, region: Region, folder: Folder) -> None:
        now, books = self._clock.now(), self._books
        used = region.read(books.last_used, folder.uuid)
        if used and region.read(books.is_running, folder.uuid):
            await region.note(books.broke_off, folder.uuid, stamp(now))
        if now - _moment(used, folder) < KEPT:
            return
        if used:
            await region.note(books.forgotten, folder.uuid, stamp(now))
        await asyncio.to_thread(folder.erase)


def _moment(used: str, folder: Folder) -> datetime:
    """Of a folder that no job knows only the disk can say when it was made: a server was killed in between."""
    return parse_stamp(used) if used else datetime.fromtimestamp(folder.path.stat().st_mtime, UTC)
