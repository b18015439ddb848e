"""Bringing a file to today's schema: all steps in one transaction, a copy taken first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app import sqlite
from app.errors import Unavailable
from app.i18n import N_


def pending(db: sqlite.Connection, sets: Sequence[Migrations]) -> list[str]:
    database = Database(db)
    return [f"{each.name}.{step.name}" for each in sets for step in each.pending(database)]


def unknown(db: sqlite.Connection, sets: Sequence[Migrations]) -> list[str]:
    """Steps that a newer program made: an older one must not touch such a file."""
    database = Database(db)
    if not database[Migrations.migrations_table].exists():
        return []
    known = {(each.name, step.name) for each in sets for step in each._migrations}
    rows = db.execute(f"SELECT migration_set, name FROM {Migrations.migrations_table}")
    return [f"{row[0]}.{row[1]}" for row in rows if (row[0], row[1]) not in known]


def refuse_newer(db: sqlite.Connection, sets: Sequence[Migrations]) -> None:
    newer = unknown(db, sets)
    if newer:
        raise Unavailable(N_("This file was written by a newer version ({step})."), step=newer[0])


def migrate(db: sqlite.Connection, sets: Sequence[Migrations]) -> None:
    """Every pending step of every set, or none."""
    refuse_newer(db, sets)
    database = Database(db)
    with sqlite.transaction(db):
        for each in sets:
            each.apply(database)


def copy_aside(db: sqlite.Connection, target: Path) -> None:
    """A whole copy of the open database, readable by its owner only."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    target.touch(mode=0o600)
    copy = sqlite.connect(target, create=True)
    try:
        db.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()


def migrate_with_copy(db: sqlite.Connection, sets: Sequence[Migrations], copy: Path) -> None:
    """The file as it was lies at `copy` afterwards. Where a step fails nothing has changed and no copy stays: whoever
    asks for the file tries again, and each try would leave another."""
    try:
        copy_aside(db, copy)
        migrate(db, sets)
    except BaseException:
        for ending in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + ending).unlink(missing_ok=True)
        raise
