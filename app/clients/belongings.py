"""What other features attach to a client, as far as it has to follow when clients become one.

Each feature offers one Belonging; app/belongings.py lists them. A contract test holds them against the real schema, so
that no table with a client in it is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import sqlite
from app.i18n import Message

# What was moved, as JSON: enough to give it back.
Moved = Mapping[str, Any]


@dataclass(frozen=True)
class Belonging:
    """`reassign_client(db, from, to)` moves everything and says what; `give_back(db, from, to, moved)` returns how much
    of it is not there any more. `fields` are those of a client's history that follow from it, with their values now.
    `count` and its words are for a page; without them nobody needs to know."""

    key: str
    tables: tuple[str, ...]
    reassign_client: Callable[[sqlite.Connection, int, int], Moved]
    give_back: Callable[[sqlite.Connection, int, int, Moved], int]
    count: Callable[[sqlite.Connection, int], int] | None = None
    words: Callable[[int], Message] | None = None
    fields: Callable[[sqlite.Connection, int], Mapping[str, str]] | None = None


Belongings = Sequence[Belonging]


def move_rows(db: sqlite.Connection, table: str, from_id: int, to_id: int) -> list[int]:
    """The numbers of the rows that belong to another client now; for tables with `id` and `client_id`."""
    ids = [
        row[0] for row in db.execute(f"SELECT id FROM {table} WHERE client_id = ? ORDER BY id", (from_id,))
    ]
    db.execute(f"UPDATE {table} SET client_id = ? WHERE client_id = ?", (to_id, from_id))
    return ids


def return_rows(db: sqlite.Connection, table: str, from_id: int, to_id: int, ids: Sequence[int]) -> int:
    """Back to `from_id` what `to_id` still has of them; how many are gone."""
    returned = 0
    for each in ids:
        returned += db.execute(
            f"UPDATE {table} SET client_id = ? WHERE id = ? AND client_id = ?", (from_id, each, to_id)
        ).rowcount
    return len(ids) - returned
