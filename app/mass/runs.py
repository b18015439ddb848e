"""The mass actions at work in this server: one batch after the other, each its own transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from app import sqlite
from app.actor import MASS, MASS_UNDONE, Actor
from app.clock import Clock, stamp
from app.errors import MasakuError
from app.mass import store
from app.regions import Region
from app.vault import Keyring

Step = Callable[[sqlite.Connection, Keyring, int, Actor, str], bool]
# Between two batches others have the interpreter, not only the file.
_PAUSE_SECONDS = 0.02
_MOMENT_SECONDS = 0.3


class Runs:
    """A server that ends lets the batch in hand finish. What is left waits in the region until somebody goes on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._ended: set[tuple[str, int]] = set()

    def is_busy(self, region: Region, operation_id: int) -> bool:
        return (region.code, operation_id) in self._tasks

    def go_on(self, region: Region, operation_id: int, actor: Actor) -> None:
        self._start(region, operation_id, replace(actor, source=MASS.format(number=operation_id)), store.step)

    def undo(self, region: Region, operation_id: int, actor: Actor) -> None:
        means = MASS_UNDONE.format(number=operation_id)
        self._start(region, operation_id, replace(actor, source=means), store.step_back)

    async def settle(self, region: Region, operation_id: int) -> None:
        """Waits a moment: a few clients are done before anybody has seen a progress bar."""
        if self.is_busy(region, operation_id):
            await asyncio.wait([self._tasks[region.code, operation_id]], timeout=_MOMENT_SECONDS)

    async def end(self, region: Region, operation_id: int) -> None:
        """After the batch in hand."""
        key = (region.code, operation_id)
        if key in self._tasks:
            self._ended.add(key)
            await asyncio.wait([self._tasks[key]])

    async def close(self) -> None:
        self._ended |= self._tasks.keys()
        if self._tasks:
            await asyncio.wait(self._tasks.values())

    def _start(self, region: Region, operation_id: int, actor: Actor, step: Step) -> None:
        key = (region.code, operation_id)
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._work(key, region, actor, step))

    async def _work(self, key: tuple[str, int], region: Region, actor: Actor, step: Step) -> None:
        """The disk's refusals end it like a crash would: between two batches."""
        try:
            while key not in self._ended:
                at = stamp(self._clock.now())
                if not await region.write(step, region.keys, key[1], actor, at):
                    break
                await asyncio.sleep(_PAUSE_SECONDS)
        except MasakuError:
            return
        finally:
            self._ended.discard(key)
            del self._tasks[key]
