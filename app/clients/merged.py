"""SQL of clients that became part of another one: their numbers lead there, their history belongs to it."""

from __future__ import annotations

from app import sqlite

_LEADS = (
    "WITH RECURSIVE lead(id) AS (SELECT ? UNION"
    " SELECT m.survivor_id FROM lead JOIN client_merge m ON m.absorbed_id = lead.id)"
)
_PARTS = (
    "WITH RECURSIVE part(id) AS (SELECT ? UNION"
    " SELECT m.absorbed_id FROM part JOIN client_merge m ON m.survivor_id = part.id)"
)


def survivor_of(db: sqlite.Connection, client_id: int) -> int:
    """The client that this number leads to; 0 where it is nobody's or the client itself is there."""
    found = sqlite.one(
        db,
        f"{_LEADS} SELECT c.id FROM lead JOIN client c ON c.id = lead.id WHERE c.id <> ?",
        client_id,
        client_id,
    )
    return int(found or 0)


def absorbed_by(db: sqlite.Connection, client_id: int) -> list[int]:
    """The numbers of all that became part of it, and of what had become part of these."""
    rows = db.execute(f"{_PARTS} SELECT id FROM part WHERE id <> ? ORDER BY id", (client_id, client_id))
    return [row[0] for row in rows]


def owners_of(db: sqlite.Connection, client_id: int) -> list[str]:
    """Whose keys seal what this client has now: its own and those of all it absorbed. Erasing it destroys every one."""
    rows = db.execute(
        f"{_PARTS} SELECT uuid FROM client WHERE id = ? UNION ALL SELECT m.owner FROM part"
        " JOIN client_merge m ON m.absorbed_id = part.id",
        (client_id, client_id),
    )
    return [row[0] for row in rows]


def add(
    db: sqlite.Connection, absorbed_id: int, owner: str, survivor_id: int, operation_id: int, at: str
) -> None:
    db.execute(
        "INSERT INTO client_merge (absorbed_id, owner, survivor_id, operation_id, merged_at) VALUES (?, ?, ?, ?, ?)",
        (absorbed_id, owner, survivor_id, operation_id, at),
    )


def remove(db: sqlite.Connection, absorbed_id: int) -> None:
    db.execute("DELETE FROM client_merge WHERE absorbed_id = ?", (absorbed_id,))


def erase(db: sqlite.Connection, client_id: int) -> None:
    """Erasure: nothing leads to this client any more."""
    for each in (client_id, *absorbed_by(db, client_id)):
        db.execute("DELETE FROM client_merge WHERE absorbed_id = ? OR survivor_id = ?", (each, each))
