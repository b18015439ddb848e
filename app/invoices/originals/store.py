"""SQL of originals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from app import sqlite
from app.errors import NotFound
from app.i18n import N_
from app.invoices.originals.model import Original, Sealed

_COLUMNS = ", ".join(field.name for field in fields(Original))


def unsealed(db: sqlite.Connection, after: int = 0, limit: int = 100) -> list[int]:
    """The oldest first, of those with a number above `after`."""
    rows = db.execute(
        "SELECT invoice_id FROM invoice_unsealed WHERE invoice_id > ? ORDER BY invoice_id LIMIT ?",
        (after, limit),
    )
    return [row["invoice_id"] for row in rows]


def count_unsealed(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM invoice_unsealed"))


def pass_over(db: sqlite.Connection, ids: Iterable[int]) -> None:
    """Invented invoices get no originals: printing them would take hours."""
    db.executemany("DELETE FROM invoice_unsealed WHERE invoice_id = ?", ((each,) for each in ids))


def add(db: sqlite.Connection, invoice_id: int, originals: Iterable[Sealed]) -> None:
    """Once: whoever comes second finds it done."""
    if not db.execute("DELETE FROM invoice_unsealed WHERE invoice_id = ?", (invoice_id,)).rowcount:
        return
    names = tuple(field.name for field in fields(Original))
    db.executemany(
        f"INSERT INTO invoice_original ({', '.join(names)}, sealed) VALUES (?{', ?' * len(names)})",
        ([*(getattr(each.original, name) for name in names), each.sealed] for each in originals),
    )


def of_invoice(db: sqlite.Connection, invoice_id: int) -> list[Original]:
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM invoice_original WHERE invoice_id = ? ORDER BY kind", (invoice_id,)
    )
    return [Original(**dict(row)) for row in rows]


def find(db: sqlite.Connection, invoice_id: int, kind: str) -> Sealed:
    row = db.execute(
        f"SELECT {_COLUMNS}, sealed FROM invoice_original WHERE invoice_id = ? AND kind = ?",
        (invoice_id, kind),
    ).fetchone()
    if row is None:
        raise NotFound(N_("There is no original of this document here."))
    return _sealed(row)


def every(db: sqlite.Connection) -> Iterator[Sealed]:
    for row in db.execute(f"SELECT {_COLUMNS}, sealed FROM invoice_original ORDER BY invoice_id, kind"):
        yield _sealed(row)


def _sealed(row: sqlite.Row) -> Sealed:
    found = dict(row)
    sealed = found.pop("sealed")
    return Sealed(Original(**found), sealed)
