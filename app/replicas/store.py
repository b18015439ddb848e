"""SQL that looks at a whole file: what it holds, and what must not go back with it."""

from __future__ import annotations

from hashlib import blake2b

from app import sqlite

# Rows of the machinery, not of the firm: they differ between a file and its replica without any loss.
_MACHINERY = ("_litestream_seq", "_litestream_lock", "_sqlite_migrations", "canary", "sqlite_sequence")


def tables(db: sqlite.Connection) -> list[str]:
    """The tables that hold rows of the firm; search indexes only repeat them."""
    found = db.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name"
    )
    return [row[0] for row in found if row[0] not in _MACHINERY and not row[0].startswith("sqlite_")]


def counts(db: sqlite.Connection) -> dict[str, int]:
    return {name: int(sqlite.one(db, f'SELECT count(*) FROM "{name}"')) for name in tables(db)}


def sums(db: sqlite.Connection, table: str) -> tuple[int, int]:
    """(rows, a sum over all their values that does not depend on their order)."""
    count = total = 0
    for row in db.execute(f'SELECT * FROM "{table}"'):
        digest = blake2b(digest_size=8)
        for value in row:
            digest.update(value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogatepass"))
            digest.update(b"\x1f")
        count, total = count + 1, total + int.from_bytes(digest.digest(), "big")
    return count, total % 2**64


def is_sound(db: sqlite.Connection) -> bool:
    """Whether pages and structure of the file are whole; its indexes are not compared with their tables."""
    try:
        return bool(sqlite.one(db, "PRAGMA quick_check(1)") == "ok")
    except (sqlite.DatabaseError, UnicodeDecodeError):  # a damaged schema is quoted
        return False


def broken_references(db: sqlite.Connection) -> int:
    return len(db.execute("PRAGMA foreign_key_check").fetchall())


def empty_wal(db: sqlite.Connection) -> bool:
    """Moves everything into the file itself; False where somebody else has it open."""
    return bool(db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0)


def skip_changes(db: sqlite.Connection, to: int) -> None:
    """The change counter never comes by the same number twice: browsers would show pages of the lost days."""
    db.execute("UPDATE region SET change = max(change, ?)", (to,))
