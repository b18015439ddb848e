"""The work of an export: every row that is meant, one after the other, into one file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import IO, Any

from app import sqlite
from app.clock import Clock, stamp
from app.exports import store
from app.exports.formats import FORMATS, Context, Format
from app.exports.job import Job
from app.exports.subjects import SUBJECTS, When
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

    def rows(self, rows: Iterator[Any]) -> Iterator[Any]:
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
        rows, total, clients = region.read_aside(_write, file, format, job, region, clock, Meter(tell))
    part.rename(folder.file)
    region.note_now(store.finish, folder.uuid, rows, total, clients, job.actor, stamp(clock.now()))
    return rows


def _write(
    db: sqlite.Connection,
    file: IO[bytes],
    format: Format,
    job: Job,
    region: Region,
    clock: Clock,
    meter: Meter,
) -> tuple[int, int, Sequence[int]]:
    """(rows, of how many, whose). In one snapshot: what is changed meanwhile is in it neither twice nor not at all."""
    subject, now = SUBJECTS[job.wanted.subject], clock.now()
    found = subject.find(db, job.wanted, When(now, region.definition.timezone))
    meter.total = min(found.total, format.most or found.total)
    context = Context(
        region.definition.name(job.locale), job.locale, region.definition.timezone, now, job.actor.name,
        job.wanted.purpose, found.total, found.table, found.paper, job.filters, subject.columns(job.wanted.query),
        job.wanted.options,
    )  # fmt: skip
    format.write(file, meter.rows(found.rows(format.most)), context)
    return meter.total, found.total, found.clients(format.most)
