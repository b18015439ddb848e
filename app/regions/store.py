"""SQL of a region's own one-row table."""

from __future__ import annotations

from app import sqlite


def add(db: sqlite.Connection, code: str, at: str) -> None:
    db.execute("INSERT INTO region (only, code, made_at) VALUES (1, ?, ?)", (code, at))


def code_of(db: sqlite.Connection) -> str | None:
    """Whose file this is; None where it is no region of ours."""
    if sqlite.one(db, "PRAGMA application_id") != sqlite.APPLICATION_ID:
        return None
    if not sqlite.one(db, "SELECT 1 FROM sqlite_schema WHERE name = 'region'"):
        return None
    code: str | None = sqlite.one(db, "SELECT code FROM region")
    return code


def change(db: sqlite.Connection) -> int:
    """Grows with every write that people can see."""
    return int(sqlite.one(db, "SELECT change FROM region"))


def bump(db: sqlite.Connection, vault_mark: int) -> None:
    db.execute("UPDATE region SET change = change + 1, vault_mark = max(vault_mark, ?)", (vault_mark,))


def vault_mark(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT vault_mark FROM region"))


def set_canary(db: sqlite.Connection, at: str) -> None:
    db.execute(
        "INSERT INTO canary (only, at) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET at = excluded.at", (at,)
    )
