"""The processes that work on files to import for the server."""

from __future__ import annotations

import asyncio
import signal
from typing import IO

from app.clock import Clock, stamp
from app.i18n import N_, Message
from app.imports import store
from app.imports.job import Job
from app.imports.reading.confinement import TOO_MUCH
from app.imports.staging import Folder
from app.jobs import workers
from app.regions import Region
from app.settings import Settings

_BUSY = N_("Several files are being read at the moment. Please try again in a minute.")


class Workers(workers.Workers):
    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings, "app.imports.process", "import-work", _BUSY)
        self._clock = clock

    def _why(self, status: int) -> Message:
        """Readers of workbooks end their process where there is no more memory."""
        return Message(TOO_MUCH) if status in (-signal.SIGABRT, -signal.SIGXCPU) else super()._why(status)

    def begin(
        self, region: Region, folder: Folder, job: Job, lock: IO[bytes]
    ) -> asyncio.Task[Message | None]:
        """The task ends with the process; its result is what went wrong. The lock goes over to the process."""

        async def ended(reason: Message | None) -> None:
            if reason is not None and job.task != "inspect":
                await region.note(store.fail, folder.uuid, reason, stamp(self._clock.now()))

        if job.task != "run":
            folder.forget("result")
        return self.start(region.code, folder, job.as_json(), lock, ended)
