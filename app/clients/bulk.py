"""Many new clients at once, for imports: the same rows as one by one, written table by table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app import sqlite
from app.actor import Actor
from app.clients import search
from app.clients.derived import DERIVED, STORED, derived, stored, words
from app.clients.model import Client
from app.clients.store import creation
from app.history import store as history
from app.history.model import Subject
from app.text import fold
from app.vault import Key

_COLUMNS = ("id", "uuid", "added_at", "changed_at", "changed_by", *STORED, *DERIVED)
_INSERT = f"INSERT INTO client ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


def add_many(
    db: sqlite.Connection, keys: Mapping[str, Key], clients: Sequence[Client], actors: Sequence[Actor], at: str
) -> range:
    """Adds all of them (each with its UUID and, in the same place, who adds it) and returns their ids.

    `keys` are made before by Keyring.make: no region waits for another file while it writes.
    """
    first = int(sqlite.one(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'client'")) + 1
    ids = range(first, first + len(clients))
    with search.filled_at_once(db):
        db.executemany(
            _INSERT,
            (
                (row_id, each.uuid, at, at, actor.name, *stored(each), *derived(each))
                for row_id, each, actor in zip(ids, clients, actors, strict=True)
            ),
        )
        db.executemany(
            "INSERT INTO client_text (id, name, basics, contacts) VALUES (?, ?, ?, ?)",
            (
                (row_id, fold(each.name), words(each), fold(each.contact_name))
                for row_id, each in zip(ids, clients, strict=True)
            ),
        )
        db.executemany(
            "INSERT INTO contact (client_id, name, main) VALUES (?, ?, 1)",
            ((row_id, each.contact_name) for row_id, each in zip(ids, clients, strict=True) if each.contact_name),
        )
    entries = (
        (Subject(each.uuid, row_id), "create", change, actor, keys[each.uuid])
        for row_id, each, actor in zip(ids, clients, actors, strict=True)
        for change in creation(each)
    )
    history.record_many(db, entries, at)
    return ids
