"""The processes that write exports for the server."""

from __future__ import annotations

import asyncio
from typing import IO

from app.clock import Clock, stamp
from app.exports import store
from app.exports.job import Job
from app.i18n import N_, Message
from app.jobs import workers
from app.jobs.staging import Folder
from app.regions import Region
from app.settings import Settings

_BUSY = N_("Several exports are being written at the moment. Please try again in a minute.")


class Workers(workers.Workers):
    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings, "app.exports.process", "export-work", _BUSY)
        self._clock = clock

    def begin(
        self, region: Region, folder: Folder, job: Job, lock: IO[bytes]
    ) -> asyncio.Task[Message | None]:
        """The task ends with the process; its result is what went wrong. Then no file is left."""

        async def ended(reason: Message | None) -> None:
            if reason is not None:
                await region.note(store.fail, folder.uuid, reason, stamp(self._clock.now()))
                await asyncio.to_thread(folder.erase)

        return self.start(region.code, folder, job.as_json(), lock, ended)
