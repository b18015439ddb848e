"""The processes that work for the server: few at once, and none outlives it."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from app.errors import Conflict, TooMany
from app.i18n import N_, Message
from app.jobs.messages import ENDED_FROM_OUTSIDE, Json, to_message
from app.jobs.staging import Folder
from app.settings import ROOT, Settings

_MOST = 4
Ended = Callable[[Message | None], Awaitable[None]]


class Workers:
    """`module` is run with DATA REGION UUID. A frozen program is its own interpreter and knows it as `command`."""

    def __init__(self, settings: Settings, module: str, command: str, busy: str) -> None:
        """`busy` is what is said to whoever comes when there are enough of them."""
        self._settings, self._busy = settings, busy
        frozen = getattr(sys, "frozen", False)
        self._command = (sys.executable, command) if frozen else (sys.executable, "-m", module)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._tasks: dict[str, asyncio.Task[Message | None]] = {}
        self._waiting = ThreadPoolExecutor(_MOST, thread_name_prefix=command)

    def claim(self, folder: Folder) -> IO[bytes]:
        """The right to begin, to be handed to `start` or closed. Raises Conflict while the folder is worked on."""
        if len(self._children) >= _MOST:
            raise TooMany(self._busy, 60)
        lock = folder.claim()
        if lock is None:
            raise Conflict(N_("This file is being worked on. Please wait until that is done."))
        return lock

    def start(
        self, code: str, folder: Folder, job: Json, lock: IO[bytes], ended: Ended
    ) -> asyncio.Task[Message | None]:
        """The task ends with the process, after `ended` was told what went wrong, if anything; its result is the same.
        The lock goes over to the process."""
        with lock:
            folder.forget("failure", "progress")
            folder.write("job", job)
            child = self._child(code, folder, lock)
        self._children[folder.uuid] = child
        task = asyncio.create_task(self._attend(folder, child, ended))
        self._tasks[folder.uuid] = task
        return task

    def attend(self, folder: Folder) -> bool:
        """Whether something works in this folder, or has just ended and is being written down.

        Where nothing does, a row that was read before may be from before the end: it has to be read again."""
        return folder.uuid in self._tasks or folder.is_busy

    async def end(self, folder: Folder) -> None:
        """Whatever works in this folder works no more."""
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

    def _child(self, code: str, folder: Folder, lock: IO[bytes]) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "MASAKU_DATA": str(self._settings.data)}
        if self._settings.master_key_file:
            environment["MASAKU_MASTER_KEY_FILE"] = str(self._settings.master_key_file)
        return subprocess.Popen(
            [*self._command, str(self._settings.data), code, folder.uuid],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=(lock.fileno(),),
            env=environment,
            cwd=ROOT,
        )

    def _why(self, status: int) -> Message:
        """Of a process that could not say it itself; a negative status is the signal that ended it."""
        return ENDED_FROM_OUTSIDE

    async def _attend(self, folder: Folder, child: subprocess.Popen[bytes], ended: Ended) -> Message | None:
        status = await asyncio.get_running_loop().run_in_executor(self._waiting, child.wait)
        assert child.stdin is not None
        child.stdin.close()
        found = folder.read("failure") if status else None
        reason = to_message(found) if found else self._why(status) if status else None
        try:
            await ended(reason)
        finally:
            del self._children[folder.uuid], self._tasks[folder.uuid]
        return reason
