"""Documents of a client that belong to one of its orders. The document itself knows nothing of it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app import sqlite
from app.actor import Actor
from app.documents import store as documents
from app.documents.model import Document, Sealed
from app.orders import store
from app.references import Reference, References
from app.vault import Keyring


def attach(
    db: sqlite.Connection, keys: Keyring, order_id: int, sealed: Sequence[Sealed], actor: Actor, at: str, *,
    upload: str,
) -> None:  # fmt: skip
    """Stores all of them with the order's client, once however often the form is sent. Raises TooLarge."""
    client_id = store.find(db, order_id).client_id
    added = documents.add(db, keys, client_id, sealed, actor, at, upload=upload)
    db.executemany(
        "INSERT INTO order_document (document_id, order_id) VALUES (?, ?)",
        ((each, order_id) for each in added),
    )


def of_order(db: sqlite.Connection, order_id: int) -> list[Document]:
    """In the order they were added."""
    client_id = store.find(db, order_id).client_id
    rows = db.execute(
        "SELECT document_id FROM order_document WHERE order_id = ? ORDER BY document_id", (order_id,)
    ).fetchall()
    return [documents.find(db, client_id, row[0]) for row in rows]


def of_documents(db: sqlite.Connection, ids: Sequence[int]) -> References:
    rows = db.execute(
        "SELECT d.document_id, o.id, o.number FROM order_document d CROSS JOIN client_order o ON o.id = d.order_id"
        " WHERE d.document_id IN (SELECT value FROM json_each(?))",
        (json.dumps([*ids]),),
    )
    return {row[0]: [Reference(row[2], f"/orders/{row[1]}")] for row in rows}


def follow_orders(db: sqlite.Connection, from_id: int, to_id: int) -> None:
    """What was attached to orders of `to_id` while they were somebody else's goes along with them."""
    db.execute(
        "UPDATE document SET client_id = ? WHERE client_id = ? AND id IN (SELECT d.document_id FROM client_order o"
        " CROSS JOIN order_document d ON d.order_id = o.id WHERE o.client_id = ?)",
        (to_id, from_id, to_id),
    )
