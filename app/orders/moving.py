"""An order goes on: to its next state, on hold and off it. Each step with its history entry."""

from __future__ import annotations

from typing import Any

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.errors import Refused
from app.history.model import Change
from app.i18n import N_
from app.orders.model import Order, State
from app.orders.store import Stale, find, is_invoiced, record
from app.vault import Keyring


def move(
    db: sqlite.Connection, keys: Keyring, order_id: int, state: State, actor: Actor, at: str, *, version: int
) -> Order:
    """To another state. Pressed twice, it moves once. Raises Stale, Refused for a move that is not offered."""
    current = find(db, order_id)
    if current.state == state:
        return current
    if current.version != version:
        raise Stale(current)
    if state not in current.moves:
        raise Refused(N_("An order does not move like this."))
    if state == "cancelled" and is_invoiced(db, order_id, cancelled_too=False):
        raise Refused(N_("Part of it is invoiced: cancel the invoices first."))
    return _set(db, keys, current, {"state": state, "on_hold": 0}, actor, at)


def hold(
    db: sqlite.Connection, keys: Keyring, order_id: int, actor: Actor, at: str, *, on_hold: bool
) -> Order:
    """Stopped for a while, or going on. Raises Refused once it is delivered."""
    current = find(db, order_id)
    if current.on_hold == on_hold:
        return current
    if not current.is_open:
        raise Refused(N_("What is delivered cannot be put on hold."))
    return _set(db, keys, current, {"on_hold": int(on_hold)}, actor, at)


def _set(
    db: sqlite.Connection, keys: Keyring, current: Order, values: dict[str, Any], actor: Actor, at: str
) -> Order:
    changes = [
        Change(name, str(int(old) if isinstance(old, bool) else old), str(value))
        for name, value in values.items()
        if (old := getattr(current, name)) != value
    ]
    sets = ", ".join(f"{name} = ?" for name in values)
    db.execute(
        f"UPDATE client_order SET {sets}, changed_at = ?, version = version + 1 WHERE id = ?",
        (*values.values(), at, current.id),
    )
    client = clients.find(db, current.client_id)
    record(db, keys, client.uuid, current, "change", changes, actor, at)
    return find(db, current.id)
