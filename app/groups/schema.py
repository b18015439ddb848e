"""Tags and groups, and which clients carry them."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("groups")


@migrations()
def v001_tag(db: Database) -> None:
    # AUTOINCREMENT: an address that was written down never leads to another tag.
    db.conn.execute(
        """CREATE TABLE tag (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60 AND instr(name, ',') = 0),
            name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
            colour TEXT NOT NULL DEFAULT '' CHECK (colour IN ('', 'info', 'ok', 'warn', 'bad'))
        ) STRICT"""
    )
    _carried(db, "client_tag", "tag_id", "tag")


@migrations()
def v002_group(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE client_group (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60 AND instr(name, ',') = 0),
            name_key TEXT NOT NULL UNIQUE CHECK (name_key <> ''),
            kind TEXT NOT NULL CHECK (kind IN ('static', 'dynamic')),
            query TEXT NOT NULL CHECK (length(query) <= 2000),
            made_by TEXT NOT NULL,
            made_at TEXT NOT NULL,
            CHECK ((kind = 'dynamic') = (query <> ''))
        ) STRICT"""
    )
    _carried(db, "group_member", "group_id", "client_group")


def _carried(db: Database, name: str, column: str, table: str) -> None:
    """Read from both ends: what a client carries, and who carries it."""
    db.conn.execute(
        f"""CREATE TABLE {name} (
            client_id INTEGER NOT NULL REFERENCES client(id),
            {column} INTEGER NOT NULL REFERENCES {table}(id),
            PRIMARY KEY (client_id, {column})
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute(f"CREATE UNIQUE INDEX {name}_{column} ON {name}({column}, client_id)")
