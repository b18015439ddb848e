"""The undoings that are under way: beside the requests, a few clients at a time."""

from __future__ import annotations

import asyncio
import logging

from app.actor import Actor
from app.clock import Clock, stamp
from app.imports import undoing
from app.regions import Region

log = logging.getLogger("masaku")


class Undoings:
    """One that ends with the server is taken up again where it was, by whoever asks for it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._tasks: dict[tuple[str, int], asyncio.Task[None]] = {}

    def is_running(self, region: Region, operation_id: int) -> bool:
        return (region.code, operation_id) in self._tasks

    async def begin(self, region: Region, operation_id: int, actor: Actor) -> asyncio.Task[None]:
        """Raises Conflict where it was undone already; asked twice at once it is done once."""
        key = (region.code, operation_id)
        await region.write(undoing.begin, operation_id, actor, stamp(self._clock.now()))
        if key not in self._tasks:
            self._tasks[key] = asyncio.create_task(self._undo(region, operation_id, actor))
        return self._tasks[key]

    async def close(self) -> None:
        tasks = [*self._tasks.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _undo(self, region: Region, operation_id: int, actor: Actor) -> None:
        try:
            while await region.write(
                undoing.step, region.keys, operation_id, actor, stamp(self._clock.now())
            ):
                await asyncio.sleep(undoing.PAUSE_SECONDS)
        except Exception:
            log.exception("undoing an import of %s broke off; it can be taken up again", region.code)
        finally:
            del self._tasks[region.code, operation_id]
