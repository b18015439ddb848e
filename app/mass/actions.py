"""What each action does to one client, what undoing needs, and which clients are so already."""

from __future__ import annotations

from collections.abc import Sequence

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.groups import carried, tags
from app.groups.carried import GROUP, TAG, Carried
from app.lists import Condition
from app.mass.model import NEEDS, OF_A_TAG, Action
from app.undo.model import Before
from app.vault import Keyring


def so_already(db: sqlite.Connection, action: Action) -> Condition:
    """Over `c`: the clients to whom it has nothing to do."""
    if action.status:
        return Condition("c.status = :status", {"status": action.status})
    of, found = _carried(action), _ids(db, action)
    has = (
        f"EXISTS (SELECT 1 FROM {of.link} WHERE client_id = c.id AND {of.column} = :label)" if found else "0"
    )
    adds = action.key in ("tag", "group")
    return Condition(has if adds else f"NOT {has}", {"label": found[0]} if found else {})


def apply(
    db: sqlite.Connection, keys: Keyring, action: Action, client_id: int, actor: Actor, at: str
) -> Before | None:
    """What undoing needs; None where there was nothing to do. Raises NotFound for a client that is gone."""
    if action.status:
        return _set_status(db, keys, action.status, client_id, actor, at)
    if action.key in OF_A_TAG:
        return _exchange(db, keys, action, client_id, actor, at)
    labels = tags.made(db, [action.value]) if action.key == "tag" else _ids(db, action)
    if not labels or not _change(db, keys, action, labels, client_id, actor, at):
        return None
    return {"label": labels[0]}


def take_back(
    db: sqlite.Connection,
    keys: Keyring,
    action: Action,
    client_id: int,
    before: Before,
    actor: Actor,
    at: str,
) -> bool:
    """The client is as it was before; False where that cannot be any more, because the tag or group is gone."""
    if action.status:
        _set_status(db, keys, str(before["status"]), client_id, actor, at, action="restore")
        return True
    if action.key in OF_A_TAG:
        return _exchange_back(db, keys, action, client_id, before, actor, at)
    label = int(before["label"])
    if not carried.exists(db, _carried(action), label):
        return False
    return _change(db, keys, action, [label], client_id, actor, at, back=True)


def _set_status(
    db: sqlite.Connection, keys: Keyring, status: str, client_id: int, actor: Actor, at: str, action: str = "change"
) -> Before | None:  # fmt: skip
    client = clients.find(db, client_id)
    if client.status == status:
        return None
    clients.set_field(db, keys, client_id, "status", status, actor, at, action=action)
    return {"status": client.status}


def _exchange(
    db: sqlite.Connection, keys: Keyring, action: Action, client_id: int, actor: Actor, at: str
) -> Before | None:
    """The new tag, if there is one, instead of the old."""
    old = carried.ids_named(db, TAG, [action.tag])
    new = tags.made(db, [action.value] if action.value else [])
    had = [each for each in new if carried.carries(db, TAG, client_id, each)]
    if not old or not carried.carries(db, TAG, client_id, old[0]):
        return None
    carried.change(db, keys, TAG, client_id, actor, at, add=new, remove=old)
    return {"had": bool(had)}


def _exchange_back(
    db: sqlite.Connection,
    keys: Keyring,
    action: Action,
    client_id: int,
    before: Before,
    actor: Actor,
    at: str,
) -> bool:
    old = carried.ids_named(db, TAG, [action.tag])
    new = carried.ids_named(db, TAG, [action.value] if action.value and not before["had"] else [])
    if not old:
        return False
    return carried.change(db, keys, TAG, client_id, actor, at, add=old, remove=new, action="restore")


def _change(
    db: sqlite.Connection, keys: Keyring, action: Action, labels: Sequence[int], client_id: int, actor: Actor,
    at: str, *, back: bool = False,
) -> bool:  # fmt: skip
    adds = (action.key in ("tag", "group")) != back
    return carried.change(
        db, keys, _carried(action), client_id, actor, at, add=labels if adds else (), remove=() if adds else labels,
        action="restore" if back else "change",
    )  # fmt: skip


def _carried(action: Action) -> Carried:
    return TAG if NEEDS[action.key] == "tag" else GROUP


def _ids(db: sqlite.Connection, action: Action) -> list[int]:
    """A group that goes is meant by its number: it may be renamed meanwhile."""
    return [action.group] if action.group else carried.ids_named(db, _carried(action), [action.value])
