"""Taking an import back: created clients go, overwritten values return, and whoever was edited since stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app import sqlite
from app.actor import IMPORT_UNDONE, Actor
from app.clients import contacts
from app.clients import store as clients
from app.clients.model import ContactPerson
from app.groups import groups, tags
from app.imports import origins, store
from app.undo import store as undo
from app.undo.model import Before, Done, Operation
from app.vault import Keyring

# In one transaction: others write in between, and nobody waits for long.
_AT_ONCE = 50
# Between two of them: other processes try only now and then whether the file is free (Litestream, an import).
PAUSE_SECONDS = 0.02
_SHOWN = 50
_STEPS = "FROM operation_step s LEFT JOIN client c ON c.id = s.client_id WHERE s.operation_id = ?"
_AS_LEFT = "c.version = s.version AND c.changed_at = s.changed_at"


@dataclass(frozen=True)
class Edited:
    """A client that stays as it is, and who changed it last."""

    id: int
    name: str
    changed_by: str
    changed_at: str


@dataclass(frozen=True)
class Outlook:
    """What undoing would do; once it is done, what it has done. `edited` are the first of those that are `kept`."""

    operation: Operation
    created: int
    changed: int
    kept: int
    settled: int
    edited: list[Edited]


def remember_created(db: sqlite.Connection, operation_id: int, created: range) -> None:
    """As they are now, all at once: these are the many. Their steps have nothing to come back to."""
    db.execute(
        "INSERT INTO operation_step (operation_id, client_id, owner, version, changed_at)"
        " SELECT ?, id, uuid, version, changed_at FROM client WHERE id BETWEEN ? AND ?",
        (operation_id, created.start, created.stop - 1),
    )
    db.execute("UPDATE operation SET clients = clients + ? WHERE id = ?", (len(created), operation_id))


def begin(db: sqlite.Connection, operation_id: int, actor: Actor, at: str) -> None:
    undo.begin_undo(db, operation_id, actor, at)


def step(db: sqlite.Connection, keys: Keyring, operation_id: int, actor: Actor, at: str) -> bool:
    """Takes some more clients back; False once there are none left."""
    steps = undo.waiting(db, keys, operation_id, _AT_ONCE)
    if not steps:
        undo.finish_undo(db, operation_id)
        store.undone(db, operation_id, at)
        return False
    number = int(undo.find(db, operation_id).detail["import"])
    who = replace(actor, source=IMPORT_UNDONE.format(number=number))
    undone: list[int] = []
    kept: list[int] = []
    for each in steps:
        taken_back = _is_taken_back(db, keys, each.done, who, at)
        (undone if taken_back else kept).append(each.done.client_id)
    undo.settle(db, operation_id, undone, kept)
    return True


def outlook(db: sqlite.Connection, operation_id: int) -> Outlook:
    operation = undo.find(db, operation_id)
    kept = f"{_STEPS} AND c.id IS NOT NULL AND (s.outcome = 'kept' OR (s.outcome = '' AND NOT ({_AS_LEFT})))"
    created, changed, stay, settled = (
        int(sqlite.one(db, f"SELECT count(*) {condition}", operation_id) or 0)
        for condition in (
            f"{_STEPS} AND (s.outcome = '' AND s.sealed IS NULL AND {_AS_LEFT}"
            " OR s.outcome = 'undone' AND c.id IS NULL)",
            f"{_STEPS} AND (s.outcome = '' AND s.sealed IS NOT NULL AND {_AS_LEFT}"
            " OR s.outcome = 'undone' AND c.id IS NOT NULL)",
            kept,
            f"{_STEPS} AND s.outcome <> ''",
        )
    )
    rows = db.execute(
        f"SELECT c.id, c.name, c.changed_by, c.changed_at {kept} ORDER BY c.changed_at DESC LIMIT ?",
        (operation_id, _SHOWN),
    )
    return Outlook(operation, created, changed, stay, settled, [Edited(*row) for row in rows])


def _is_taken_back(db: sqlite.Connection, keys: Keyring, done: Done, actor: Actor, at: str) -> bool:
    if not clients.is_as_left(db, done.client_id, done.version, done.changed_at):
        return False
    if done.before is not None:
        _bring_back(db, keys, done, done.before, actor, at)
        return True
    return _is_removed(db, keys, done.client_id, actor, at)


def _is_removed(db: sqlite.Connection, keys: Keyring, client_id: int, actor: Actor, at: str) -> bool:
    """Not where something hangs on the client that is more than what the import brought."""
    try:
        with sqlite.attempt(db):
            origins.forget_client(db, client_id)
            tags.set_names(db, keys, client_id, (), actor, at)
            groups.set_names(db, keys, client_id, (), actor, at)
            clients.remove(db, keys, clients.find(db, client_id), actor, at)
    except sqlite.IntegrityError:
        return False
    return True


def _bring_back(
    db: sqlite.Connection, keys: Keyring, done: Done, before: Before, actor: Actor, at: str
) -> None:
    if "contacts" in before:
        people = [ContactPerson(**each) for each in before["contacts"]]
        contacts.restore(db, keys, done.client_id, people, actor, at)
    current = clients.find(db, done.client_id)
    fields: dict[str, Any] = {
        n: value for n, value in before.get("fields", {}).items() if n != "contact_name"
    }
    wanted = replace(current, **fields)
    clients.change(db, keys, wanted, actor, at, version=current.version, action="restore")
    if "tags" in before:
        tags.set_names(db, keys, done.client_id, before["tags"], actor, at)
    if "groups" in before:
        groups.set_names(db, keys, done.client_id, before["groups"], actor, at)
    if "origin" in before:
        origins.forget(db, *before["origin"])
