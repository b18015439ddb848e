"""SQL of operations. An operation and its steps are written in the transactions that change the clients."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app import sqlite
from app.actor import Actor
from app.errors import Conflict, NotFound
from app.i18n import N_
from app.undo.model import Done, Kind, Operation, Step
from app.vault import Key, Keyring

# Bound to what it seals: nothing sealed as history or document opens as this.
_EXTRA = b"undo"
_COLUMNS = (
    "id, kind, detail, actor_id, actor_name, at, state, clients, undone_at, undone_by,"
    " (SELECT count(*) FROM operation_step s WHERE s.operation_id = o.id AND s.outcome = 'kept') AS kept"
)


def begin(db: sqlite.Connection, kind: Kind, detail: Mapping[str, Any], actor: Actor, at: str) -> int:
    """A new operation, to which steps are added until it is `finish`ed."""
    found = db.execute(
        "INSERT INTO operation (kind, detail, actor_id, actor_name, at) VALUES (?, ?, ?, ?, ?)",
        (kind, json.dumps(detail), actor.id, actor.name, at),
    )
    return int(found.lastrowid or 0)


def add_steps(
    db: sqlite.Connection, keys: Keyring | Mapping[str, Key], operation_id: int, steps: Iterable[Done]
) -> None:
    """`keys` may be those made for the very clients of this operation."""
    find = keys.key if isinstance(keys, Keyring) else keys.__getitem__
    before = db.total_changes
    db.executemany(
        "INSERT INTO operation_step (operation_id, client_id, owner, version, changed_at, sealed)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            (operation_id, each.client_id, each.owner, each.version, each.changed_at, _sealed(each, find))
            for each in steps
        ),
    )
    db.execute(
        "UPDATE operation SET clients = clients + ? WHERE id = ?", (db.total_changes - before, operation_id)
    )


def finish(db: sqlite.Connection, operation_id: int) -> None:
    db.execute("UPDATE operation SET state = 'done' WHERE id = ? AND state = 'under_way'", (operation_id,))


def find(db: sqlite.Connection, operation_id: int) -> Operation:
    row = db.execute(f"SELECT {_COLUMNS} FROM operation o WHERE id = ?", (operation_id,)).fetchone()
    if row is None:
        raise NotFound()
    return _operation(row)


def listed(db: sqlite.Connection, *, before: int, limit: int) -> list[Operation]:
    """Newest first."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM operation o WHERE id < ? ORDER BY id DESC LIMIT ?", (before, limit)
    )
    return [_operation(row) for row in rows]


def begin_undo(db: sqlite.Connection, operation_id: int, actor: Actor, at: str) -> None:
    """Raises Conflict where it was undone already. An undoing that was broken off may be taken up again."""
    done = db.execute(
        "UPDATE operation SET state = 'undoing', undone_at = ?, undone_by = ? WHERE id = ? AND state <> 'undone'",
        (at, actor.name, operation_id),
    )
    if done.rowcount != 1:
        raise Conflict(N_("This was undone already."))


def waiting(db: sqlite.Connection, keys: Keyring, operation_id: int, limit: int = 500) -> list[Step]:
    """The latest steps that were not looked at yet: undoing goes backwards."""
    rows = db.execute(
        "SELECT client_id, owner, version, changed_at, outcome, sealed"
        " FROM operation_step INDEXED BY operation_step_waiting WHERE operation_id = ? AND outcome = ''"
        " ORDER BY client_id DESC LIMIT ?",
        (operation_id, limit),
    )
    return [_step(row, keys) for row in rows]


def count_waiting(db: sqlite.Connection, operation_id: int) -> int:
    return int(
        sqlite.one(
            db, "SELECT count(*) FROM operation_step WHERE operation_id = ? AND outcome = ''", operation_id
        )
    )


def settle(db: sqlite.Connection, operation_id: int, undone: Sequence[int], kept: Sequence[int]) -> None:
    """These clients are as they were before, those stay as they are; in the transaction that did it. What was before
    has no use then, and goes: all of it at the end would hold up everybody who writes."""
    for outcome, ids in (("undone", undone), ("kept", kept)):
        db.execute(
            "UPDATE operation_step SET outcome = ?, sealed = NULL WHERE operation_id = ?"
            " AND client_id IN (SELECT value FROM json_each(?))",
            (outcome, operation_id, json.dumps(list(ids))),
        )


def finish_undo(db: sqlite.Connection, operation_id: int) -> None:
    """Nothing waits any more."""
    db.execute("UPDATE operation SET state = 'undone' WHERE id = ? AND state = 'undoing'", (operation_id,))


def kept(db: sqlite.Connection, operation_id: int, *, after: int = 0, limit: int = 50) -> list[int]:
    """The clients that were not taken back."""
    rows = db.execute(
        "SELECT client_id FROM operation_step WHERE operation_id = ? AND outcome = 'kept' AND client_id > ?"
        " ORDER BY client_id LIMIT ?",
        (operation_id, after, limit),
    )
    return [row[0] for row in rows]


def _sealed(step: Done, find: Callable[[str], Key]) -> bytes | None:
    if step.before is None:
        return None
    return find(step.owner).seal(
        json.dumps(step.before, ensure_ascii=False).encode("utf-8", "surrogatepass"), _EXTRA
    )


def _step(row: sqlite.Row, keys: Keyring) -> Step:
    before, erased = None, False
    if row["sealed"] is not None:
        key = keys.find(row["owner"])
        erased = key is None
        before = json.loads(key.open(row["sealed"], _EXTRA)) if key else None
    done = Done(row["client_id"], row["owner"], row["version"], row["changed_at"], before)
    return Step(done, row["outcome"], erased)


def _operation(row: sqlite.Row) -> Operation:
    return Operation(
        row["id"], row["kind"], json.loads(row["detail"]), row["actor_id"], row["actor_name"], row["at"],
        row["state"], row["clients"], row["undone_at"], row["undone_by"], row["kept"],
    )  # fmt: skip
