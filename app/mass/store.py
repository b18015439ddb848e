"""SQL of mass actions. Each batch is one transaction: its clients, their history, and what undoing needs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.filters import condition, selection
from app.errors import Conflict, NotFound
from app.groups import groups
from app.groups.filters import CLIENT_LIST
from app.i18n import N_
from app.lists import Condition, ListState
from app.mass import dissolving, tagging
from app.mass.actions import apply, so_already, take_back
from app.mass.model import AT_ONCE, OF_A_TAG, SHOWN, Action, Plan, Run, Scope, action_of, detail
from app.undo import store as undo
from app.undo.model import Done, Step
from app.vault import Keyring


class Changed(Conflict):
    """Between saying and doing the clients have become others."""

    def __init__(self) -> None:
        super().__init__(N_("Meanwhile these are other clients than before. Please look again."))


def plan(db: sqlite.Connection, scope: Scope, action: Action | None) -> Plan:
    """Counts everybody, however many they are."""
    source, values = _meant(db, scope)
    by_status = {
        row["status"]: row["n"]
        for row in db.execute(
            f"SELECT status, count(*) AS n FROM {source} GROUP BY 1 ORDER BY 2 DESC", values
        )
    }
    names = db.execute(f"SELECT c.id, c.name FROM {source} ORDER BY +c.name_key, c.id LIMIT {SHOWN}", values)
    first = tuple((row["id"], row["name"]) for row in names)
    in_all = sum(by_status.values())
    return Plan(in_all, _touched(db, scope, action) if action else in_all, first, by_status)


def begin(
    db: sqlite.Connection, scope: Scope, action: Action, expected: int, submission: str, actor: Actor, at: str
) -> int:
    """Writes down whom it will touch: exactly those, whatever happens while it runs. Raises Changed where they are
    not as many as the person was told."""
    if before := begun(db, submission):
        return before
    operation_id = enter(db, action, expected, submission, actor, at)
    source, values = _without(db, scope, action)
    targets = db.execute(
        f"INSERT INTO mass_target (operation_id, client_id) SELECT :operation, c.id FROM {source}",
        {**values, "operation": operation_id},
    )
    if targets.rowcount != expected:
        raise Changed()
    return operation_id


def begun(db: sqlite.Connection, submission: str) -> int:
    """What this very form has begun already, or 0."""
    return int(sqlite.one(db, "SELECT operation_id FROM mass_run WHERE submission = ?", submission) or 0)


def enter(
    db: sqlite.Connection, action: Action, total: int, submission: str, actor: Actor, at: str,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> int:  # fmt: skip
    """A run without any clients yet."""
    operation_id = undo.begin(db, "mass", detail(action, total, more), actor, at)
    db.execute("INSERT INTO mass_run (operation_id, submission) VALUES (?, ?)", (operation_id, submission))
    return operation_id


def step(db: sqlite.Connection, keys: Keyring, operation_id: int, actor: Actor, at: str) -> bool:
    """The next batch; False when it was the last one, or somebody has given the rest up."""
    operation = undo.find(db, operation_id)
    if operation.state != "under_way":
        return False
    action, some = action_of(operation), _targets(db, operation_id)
    done = [each for each in (_done(db, keys, action, client_id, actor, at) for client_id in some) if each]
    undo.add_steps(db, keys, operation_id, done)
    db.execute(
        "DELETE FROM mass_target WHERE operation_id = ? AND client_id IN (SELECT value FROM json_each(?))",
        (operation_id, json.dumps(some)),
    )
    if len(some) < AT_ONCE:
        undo.finish(db, operation_id)
        if action.key in OF_A_TAG:
            tagging.finish(db, action)
        elif action.group:
            groups.remove_empty(db, action.group)
    return len(some) == AT_ONCE


def give_up(db: sqlite.Connection, operation_id: int) -> None:
    """What is done is done, and can be undone; the rest stays as it is."""
    run = find(db, operation_id)
    if run.operation.state == "under_way":
        db.execute("DELETE FROM mass_target WHERE operation_id = ?", (operation_id,))
        undo.finish(db, operation_id)
        if run.action.key in OF_A_TAG and not run.operation.clients:
            tagging.finish_undo(db, run)


def begin_undo(db: sqlite.Connection, operation_id: int, actor: Actor, at: str) -> None:
    """Also of an action that was broken off: what it has not come to, it will not do any more."""
    run = find(db, operation_id)
    if not run.operation.can_be_undone:
        raise Conflict(N_("There is nothing to undo."))
    give_up(db, operation_id)
    undo.begin_undo(db, operation_id, actor, at)
    if run.action.key in OF_A_TAG:
        tagging.begin_undo(db, run)
    elif run.action.group:
        dissolving.begin_undo(db, run)


def step_back(db: sqlite.Connection, keys: Keyring, operation_id: int, actor: Actor, at: str) -> bool:
    """Undoes the next batch; False when it was the last one. Who was changed since stays as they are."""
    operation = undo.find(db, operation_id)
    if operation.state != "undoing":
        return False
    action, steps = action_of(operation), undo.waiting(db, keys, operation_id, AT_ONCE)
    undone = [each.done.client_id for each in steps if _taken_back(db, keys, action, each, actor, at)]
    undo.settle(
        db, operation_id, undone, [each.done.client_id for each in steps if each.done.client_id not in undone]
    )
    if len(steps) < AT_ONCE:
        undo.finish_undo(db, operation_id)
        if action.key in OF_A_TAG:
            tagging.finish_undo(db, find(db, operation_id))
    return len(steps) == AT_ONCE


def find(db: sqlite.Connection, operation_id: int) -> Run:
    """Raises NotFound where this is no mass action."""
    operation = undo.find(db, operation_id)
    if operation.kind != "mass":
        raise NotFound()
    waiting = sqlite.one(db, "SELECT count(*) FROM mass_target WHERE operation_id = ?", operation_id)
    return Run(operation, waiting, operation.clients - undo.count_waiting(db, operation_id))


def names(db: sqlite.Connection, ids: Sequence[int]) -> list[tuple[int, str]]:
    rows = db.execute(
        "SELECT id, name FROM client WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name_key, id",
        (json.dumps(list(ids)),),
    )
    return [(row["id"], row["name"]) for row in rows]


def _done(
    db: sqlite.Connection, keys: Keyring, action: Action, client_id: int, actor: Actor, at: str
) -> Done | None:
    try:
        before = apply(db, keys, action, client_id, actor, at)
    except NotFound:
        return None
    if before is None:
        return None
    client = clients.find(db, client_id)
    return Done(client_id, client.uuid, client.version, client.changed_at, before)


def _taken_back(
    db: sqlite.Connection, keys: Keyring, action: Action, step: Step, actor: Actor, at: str
) -> bool:
    done = step.done
    if step.erased or done.before is None:
        return False
    if not clients.is_as_left(db, done.client_id, done.version, done.changed_at):
        return False
    return take_back(db, keys, action, done.client_id, done.before, actor, at)


def _targets(db: sqlite.Connection, operation_id: int) -> list[int]:
    rows = db.execute(
        "SELECT client_id FROM mass_target WHERE operation_id = ? ORDER BY client_id LIMIT ?",
        (operation_id, AT_ONCE),
    )
    return [row[0] for row in rows]


def _touched(db: sqlite.Connection, scope: Scope, action: Action) -> int:
    source, values = _without(db, scope, action)
    return int(sqlite.one(db, f"SELECT count(*) FROM {source}", values))


def _without(db: sqlite.Connection, scope: Scope, action: Action) -> tuple[str, dict[str, object]]:
    """Those that it would change."""
    source, values = _meant(db, scope)
    same = so_already(db, action).named("same")
    return f"{source} AND NOT ({same.where})", {**values, **same.values}


def _meant(db: sqlite.Connection, scope: Scope) -> tuple[str, dict[str, object]]:
    """FROM and WHERE of the clients that are meant."""
    meant = _condition(db, scope)
    found = f"c.id IN ({meant.ids}) AND " if meant.ids else ""
    return f"client c WHERE {found}{meant.where}", dict(meant.values)


def _condition(db: sqlite.Connection, scope: Scope) -> Condition:
    if scope.ids:
        return Condition("1", {"ids": json.dumps(scope.ids)}, "SELECT value FROM json_each(:ids)")
    return condition(db, selection(db, ListState.of_query(CLIENT_LIST, scope.query, scope.zone)))
