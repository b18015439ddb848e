"""SQL of a client's contact persons; at most one of them is the main one."""

from __future__ import annotations

from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.clients import store
from app.clients.derived import email_key
from app.clients.model import Client, ContactPerson
from app.contact_points import e164
from app.errors import NotFound
from app.history import store as history
from app.history.model import Change, Subject
from app.text import compact, sort_key
from app.vault import Keyring

_FIELDS = ("name", "position", "email", "phone", "main")


def list_contacts(db: sqlite.Connection, client_id: int) -> list[ContactPerson]:
    rows = db.execute("SELECT * FROM contact WHERE client_id = ? ORDER BY main DESC, id", (client_id,))
    return [_contact(row) for row in rows]


def find(db: sqlite.Connection, client_id: int, contact_id: int) -> ContactPerson:
    row = db.execute(
        "SELECT * FROM contact WHERE id = ? AND client_id = ?", (contact_id, client_id)
    ).fetchone()
    if row is None:
        raise NotFound()
    return _contact(row)


def add(
    db: sqlite.Connection, keys: Keyring, client_id: int, contact: ContactPerson, actor: Actor, at: str
) -> int:
    client = store.find(db, client_id)
    first = not sqlite.one(db, "SELECT 1 FROM contact WHERE client_id = ?", client_id)
    contact = replace(contact, main=contact.main or first)
    if contact.main:
        _no_main(db, client_id)
    cursor = db.execute(
        "INSERT INTO contact (client_id, name, position, email, phone, main, email_key, phone_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (client_id, *_values(contact)),
    )
    contact_id = int(cursor.lastrowid or 0)
    _record(db, keys, client, contact_id, "create", ContactPerson(""), contact, actor, at)
    return contact_id


def change(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    contact_id: int,
    contact: ContactPerson,
    actor: Actor,
    at: str,
) -> None:
    client, old = store.find(db, client_id), find(db, client_id, contact_id)
    if contact.main:
        _no_main(db, client_id)
    db.execute(
        "UPDATE contact SET name = ?, position = ?, email = ?, phone = ?, main = ?, email_key = ?, phone_key = ?"
        " WHERE id = ?",
        (*_values(contact), contact_id),
    )
    _record(db, keys, client, contact_id, "change", old, contact, actor, at)


def remove(
    db: sqlite.Connection, keys: Keyring, client_id: int, contact_id: int, actor: Actor, at: str
) -> None:
    client, old = store.find(db, client_id), find(db, client_id, contact_id)
    db.execute("DELETE FROM contact WHERE id = ?", (contact_id,))
    _record(db, keys, client, contact_id, "remove", old, ContactPerson(""), actor, at)


def _record(
    db: sqlite.Connection, keys: Keyring, client: Client, contact_id: int, action: str, old: ContactPerson,
    new: ContactPerson, actor: Actor, at: str,
) -> None:  # fmt: skip
    changes = [Change(name, _text(old, name), _text(new, name)) for name in _FIELDS]
    history.record(
        db, keys, Subject(client.uuid, client.id, f"contact:{contact_id}"), action, changes, actor, at
    )
    main = sqlite.one(db, "SELECT name FROM contact WHERE client_id = ? AND main = 1", client.id) or ""
    db.execute("UPDATE client SET contact_key = ? WHERE id = ?", (sort_key(main), client.id))
    store.index_contacts(db, client.id)
    store.touch(db, client.id, actor, at)


def _no_main(db: sqlite.Connection, client_id: int) -> None:
    db.execute("UPDATE contact SET main = 0 WHERE client_id = ? AND main = 1", (client_id,))


def _values(contact: ContactPerson) -> tuple[object, ...]:
    return (
        contact.name, contact.position, contact.email, contact.phone, int(contact.main), email_key(contact.email),
        compact(e164(contact.phone)),
    )  # fmt: skip


def _text(contact: ContactPerson, name: str) -> str:
    value = getattr(contact, name)
    return ("1" if value else "") if isinstance(value, bool) else str(value)


def _contact(row: sqlite.Row) -> ContactPerson:
    return ContactPerson(
        row["name"],
        row["position"],
        row["email"],
        row["phone"],
        bool(row["main"]),
        row["id"],
        row["client_id"],
    )
