"""SQL of what other programs call our clients."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from app import sqlite
from app.clients.belongings import Belonging, Moved
from app.clients.known import Known
from app.i18n import N_
from app.imports.sources import SOURCES

SAME_EXTERNAL_ID = N_("same external ID")
_UNKNOWN = "file"
_PERSONS = frozenset({"contact_name", "first_name", "last_name", "organization_id"})


def organizations_of(source: str) -> str:
    """Where a program's numbers for organisations are kept apart from all other numbers."""
    return source or _UNKNOWN


def own_of(source: str, mapping: Mapping[int, str]) -> str:
    """The same for the rows of a file themselves; contact 7 is not organisation 7."""
    known = SOURCES.get(source)
    persons = known is not None and known.separate_persons and not _PERSONS.isdisjoint(mapping.values())
    return f"{organizations_of(source)}/person" if persons else organizations_of(source)


def find_many(db: sqlite.Connection, source: str, external_ids: Iterable[str]) -> dict[str, Known]:
    """External id -> client."""
    rows = db.execute(
        "SELECT s.external_id, c.id, c.name FROM client_source_id s JOIN client c ON c.id = s.client_id"
        " WHERE s.source = ? AND s.external_id IN (SELECT value FROM json_each(?))",
        (source, json.dumps([*external_ids])),
    )
    return {row[0]: Known(row[1], row[2], SAME_EXTERNAL_ID) for row in rows}


def remember(db: sqlite.Connection, source: str, pairs: Iterable[tuple[str, int]]) -> int:
    """How many (external id, client) are new; one that is taken stays with whom it names."""
    before = db.total_changes
    db.executemany(
        "INSERT INTO client_source_id (source, external_id, client_id) VALUES (?, ?, ?)"
        " ON CONFLICT (source, external_id) DO NOTHING",
        ((source, external_id, client_id) for external_id, client_id in pairs),
    )
    return db.total_changes - before


def forget(db: sqlite.Connection, source: str, external_id: str) -> None:
    db.execute("DELETE FROM client_source_id WHERE source = ? AND external_id = ?", (source, external_id))


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    rows = db.execute("SELECT source, external_id FROM client_source_id WHERE client_id = ?", (from_id,))
    moved = {"rows": [tuple(row) for row in rows]}
    db.execute("UPDATE client_source_id SET client_id = ? WHERE client_id = ?", (to_id, from_id))
    return moved


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    returned = 0
    for source, external_id in moved["rows"]:
        returned += db.execute(
            "UPDATE client_source_id SET client_id = ? WHERE source = ? AND external_id = ? AND client_id = ?",
            (from_id, source, external_id, to_id),
        ).rowcount
    return len(moved["rows"]) - returned


BELONGING = Belonging("origins", ("client_source_id",), reassign_client, give_back)


def forget_client(db: sqlite.Connection, client_id: int) -> None:
    db.execute("DELETE FROM client_source_id WHERE client_id = ?", (client_id,))
