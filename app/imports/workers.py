"""The processes that work on files for the server: few at once, and none outlives it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from app.clock import Clock, stamp
from app.errors import Conflict, TooMany
from app.i18n import N_, Message
from app.imports import store
from app.imports.exchange import to_message
from app.imports.job import Job
from app.imports.model import BROKEN_OFF
from app.imports.staging import Folder
from app.regions import Region
from app.settings import ROOT, Settings

_MOST = 4
# A frozen program is its own interpreter and knows this work as a command.
_COMMAND = (
    (sys.executable, "import-work")
    if getattr(sys, "frozen", False)
    else (sys.executable, "-m", "app.imports.process")
)


class Workers:
    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._tasks: dict[str, asyncio.Task[Message | None]] = {}
        self._waiting = ThreadPoolExecutor(_MOST, thread_name_prefix="import")

    def claim(self, folder: Folder) -> IO[bytes]:
        """The right to begin, to be handed to `begin` or closed. Raises Conflict while the file is worked on."""
        if len(self._children) >= _MOST:
            raise TooMany(N_("Several files are being read at the moment. Please try again in a minute."), 60)
        lock = folder.claim()
        if lock is None:
            raise Conflict(N_("This file is being worked on. Please wait until that is done."))
        return lock

    def begin(
        self, region: Region, folder: Folder, job: Job, lock: IO[bytes]
    ) -> asyncio.Task[Message | None]:
        """The task ends with the process; its result is what went wrong. The lock goes over to the process."""
        with lock:
            folder.forget("failure", "progress", *([] if job.task == "run" else ["result"]))
            folder.write("job", job.as_json())
            child = self._start(region, folder, lock)
        self._children[folder.uuid] = child
        task = asyncio.create_task(self._attend(region, folder, job, child))
        self._tasks[folder.uuid] = task
        return task

    async def end(self, folder: Folder) -> None:
        """Whatever works on this file works no more."""
        child, task = self._children.get(folder.uuid), self._tasks.get(folder.uuid)
        if child is not None:
            child.kill()
        if task is not None:
            await asyncio.wait([task])

    async def close(self) -> None:
        for child in self._children.values():
            child.kill()
        if self._tasks:
            await asyncio.wait(self._tasks.values())
        self._waiting.shutdown()

    def _start(self, region: Region, folder: Folder, lock: IO[bytes]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "MASAKU_DATA": str(self._settings.data)}
        if self._settings.master_key_file:
            environment["MASAKU_MASTER_KEY_FILE"] = str(self._settings.master_key_file)
        return subprocess.Popen(
            [*_COMMAND, str(self._settings.data), region.code, folder.uuid],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=(lock.fileno(),),
            env=environment,
            cwd=ROOT,
        )

    async def _attend(
        self, region: Region, folder: Folder, job: Job, child: subprocess.Popen[bytes]
    ) -> Message | None:
        status = await asyncio.get_running_loop().run_in_executor(self._waiting, child.wait)
        assert child.stdin is not None
        child.stdin.close()
        del self._children[folder.uuid], self._tasks[folder.uuid]
        if status == 0:
            return None
        found = folder.read("failure")
        reason = to_message(found) if found else BROKEN_OFF
        if job.task != "inspect":
            await region.note(store.fail, folder.uuid, reason, stamp(self._clock.now()))
        return reason
