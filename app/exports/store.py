"""SQL of exports: their record, and the clients that go out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from app import sqlite
from app.access import store as access
from app.actor import Actor
from app.errors import Conflict, NotFound
from app.exports.model import Export, Options, Row, Wanted
from app.groups.carried import GROUP, SEPARATOR, TAG, Carried
from app.i18n import N_, Message
from app.jobs.messages import dumped, of_message, to_message

_COLUMNS = (
    "id, uuid, subject, state, format, options, scope, query, purpose, staff_id, staff_name, asked_at, finished_at,"
    " total, rows, error"
)
_AT_ONCE = 1_000
_OWN = [name for name in Row._fields if name not in ("contact_name", "contacts", "tags", "groups")]


def _carried(of: Carried) -> str:
    return (
        f"coalesce((SELECT group_concat(name, '{SEPARATOR}') FROM (SELECT t.name FROM {of.link} l"
        f" CROSS JOIN {of.table} t ON t.id = l.{of.column} WHERE l.client_id = c.id ORDER BY t.name_key)), '')"
    )


_CONTACT_NAME = "coalesce((SELECT name FROM contact WHERE client_id = c.id AND main = 1), '')"
_CONTACTS = (
    "(SELECT json_group_array(json_array(name, position, email, phone, main)) FROM (SELECT * FROM contact"
    " WHERE client_id = c.id AND NOT (main = 1 AND position = '' AND email = '' AND phone = '')"
    " ORDER BY main DESC, id))"
)
# What each field of a Row is in SQL, of a client `c`.
VALUES = {name: f"c.{name}" for name in _OWN} | {
    "contact_name": _CONTACT_NAME,
    "contacts": _CONTACTS,
    "tags": _carried(TAG),
    "groups": _carried(GROUP),
}
# CROSS JOIN keeps this order, which is that of the list.
_ROWS = (
    f"SELECT {', '.join(VALUES[name] for name in Row._fields)}"
    " FROM json_each(?) wanted CROSS JOIN client c ON c.id = wanted.value"
)


def rows_of(db: sqlite.Connection, ids: Sequence[int]) -> Iterator[Row]:
    """The clients with these ids, in this order; those that are no more are left out."""
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples: a third faster than rows with names
    for some in _parts(ids):
        yield from map(Row._make, cursor.execute(_ROWS, (json.dumps(some),)))


def _parts(ids: Sequence[int]) -> Iterator[list[int]]:
    return (list(ids[begin : begin + _AT_ONCE]) for begin in range(0, len(ids), _AT_ONCE))


def add(db: sqlite.Connection, export_uuid: str, wanted: Wanted, total: int, actor: Actor, at: str) -> int:
    found = db.execute(
        "INSERT INTO export (uuid, subject, state, format, options, scope, query, purpose, staff_id, staff_name,"
        " asked_at, total) VALUES (?, ?, 'running', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            export_uuid, wanted.subject, wanted.format, dumped(asdict(wanted.options)), wanted.scope, wanted.query,
            wanted.purpose, actor.id, actor.name, at, total,
        ),
    )  # fmt: skip
    return int(found.lastrowid or 0)


def find(db: sqlite.Connection, export_id: int, staff_id: str) -> Export:
    """An export of this person; everybody else's do not exist."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM export WHERE id = ? AND staff_id = ?", (export_id, staff_id)
    ).fetchone()
    if row is None:
        raise NotFound()
    return _export(row)


def by_uuid(db: sqlite.Connection, export_uuid: str) -> Export | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM export WHERE uuid = ?", (export_uuid,)).fetchone()
    return _export(row) if row else None


def listed(db: sqlite.Connection, *, staff_id: str, before: int, limit: int) -> list[Export]:
    """Newest first; everybody's where no `staff_id` is given."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM export WHERE id < :before AND (:staff = '' OR staff_id = :staff)"
        " ORDER BY id DESC LIMIT :limit",
        {"before": before, "staff": staff_id, "limit": limit},
    )
    return [_export(row) for row in rows]


def finish(
    db: sqlite.Connection,
    export_uuid: str,
    rows: int,
    total: int,
    clients: Sequence[int],
    actor: Actor,
    at: str,
) -> None:
    """Says in one transaction that it is done and whose data, of `clients`, are in it. An export that was given up is
    not done."""
    done = db.execute(
        "UPDATE export SET state = 'done', finished_at = ?, rows = ?, total = ? WHERE uuid = ? AND state = 'running'"
        " RETURNING id",
        (at, rows, total, export_uuid),
    ).fetchone()
    if done is None:
        raise Conflict(N_("This export was given up."))
    looks = {
        access.Look(at, actor.id, actor.name, "export", tuple(some), f"export:{done['id']}"): 1
        for some in _parts(clients)
    }
    access.write(db, looks)


def fail(db: sqlite.Connection, export_uuid: str, error: Message, at: str) -> None:
    db.execute(
        "UPDATE export SET state = 'failed', error = ?, finished_at = ? WHERE uuid = ? AND state = 'running'",
        (dumped(of_message(error)), at, export_uuid),
    )


def give_up(db: sqlite.Connection, export_uuid: str, at: str) -> None:
    """Nothing happens to one that is done."""
    db.execute(
        "UPDATE export SET state = 'cancelled', finished_at = ? WHERE uuid = ? AND state = 'running'",
        (at, export_uuid),
    )


def _export(row: sqlite.Row) -> Export:
    known: dict[str, Any] = {name: row[name] for name in row.keys()}  # noqa: SIM118 (a Row is no mapping)
    error = to_message(json.loads(row["error"])) if row["error"] else None
    return Export(**{**known, "options": Options(**json.loads(row["options"])), "error": error})
