"""What happens to orders when clients become one, and when that is undone."""

from __future__ import annotations

from app import sqlite
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.i18n import counted
from app.orders.attachments import follow_orders
from app.orders.store import count


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    """Their documents are moved as documents."""
    return {"orders": move_rows(db, "client_order", from_id, to_id)}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    gone = return_rows(db, "client_order", from_id, to_id, moved["orders"])
    follow_orders(db, to_id, from_id)
    return gone


BELONGING = Belonging(
    "orders",
    ("client_order",),
    reassign_client,
    give_back,
    count,
    lambda n: counted("{n} order", "{n} orders", n),
)
