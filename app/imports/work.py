"""The work of an import: looking at the file, judging every row, writing all of them or none."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from app import sqlite
from app.clients.bulk import New, ready
from app.clients.known import highest_id
from app.clock import Clock
from app.errors import Unavailable
from app.i18n import N_, Message, translate
from app.imports import reading, store
from app.imports.exchange import of_inspection
from app.imports.inspection import Inspection, inspect
from app.imports.job import Job
from app.imports.judging import outcomes
from app.imports.matching import Matching
from app.imports.model import ON_DUPLICATE, Counts
from app.imports.origins import SAME_EXTERNAL_ID
from app.imports.outcome import Fate, changes_of, fate_of
from app.imports.progress import Meter, Tell
from app.imports.reading import Table
from app.imports.report import Report
from app.imports.rows import Outcome
from app.imports.spool import KnownLine, Line, Spool, spooled
from app.imports.staging import Folder, folder_of
from app.imports.writing import Writing, row_actor
from app.regions import Region
from app.regions.maintenance import under_maintenance
from app.uuids import uuid7

_SPOOLED_AT_ONCE = 2_000
_TOLD_EVERY_ROWS = 100
_COLLECTED_AFTER = 1_000_000


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
            while some := list(islice(judged, _SPOOLED_AT_ONCE)):
                _spool(some, spool, job, region)
        meter.phase("waiting")
        writing = Writing(job, folder.uuid, region.keys, spool, report, highest, meter, clock)
        return region.write_now(_write, writing, region, inode)


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
    matching = Matching(region, job)
    gc.set_threshold(
        _COLLECTED_AFTER
    )  # in a process of its own; rows are tuples and texts, they make no circles

    def judged() -> Iterator[Outcome]:
        for number, outcome in enumerate(outcomes(table.rows, job.options, region.definition, matching), 1):
            report.add(outcome)
            if number % _TOLD_EVERY_ROWS == 0:
                meter.count(report.new, report.known, report.refused)
                meter.at("checking", number)
            yield outcome

    ways = (job.options.on_duplicate,) if job.task == "run" else tuple(ON_DUPLICATE)
    headings = _headings(table, job.locale)
    with Report(folder.refused, headings, table.format.delimiter, job.locale, ways) as report:
        meter.phase("checking")
        yield judged(), report
    matching.forget()


def _headings(table: Table, locale: str) -> list[str]:
    return [
        heading or translate(Message(N_("Column {n}"), {"n": place}), locale)
        for place, heading in enumerate(table.headings, 1)
    ]


def _spool(some: Sequence[Outcome], spool: Spool, job: Job, region: Region) -> None:
    """Rows that bring nothing new, most of a table that is brought again, are only counted."""
    new, known = [], []
    for each in some:
        if _is_new(each, job):
            new.append(each)
            continue
        fate = _fate(each, job)
        if fate == "updated" or (fate == "unchanged" and _brings_a_number(each)):
            known.append(_known_line(each))
        elif fate == "unchanged":
            spool.unchanged += 1
    if new:
        spool.add(_lines(new, job, region))
    if known:
        spool.add_known(known)


def _is_new(outcome: Outcome, job: Job) -> bool:
    if outcome.client is None or outcome.person is not None:
        return False
    if outcome.alike is not None and job.options.leaves_alike_out:
        return False
    return outcome.twin is None or job.options.on_duplicate == "create"


def _fate(outcome: Outcome, job: Job) -> Fate | None:
    """Of a row that is known; None for any other."""
    if outcome.twin is None or outcome.client is None:
        return None
    how = job.options.on_duplicate
    return fate_of(outcome, how, changes_of(outcome, how))


def _brings_a_number(outcome: Outcome) -> bool:
    """What the other program calls the client was not known yet."""
    is_known = outcome.twin is not None and outcome.twin.reason == SAME_EXTERNAL_ID
    return bool(outcome.external_id) and not is_known


def _known_line(outcome: Outcome) -> KnownLine:
    client_id = outcome.twin.client_id if outcome.twin else 0
    return KnownLine(
        outcome.line,
        client_id,
        outcome.external_id,
        outcome.tags,
        outcome.values,
        outcome.person,
        outcome.people,
        outcome.groups,
    )


def _lines(some: Sequence[Outcome], job: Job, region: Region) -> list[Line]:
    """Their keys are made and committed first, as the order of the two files wants it."""
    owners = [uuid7() for _ in some]
    keys = region.keys.make(owners)
    new = [
        New(each.client, owner, keys[owner], row_actor(job, each.line), each.keys, each.people)
        for each, owner in zip(some, owners, strict=True)
        if each.client and each.keys
    ]
    return [
        Line(rows, each.external_id, each.tags, each.groups)
        for each, rows in zip(some, ready(new), strict=True)
    ]


def _write(db: sqlite.Connection, writing: Writing, region: Region, inode: int) -> Counts:
    """Not into a file that is being restored or that another one has replaced since (another inode)."""
    if under_maintenance(region.path.parent, region.code) or region.path.stat().st_ino != inode:
        raise Unavailable(
            N_("Region {code} is being restored. It comes back by itself."), code=region.code.upper()
        )
    return writing.write(db)
