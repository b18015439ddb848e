"""masaku export: clients, invoices or orders of a region into a file, as in the browser."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import parse_qsl

import click

from app.actor import SYSTEM
from app.cli.common import find_region, opened
from app.clock import stamp
from app.errors import MasakuError, Misuse
from app.exports import process, store, work
from app.exports.formats import FORMATS
from app.exports.job import Job
from app.exports.model import DELIMITERS, ENCODINGS, MAX_PURPOSE, Export, Options, Wanted
from app.exports.staging import folder_of
from app.exports.subjects import SUBJECTS, Subject, When, count
from app.exports.views import PHASES, filters
from app.i18n import LOCALES, N_
from app.instance import Instance
from app.jobs.messages import ENDED_FROM_OUTSIDE
from app.jobs.progress import Progress
from app.jobs.staging import Folder
from app.paper import printer
from app.regions import Region

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_TAB = {"tab": "\t", "\\t": "\t"}


@click.command(name="export")
@click.argument("code")
@click.option("--format", "key", required=True, type=click.Choice(list(FORMATS)), help="The kind of file.")
@click.option(
    "--of", default="clients", show_default=True, type=click.Choice(list(SUBJECTS)), help="What is exported."
)
@click.option(
    "--filter",
    "query",
    default="",
    metavar="QUERY",
    help="Which, as in the address of the list: 'country=AT&status=all'. Without it all, of clients but archived ones.",
)
@click.option("--delimiter", default=";", show_default=True, help="Of CSV: ; or , or tab.")
@click.option(
    "--encoding", default="utf-8-sig", show_default=True, type=click.Choice(list(ENCODINGS)), help="Of CSV."
)
@click.option(
    "--language", default="en", show_default=True, type=click.Choice(LOCALES), help="Of headings and words."
)
@click.option(
    "--purpose", default="command line", show_default=True, help="What the data are for; it is logged."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The file; - is standard output.",
)
def export(
    code: str,
    key: str,
    of: str,
    query: str,
    delimiter: str,
    encoding: str,
    language: str,
    purpose: str,
    output: Path,
) -> None:
    """Exports clients to Excel, CSV, PDF, vCard, OpenDocument or JSON; invoices, orders or an account to some of them.

    The file is complete, or as it was before. Logged like an export in the browser: who, when, which, how many.
    """
    options = Options(_delimiter(delimiter), encoding)
    subject = SUBJECTS[of]
    if key not in subject.formats:
        raise Misuse(
            N_("There is no {format} of this. Known: {known}."), format=key, known=", ".join(subject.formats)
        )
    wanted = Wanted(key, purpose[:MAX_PURPOSE] or "-", options, query=_query(subject, query), subject=of)
    job = Job(wanted, SYSTEM, language, filters(wanted.subject, wanted.query, language))
    # Opened first: run by root, a command goes on as the owner of the data, who may write less.
    with _target(output) as file, opened() as instance:
        done = _export(instance, find_region(instance, code), job, file)
    click.echo(f"Exported {done.rows:,} of {subject.counted(done.total)}.", err=True)
    if done.rows < done.total:
        click.echo(f"A {key} file holds no more than {done.rows}; csv holds all of them.", err=True)


@click.command(name="export-work", hidden=True)
@click.argument("arguments", nargs=3)
def export_work(arguments: tuple[str, ...]) -> None:
    """What the server has a process of its own do."""
    sys.exit(process.main(list(arguments)))


@click.command(name="print-pages", hidden=True)
def print_pages() -> None:
    """What lays out pages in a process of its own: HTML in, PDF out."""
    printer.main()


def _delimiter(typed: str) -> str:
    found = _TAB.get(typed, typed)
    if found not in DELIMITERS:
        raise Misuse(N_("The delimiter is ; or , or tab, not “{typed}”."), typed=typed)
    return found


def _query(subject: Subject, typed: str) -> str:
    """What no list knows would be left out there; here it would export more than was meant."""
    text = typed.removeprefix("?")
    pairs = parse_qsl(text, keep_blank_values=True)
    unknown = sorted({name for name, _ in pairs} - subject.known)
    if unknown or (text and not pairs):
        raise Misuse(
            N_("There is no filter “{name}”. Known: {known}."),
            name=", ".join(unknown) or text,
            known=", ".join(sorted(subject.known)),
        )
    return subject.query(text)


@contextmanager
def _target(output: Path) -> Iterator[IO[bytes]]:
    if str(output) == "-":
        yield sys.stdout.buffer
        return
    os.umask(0o077)
    existed = output.exists()
    try:
        file = output.open("ab")
    except OSError as error:
        raise MasakuError(
            N_("{file} cannot be written: {reason}"), file=output, reason=error.strerror
        ) from error
    with file:
        try:
            yield file
        except BaseException:
            if not existed:
                with suppress(OSError):
                    output.unlink()
            raise


def _export(instance: Instance, region: Region, job: Job, file: IO[bytes]) -> Export:
    folder = folder_of(instance.settings.data, region.code, str(uuid.uuid4()))
    folder.make()
    lock = folder.claim()
    assert lock is not None
    try:
        with lock:
            _write(instance, region, job, folder)
            with folder.file.open("rb") as content:
                if file is not sys.stdout.buffer:
                    make_room(file, os.fstat(content.fileno()).st_size)
                shutil.copyfileobj(content, file)
        done = region.read(store.by_uuid, folder.uuid)
        assert done is not None
        return done
    finally:
        folder.erase()


def make_room(file: IO[bytes], size: int) -> None:
    """Empties the file, once the disk has room for what is to come: a full one leaves it as it was. Raises
    MasakuError."""
    before = os.fstat(file.fileno()).st_size
    try:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))
    except OSError as error:
        if error.errno in _FULL:
            file.truncate(before)
            raise MasakuError(
                N_("{file} cannot be written: {reason}"), file=file.name, reason=error.strerror
            ) from error
        # Not every file system, and no pipe, can be asked.
    file.truncate(0)


def _write(instance: Instance, region: Region, job: Job, folder: Folder) -> None:
    clock = instance.clock
    total = region.read_aside(count, job.wanted, When(clock.now(), region.definition.timezone))
    region.note_now(store.add, folder.uuid, job.wanted, total, job.actor, stamp(clock.now()))
    try:
        with _meter() as tell:
            work.run(job, folder, region, clock, tell)
    except BaseException as error:
        reason = error.message if isinstance(error, MasakuError) else ENDED_FROM_OUTSIDE
        region.note_now(store.fail, folder.uuid, reason, stamp(clock.now()))
        raise


@contextmanager
def _meter() -> Iterator[work.Tell]:
    """A line on a terminal that says how far it is; silent anywhere else."""
    if not sys.stderr.isatty():
        yield lambda progress: None
        return

    def tell(progress: Progress) -> None:
        words = f"{PHASES[progress.phase]}: {progress.done} of {progress.total}, {progress.percent} %"
        click.echo(f"\r{words:<70}", nl=False, err=True)

    yield tell
    click.echo(f"\r{'':<70}\r", nl=False, err=True)
