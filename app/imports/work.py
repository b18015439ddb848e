"""The work of an import: looking at the file, judging every row, writing all of them or none."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from app import sqlite
from app.actor import IMPORT_ROW, Actor
from app.clients.bulk import Ready, add_ready, ready
from app.clients.derived import Keys
from app.clients.known import Identity, Known, highest_id, identities, identities_since, known_clients
from app.clock import Clock, stamp
from app.errors import Unavailable
from app.i18n import N_, Message, translate
from app.imports import reading, store
from app.imports.exchange import of_inspection
from app.imports.inspection import Inspection, inspect
from app.imports.job import Job
from app.imports.model import Counts
from app.imports.progress import Meter, Tell
from app.imports.reading import Table
from app.imports.report import Report
from app.imports.rows import Outcome, outcomes
from app.imports.spool import Line, Spool, spooled
from app.imports.staging import Folder, folder_of
from app.regions import Region
from app.regions.maintenance import under_maintenance

_SPOOLED_AT_ONCE = 2_000
_TOLD_EVERY_ROWS = 100


def look(job: Job, folder: Folder) -> Inspection:
    found = inspect(folder.file, job.options.format, job.filename, job.source)
    folder.write("inspection", of_inspection(found))
    return found


def check(job: Job, folder: Folder, region: Region, tell: Tell) -> Report:
    """What an import would do. Writes nothing but its own report."""
    with _judging(job, folder, region, Meter(tell, job.rows, writes=False)) as (judged, report):
        for _ in judged:
            pass
    folder.write("result", report.as_json())
    return report


def run(job: Job, folder: Folder, region: Region, clock: Clock, tell: Tell) -> Counts:
    """Everything is read, judged and sealed before the region is locked for the one transaction that writes it."""
    meter = Meter(tell, job.rows, writes=True)
    highest, inode = region.read_aside(highest_id), region.path.stat().st_ino
    with spooled(folder.path) as spool:
        with _judging(job, folder, region, meter) as (judged, report):
            accepted = (each for each in judged if _is_accepted(each, job))
            while some := list(islice(accepted, _SPOOLED_AT_ONCE)):
                spool.add(_lines(some, job, region))
        meter.phase("waiting")
        return region.write_now(_write, job, folder.uuid, region, spool, report, highest, inode, meter, clock)


def broken_off(region: Region, data: Path, own_id: int) -> str:
    """The UUID of an import that is said to run and that nobody works on; for `store.begin`."""
    running = region.read(store.running)
    if running is None:
        return ""
    is_own = running.id == own_id  # whoever asks holds its lock
    return running.uuid if is_own or not folder_of(data, region.code, running.uuid).is_busy else ""


@contextmanager
def _judging(
    job: Job, folder: Folder, region: Region, meter: Meter
) -> Iterator[tuple[Iterator[Outcome], Report]]:
    """The outcomes one by one; the report knows those that were taken."""
    table = reading.read(folder.file, job.options.format, job.filename)

    def known(wanted: Sequence[Keys]) -> list[Known | None]:
        return region.read_aside(known_clients, wanted)

    def judged() -> Iterator[Outcome]:
        for number, outcome in enumerate(outcomes(table.rows, job.options, region.definition, known), 1):
            report.add(outcome)
            if number % _TOLD_EVERY_ROWS == 0:
                meter.count(report.new, report.known, report.refused)
                meter.at("checking", number)
            yield outcome

    with Report(folder.refused, _headings(table, job.locale), table.format.delimiter, job.locale) as report:
        meter.phase("checking")
        yield judged(), report


def _headings(table: Table, locale: str) -> list[str]:
    return [
        heading or translate(Message(N_("Column {n}"), {"n": place}), locale)
        for place, heading in enumerate(table.headings, 1)
    ]


def _is_accepted(outcome: Outcome, job: Job) -> bool:
    return outcome.client is not None and (outcome.twin is None or job.options.on_duplicate == "create")


def _lines(some: Sequence[Outcome], job: Job, region: Region) -> list[Line]:
    """Their keys are made and committed first, as the order of the two files wants it."""
    owners = [str(uuid.uuid4()) for _ in some]
    keys = region.keys.make(owners)
    return [
        Line(each.keys, ready(each.client, owner, keys[owner], _actor(job, each.line), each.keys))
        for each, owner in zip(some, owners, strict=True)
        if each.client and each.keys
    ]


def _actor(job: Job, line: int) -> Actor:
    return Actor(job.actor.id, job.actor.name, IMPORT_ROW.format(number=job.number, line=line))


def _write(
    db: sqlite.Connection,
    job: Job,
    batch_uuid: str,
    region: Region,
    spool: Spool,
    report: Report,
    highest: int,
    inode: int,
    meter: Meter,
    clock: Clock,
) -> Counts:
    """Inside the transaction: clients, history, and that this import is done. Not into a file that is being restored
    or that another one has replaced since (another inode)."""
    if under_maintenance(region.path.parent, region.code) or region.path.stat().st_ino != inode:
        raise Unavailable(
            N_("Region {code} is being restored. It comes back by itself."), code=region.code.upper()
        )
    meter.phase("writing")
    late = identities_since(db, highest) if job.options.on_duplicate == "skip" else set()
    chunks = (_still_new(some, late) for some in spool.chunks())
    at = stamp(clock.now())
    created = len(add_ready(db, _told(chunks, meter), at, report.rows))
    counts = Counts(report.rows, created, report.rows - report.refused - created, report.refused)
    store.finish(db, batch_uuid, counts, stamp(clock.now()))
    return counts


def _still_new(some: Sequence[Line], late: set[Identity]) -> list[Ready]:
    """Without those that somebody has added while the file was read."""
    return [line.ready for line in some if not late or late.isdisjoint(identities(line.keys))]


def _told(chunks: Iterator[list[Ready]], meter: Meter) -> Iterator[list[Ready]]:
    yield from meter.along("writing", chunks)
    meter.phase("indexing")
