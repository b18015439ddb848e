"""masaku import: a file into a region, as in the browser but without looking in between."""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import IO, Any

import click

from app.cli.common import ACTOR, find_region, opened
from app.clock import stamp
from app.errors import MasakuError, Misuse, Refused
from app.i18n import N_
from app.imports import process, store, work
from app.imports.forms import NAMES, recognised
from app.imports.inspection import Inspection
from app.imports.job import Job
from app.imports.model import BROKEN_OFF, ON_DUPLICATE, Counts, OnDuplicate, Options
from app.imports.progress import Progress, Tell
from app.imports.reading import sniff
from app.imports.sources import SOURCES
from app.imports.staging import Folder, folder_of
from app.imports.views import PHASES
from app.instance import Instance
from app.regions import Region


@dataclass(frozen=True)
class Done:
    """`number` is the import's, None after a dry run; `refused_file` is "" when all rows were taken."""

    counts: Counts
    inspection: Inspection
    number: int | None
    refused_file: str


@click.command(name="import")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and write nothing.")
@click.option("--source", default="", help=f"The program that wrote the file: {', '.join(SOURCES)}.")
@click.option(
    "--on-duplicate", default="skip", show_default=True, type=click.Choice(list(ON_DUPLICATE)),
    help="What becomes of rows whose client exists already.",
)  # fmt: skip
@click.option(
    "--on-likeness", default="create", show_default=True, type=click.Choice(["create", "skip"]),
    help="What becomes of rows that only look like a client that is there.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True)
def import_file(
    code: str,
    file: Path,
    dry_run: bool,
    source: str,
    on_duplicate: OnDuplicate,
    on_likeness: str,
    as_json: bool,
) -> None:
    """Imports a CSV, Excel, OpenDocument or vCard file; encoding, delimiter and columns are found by themselves.

    Either all rows without errors are written, or none. Refused rows go to FILE-refused.csv with their reasons.
    """
    if source and source not in SOURCES:
        raise Misuse(
            N_("There is no source “{name}”. Known: {known}."), name=source, known=", ".join(SOURCES)
        )
    with file.open("rb") as content, opened() as instance:
        region = find_region(instance, code)
        with _staged(instance, region, content) as folder:
            chosen = Options(on_duplicate=on_duplicate, leaves_alike_out=on_likeness == "skip")
            done = _import(instance, region, folder, file, source, chosen, dry_run)
    click.echo(json.dumps(_as_json(done, file), ensure_ascii=False) if as_json else _as_text(done, file))
    if done.counts.refused == done.counts.rows:
        sys.exit(1)


@click.command(name="import-work", hidden=True)
@click.argument("arguments", nargs=3)
def import_work(arguments: tuple[str, ...]) -> None:
    """What the server has a process of its own do."""
    sys.exit(process.main(list(arguments)))


@contextmanager
def _staged(instance: Instance, region: Region, content: IO[bytes]) -> Iterator[Folder]:
    """A folder with a copy of the file, gone afterwards."""
    folder = folder_of(instance.settings.data, region.code, str(uuid.uuid4()))
    folder.make()
    try:
        with folder.file.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        with _claimed(folder):
            yield folder
    finally:
        folder.erase()


@contextmanager
def _claimed(folder: Folder) -> Iterator[None]:
    lock = folder.claim()
    assert lock is not None
    with lock:
        yield


def _import(
    instance: Instance,
    region: Region,
    folder: Folder,
    file: Path,
    source: str,
    chosen: Options,
    dry_run: bool,
) -> Done:
    if sniff(folder.file, file.name).is_workbook:
        process.confine()
    inspection = work.look(Job("inspect", file.name, source=source), folder)
    options = replace(
        recognised(inspection), on_duplicate=chosen.on_duplicate, leaves_alike_out=chosen.leaves_alike_out
    )
    if not NAMES & set(options.mapping.values()):
        raise Refused(
            N_("No column of “{name}” holds the name of the client; import it in the browser."),
            name=file.name,
        )
    job = Job("check", file.name, options, inspection.source, rows=inspection.rows, actor=ACTOR)
    with _meter() as tell:
        if dry_run:
            return Done(work.check(job, folder, region, tell).counts(options), inspection, None, "")
        number = _begin(instance, region, folder, job)
        counts = _run(instance, region, folder, replace(job, task="run", number=number), tell)
    return Done(counts, inspection, number, _kept(folder, file) if counts.refused else "")


def _begin(instance: Instance, region: Region, folder: Folder, job: Job) -> int:
    """Its number. Raises Conflict while another import of the region runs."""
    now = stamp(instance.clock.now())
    with folder.file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    number = region.note_now(
        store.add, folder.uuid, job.filename[-255:], digest, ACTOR, job.options, now, source=job.source, rows=job.rows
    )  # fmt: skip
    region.note_now(store.checked, folder.uuid, job.rows)
    gone = work.broken_off(region, instance.settings.data, number)
    region.note_now(store.begin, number, job.options, now, gone=gone)
    return number


def _run(instance: Instance, region: Region, folder: Folder, job: Job, tell: Tell) -> Counts:
    try:
        return work.run(job, folder, region, instance.clock, tell)
    except BaseException as error:
        reason = error.message if isinstance(error, MasakuError) else BROKEN_OFF
        region.note_now(store.fail, folder.uuid, reason, stamp(instance.clock.now()))
        raise


def _kept(folder: Folder, file: Path) -> str:
    """The refused rows beside the file, under a name that nothing has yet."""
    names = (f"{file.stem}-refused{'' if n == 1 else f'-{n}'}.csv" for n in range(1, 1000))
    target = next(path for path in map(file.with_name, names) if not path.exists())
    try:
        shutil.copyfile(folder.refused, target)
    except OSError as error:
        click.echo(f"masaku: the refused rows could not be written to {target}: {error.strerror}", err=True)
        return ""
    return str(target)


@contextmanager
def _meter() -> Iterator[Tell]:
    """A line on a terminal that says how far it is; silent anywhere else."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return

    def tell(progress: Progress) -> None:
        words = f"{PHASES[progress.phase]}: {progress.done} of {progress.total} rows, {progress.percent} %"
        click.echo(f"\r{words:<70}", nl=False, err=True)

    yield tell
    click.echo(f"\r{'':<70}\r", nl=False, err=True)


def _as_json(done: Done, file: Path) -> Mapping[str, Any]:
    format = done.inspection.format
    return {
        "file": str(file),
        "import": done.number,
        "dry_run": done.number is None,
        **asdict(done.counts),
        "refused_file": done.refused_file,
        "source": done.inspection.source,
        "encoding": format.encoding,
        "delimiter": format.delimiter,
        "columns": {column.heading: column.match.field for column in done.inspection.columns},
    }


def _as_text(done: Done, file: Path) -> str:
    found = [
        f"{column.heading} = {column.match.field}" for column in done.inspection.columns if column.match.field
    ]
    counts = done.counts
    would = "would be " if done.number is None else ""
    lines = [
        f"{file.name}: {counts.rows} rows; {', '.join(found)}",
        f"{counts.created} {would}created, {counts.updated} {would}updated, {counts.unchanged} unchanged,"
        f" {counts.skipped} known already and {would}skipped, {counts.refused} refused",
    ]
    if counts.alike:
        lines.append(f"{counts.alike} of them look like a client that is there.")
    if done.number is None:
        lines.append("Nothing was written.")
    elif done.refused_file:
        lines.append(f"The refused rows, with their reasons: {done.refused_file}")
    return "\n".join(lines)
