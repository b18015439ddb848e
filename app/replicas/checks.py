"""What a restored file must be before it serves: of this region, of this program, not newer than its vault."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils.migrations import Migrations

from app import sqlite
from app.errors import Unavailable
from app.i18n import N_
from app.migrate import migrate
from app.regions import store as region_store
from app.replicas import store
from app.replicas.replica import CannotRestore


@dataclass(frozen=True)
class Contents:
    """`change` is never the same before and after a restore: it tells a stale replica from a true one."""

    change: int
    rows: dict[str, int]


def check_region(db: sqlite.Connection, code: str, sets: Sequence[Migrations], known_mark: int) -> None:
    """Brings an older file to today's schema too. Raises CannotRestore."""
    if region_store.code_of(db) != code:
        raise CannotRestore(N_("The replica does not hold region {code}."), code=code.upper())
    try:
        migrate(db, sets)
    except Unavailable as error:
        raise CannotRestore(error.message) from error
    if store.broken_references(db):
        raise CannotRestore(N_("The restored file is damaged: rows refer to rows that do not exist."))
    if region_store.vault_mark(db) > known_mark:
        raise CannotRestore(
            N_("The restored region is newer than vault.db. Restore the vault, or choose an earlier moment.")
        )


def is_sound(path: Path) -> bool:
    """Whether the file is there, and whole. Reads all of it."""
    if not path.exists():
        return False
    try:
        db = sqlite.connect(path, readonly=True)
    except sqlite.DatabaseError:
        return False
    with closing(db):
        return store.is_sound(db)


def contents(path: Path) -> Contents:
    """Of a sound region file that nobody writes to."""
    with closing(sqlite.connect(path, readonly=True)) as db:
        return Contents(region_store.change(db), store.counts(db))
