"""Two states of vault.db become one that knows what either knew: nothing destroyed comes back, nothing is forgotten."""

from __future__ import annotations

from collections.abc import Callable

from app import sqlite
from app.vault import store

Merge = Callable[[sqlite.Connection, sqlite.Connection], None]


def merge(db: sqlite.Connection, other: sqlite.Connection) -> None:
    """Takes into `db`, inside its transaction, what only `other` knows. Both have today's schema."""
    for take in TABLES.values():
        take(db, other)


def _keys(db: sqlite.Connection, other: sqlite.Connection) -> None:
    """In their order, so that the mark of each region rises at least as far as in either; destroyed wins."""
    db.executemany(
        "INSERT INTO data_key (owner, region, wrapped, made_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (owner) DO UPDATE SET wrapped = NULL WHERE excluded.wrapped IS NULL",
        other.execute("SELECT owner, region, wrapped, made_at FROM data_key ORDER BY seq").fetchall(),
    )


def _history_marks(db: sqlite.Connection, other: sqlite.Connection) -> None:
    """The later one: a restored region's mark went back on purpose."""
    db.executemany(
        "INSERT INTO history_mark (region, seq, hash, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (region) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at"
        " WHERE excluded.at > at",
        other.execute("SELECT region, seq, hash, at FROM history_mark").fetchall(),
    )


def _number_marks(db: sqlite.Connection, other: sqlite.Connection) -> None:
    """The higher one: either knew of numbers that somebody has in hand."""
    for row in other.execute("SELECT region, series, year, last FROM number_mark").fetchall():
        store.raise_number_mark(db, *row)


def _check(db: sqlite.Connection, other: sqlite.Connection) -> None:
    """The proof of the master key is the same in both, and was tried on both."""


# A test holds this against the real schema: a table that is not named here would be lost in a merge.
TABLES: dict[str, Merge] = {
    "data_key": _keys,
    "history_mark": _history_marks,
    "number_mark": _number_marks,
    "master_check": _check,
}
