"""SQL of vault.db."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import NamedTuple

from app import sqlite


class Wrapped(NamedTuple):
    """A key as it is stored: its place among all of them, whose region's it is, and the key; empty when destroyed."""

    seq: int
    region: str
    sealed: bytes


def find_wrapped(db: sqlite.Connection, owner: str) -> Wrapped | None:
    # One value: for each column it reads the driver lets other threads at the interpreter.
    sql = "SELECT json_array(seq, region, hex(coalesce(wrapped, ''))) FROM data_key WHERE owner = ?"
    found = sqlite.one(db, sql, owner)
    if found is None:
        return None
    seq, region, sealed = json.loads(found)
    return Wrapped(seq, region, bytes.fromhex(sealed))


def add_keys(db: sqlite.Connection, region: str, wrapped: Iterable[tuple[str, bytes]], at: str) -> int:
    """How many were added: owners that have a key already keep it, and two makers at once end with one key."""
    before = db.total_changes
    db.executemany(
        "INSERT INTO data_key (owner, region, wrapped, made_at) VALUES (?, ?, ?, ?) ON CONFLICT (owner) DO NOTHING",
        ((owner, region, sealed, at) for owner, sealed in wrapped),
    )
    return db.total_changes - before


def mark(db: sqlite.Connection, region: str) -> int:
    return sqlite.one(db, "SELECT max(seq) FROM data_key WHERE region = ?", region) or 0


def find_check(db: sqlite.Connection) -> bytes | None:
    sealed: bytes | None = sqlite.one(db, "SELECT sealed FROM master_check")
    return sealed


def add_check(db: sqlite.Connection, sealed: bytes) -> None:
    db.execute("INSERT INTO master_check (only, sealed) VALUES (1, ?)", (sealed,))


def find_history_mark(db: sqlite.Connection, region: str) -> tuple[int, bytes] | None:
    row = db.execute("SELECT seq, hash FROM history_mark WHERE region = ?", (region,)).fetchone()
    return (row["seq"], row["hash"]) if row else None


def set_history_mark(db: sqlite.Connection, region: str, seq: int, digest: bytes, at: str) -> None:
    db.execute(
        "INSERT INTO history_mark (region, seq, hash, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (region) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, at = excluded.at",
        (region, seq, digest, at),
    )


def number_marks(db: sqlite.Connection, region: str) -> dict[tuple[str, int], int]:
    rows = db.execute("SELECT series, year, last FROM number_mark WHERE region = ?", (region,))
    return {(row["series"], row["year"]): row["last"] for row in rows}


def raise_number_mark(db: sqlite.Connection, region: str, series: str, year: int, last: int) -> None:
    db.execute(
        "INSERT INTO number_mark (region, series, year, last) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (region, series, year) DO UPDATE SET last = max(last, excluded.last)",
        (region, series, year, last),
    )
