"""Changes that wait for the one writer of a file: taken together, answered each by itself."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from app import sqlite

T = TypeVar("T")
# Few enough that nobody waits noticeably for the others.
_MOST_TOGETHER = 32


@dataclass(frozen=True)
class Change(Generic[T]):
    """`visible` are those that a page shows something of; `done` is what their author waits for."""

    fn: Callable[[sqlite.Connection], T]
    visible: bool
    done: asyncio.Future[T]


Outcome = Any | BaseException
Told = Sequence[tuple[Change[Any], Outcome]]


class Queue:
    """`commit` brings a few changes to the disk and returns what became of each: its result, or its exception."""

    def __init__(self, name: str, commit: Callable[[Sequence[Change[Any]]], Sequence[Outcome]]) -> None:
        self._name, self._commit = name, commit
        self._lock = Lock()
        self._thread: ThreadPoolExecutor | None = None
        self._waiting: list[Change[Any]] = []

    async def add(self, fn: Callable[[sqlite.Connection], T], *, visible: bool) -> T:
        change = Change(fn, visible, asyncio.get_running_loop().create_future())
        with self._lock:
            self._waiting.append(change)
            if len(self._waiting) == 1:
                self._running().submit(self._take)
        result: T = await change.done
        return result

    def run(self, task: Callable[[], T]) -> T:
        """In the writer's thread, by itself, for a caller in a thread that may wait."""
        with self._lock:
            running = self._running().submit(task)
        return running.result()

    def finish(self) -> None:
        """Waits for what is in hand and whatever waits behind it; what comes after that gets a thread of its own."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.shutdown(wait=True)

    def _running(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        return self._thread

    def _take(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, []
        wanted = [change for change in waiting if not change.done.cancelled()]
        for start in range(0, len(wanted), _MOST_TOGETHER):
            together = wanted[start : start + _MOST_TOGETHER]
            _tell(list(zip(together, self._commit(together), strict=True)))


def _tell(told: Told) -> None:
    """Their event loop is woken once for all of them: each time costs as much as writing a row."""
    by_loop = defaultdict(list)
    for change, outcome in told:
        by_loop[change.done.get_loop()].append((change, outcome))
    for loop, some in by_loop.items():
        with suppress(RuntimeError):  # closed, and whoever waited is gone with it
            loop.call_soon_threadsafe(_settle, some)


def _settle(told: Told) -> None:
    for change, outcome in told:
        if change.done.done():
            continue  # its author gave up meanwhile
        if isinstance(outcome, BaseException):
            change.done.set_exception(outcome)
        else:
            change.done.set_result(outcome)
