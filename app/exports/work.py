"""The work of an export: every client that is meant, one after the other, into one file."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import IO

from app import sqlite
from app.clock import Clock, stamp
from app.exports import store
from app.exports.formats import FORMATS, Context, Format
from app.exports.job import Job
from app.exports.model import Row
from app.exports.selection import ids_of, state_of
from app.jobs import progress
from app.jobs.progress import Progress
from app.jobs.staging import Folder
from app.regions import Region

_TOLD_EVERY_ROWS = 200
Tell = Callable[[Progress], None]


class Meter(progress.Meter[Progress]):
    def __init__(self, tell: Tell) -> None:
        super().__init__(tell)
        self.total = 0

    def rows(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The same rows; how many have gone through is told."""
        self.phase("writing")
        for number, row in enumerate(rows, 1):
            yield row
            if number % _TOLD_EVERY_ROWS == 0:
                self.at("writing", number)
        self.phase("finishing", self.total)

    def _progress(self, phase: str, done: int, seconds: float) -> Progress:
        return Progress(phase, done, self.total, seconds)


def run(job: Job, folder: Folder, region: Region, clock: Clock, tell: Tell) -> int:
    """How many were written. The file has its name only when it is complete, and is given out only once recorded."""
    part = folder.file.with_suffix(".part")
    format = FORMATS[job.wanted.format]
    with part.open("wb") as file:
        ids, total = region.read_aside(_write, file, format, job, region, clock, Meter(tell))
    part.rename(folder.file)
    region.note_now(store.finish, folder.uuid, ids, total, job.actor, stamp(clock.now()))
    return len(ids)


def _write(
    db: sqlite.Connection,
    file: IO[bytes],
    format: Format,
    job: Job,
    region: Region,
    clock: Clock,
    meter: Meter,
) -> tuple[array[int], int]:
    """In one snapshot: nobody who is changed meanwhile is in it twice or not at all."""
    ids = ids_of(db, job.wanted, region.definition.timezone)
    written = ids[: format.most] if format.most else ids
    meter.total = len(written)
    context = Context(
        region.definition.name(job.locale), job.locale, region.definition.timezone, clock.now(), job.actor.name,
        job.wanted.purpose, len(ids), job.filters, state_of(job.wanted.query).columns, job.wanted.options,
    )  # fmt: skip
    format.write(file, meter.rows(store.rows_of(db, written)), context)
    return written, len(ids)
