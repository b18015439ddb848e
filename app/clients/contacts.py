"""SQL of a client's contact persons; at most one of them is the main one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.clients import store
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.clients.derived import email_key
from app.clients.main_contact import index_contacts
from app.clients.model import Client, ContactPerson
from app.contact_points import e164
from app.errors import NotFound
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import Message, counted
from app.text import compact, sort_key
from app.vault import Keyring

_MAIN = "SELECT id FROM contact WHERE client_id = ? AND main = 1"
_FIELDS = ("name", "position", "email", "phone", "main")


class Stale(Exception):
    """Somebody else changed this contact after the form was made; `current` is what stands there now."""

    def __init__(self, current: ContactPerson) -> None:
        super().__init__()
        self.current = current


def look(contact: ContactPerson) -> str:
    """Travels through a form, as a client's version does: a contact has none of its own."""
    return hashlib.blake2b(repr(stored(contact)).encode(), digest_size=8).hexdigest()


def list_contacts(db: sqlite.Connection, client_id: int) -> list[ContactPerson]:
    rows = db.execute("SELECT * FROM contact WHERE client_id = ? ORDER BY main DESC, id", (client_id,))
    return [_contact(row) for row in rows]


def of_many(db: sqlite.Connection, client_ids: Iterable[int]) -> dict[int, list[ContactPerson]]:
    """Client -> its contact persons, the main one first; clients without any are left out."""
    rows = db.execute(
        "SELECT * FROM contact WHERE client_id IN (SELECT value FROM json_each(?)) ORDER BY client_id, main DESC, id",
        (json.dumps([*client_ids]),),
    )
    found: dict[int, list[ContactPerson]] = {}
    for row in rows:
        found.setdefault(row["client_id"], []).append(_contact(row))
    return found


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
        _no_other_main(db, keys, client, 0, actor, at)
    cursor = db.execute(
        "INSERT INTO contact (client_id, name, position, email, phone, main, email_key, phone_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (client_id, *stored(contact)),
    )
    contact_id = int(cursor.lastrowid or 0)
    _record(db, keys, client, contact_id, "create", ContactPerson(""), contact, actor, at)
    return contact_id


def add_once(
    db: sqlite.Connection, keys: Keyring, client_id: int, contact: ContactPerson, actor: Actor, at: str, *,
    submission: str,
) -> None:  # fmt: skip
    """A form sent twice (same `submission`, same values) adds once."""
    there = {replace(each, id=0, client_id=0, main=contact.main) for each in list_contacts(db, client_id)}
    if store.sent_before(db, submission) is None or contact not in there:
        add(db, keys, client_id, contact, actor, at)
        store.remember(db, submission, client_id, at)


def change(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    contact_id: int,
    contact: ContactPerson,
    actor: Actor,
    at: str,
    *,
    seen: str | None = None,
) -> None:
    """Raises Stale when the contact is not the one any more that was `seen` (see `look`)."""
    client, old = store.find(db, client_id), find(db, client_id, contact_id)
    if seen is not None and seen != look(old):
        raise Stale(old)
    if contact.main:
        _no_other_main(db, keys, client, contact_id, actor, at)
    db.execute(
        "UPDATE contact SET name = ?, position = ?, email = ?, phone = ?, main = ?, email_key = ?, phone_key = ?"
        " WHERE id = ?",
        (*stored(contact), contact_id),
    )
    _record(db, keys, client, contact_id, "change", old, contact, actor, at)


def remove(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    contact_id: int,
    actor: Actor,
    at: str,
    *,
    seen: str | None = None,
) -> None:
    """Raises Stale when the contact is not the one any more that was `seen` (see `look`)."""
    client, old = store.find(db, client_id), find(db, client_id, contact_id)
    if seen is not None and seen != look(old):
        raise Stale(old)
    db.execute("DELETE FROM contact WHERE id = ?", (contact_id,))
    _record(db, keys, client, contact_id, "remove", old, ContactPerson(""), actor, at)


def restore(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    before: Sequence[ContactPerson],
    actor: Actor,
    at: str,
) -> None:
    """Those that came since go, the others are what they were."""
    now, earlier = (
        {each.id: each for each in list_contacts(db, client_id)},
        {each.id: each for each in before},
    )
    for contact_id in now.keys() - earlier.keys():
        remove(db, keys, client_id, contact_id, actor, at)
    differing = [each for each in before if each.id in now and now[each.id] != each]
    for each in sorted(
        differing, key=lambda each: each.main
    ):  # the main one last: it takes the mark from the other
        change(db, keys, client_id, each.id, each, actor, at)


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    """Nobody comes as the main contact: there is one already, or one is chosen."""
    main = main_of(db, from_id)
    db.execute("UPDATE contact SET main = 0 WHERE client_id = ? AND main = 1", (from_id,))
    keys = [row[0] for row in db.execute("SELECT key FROM submission WHERE client_id = ?", (from_id,))]
    db.execute("UPDATE submission SET client_id = ? WHERE client_id = ?", (to_id, from_id))
    return {"rows": move_rows(db, "contact", from_id, to_id), "main": main, "submissions": keys}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    db.executemany("UPDATE contact SET main = 0 WHERE id = ?", ((each,) for each in moved["rows"]))
    gone = return_rows(db, "contact", from_id, to_id, moved["rows"])
    set_main(db, from_id, moved["main"])
    settle(db, to_id)
    db.executemany(
        "UPDATE submission SET client_id = ? WHERE key = ? AND client_id = ?",
        ((from_id, key, to_id) for key in moved["submissions"]),
    )
    return gone


def main_of(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, _MAIN, client_id) or 0)


def set_main(db: sqlite.Connection, client_id: int, contact_id: int) -> None:
    """Without a word in the history: the client's own entry says it. Nobody is the main one where it is no contact."""
    db.execute("UPDATE contact SET main = 0 WHERE client_id = ? AND main = 1", (client_id,))
    db.execute("UPDATE contact SET main = 1 WHERE id = ? AND client_id = ?", (contact_id, client_id))
    settle(db, client_id)


def settle(db: sqlite.Connection, client_id: int) -> None:
    """What the client is sorted and found by follows its contacts."""
    name = sqlite.one(db, "SELECT name FROM contact WHERE client_id = ? AND main = 1", client_id) or ""
    db.execute("UPDATE client SET contact_key = ? WHERE id = ?", (sort_key(name), client_id))
    index_contacts(db, client_id)


def count(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM contact WHERE client_id = ?", client_id))


def _words(number: int) -> Message:
    return counted("{n} contact", "{n} contacts", number)


BELONGING = Belonging(
    "contacts",
    ("contact", "submission"),
    reassign_client,
    give_back,
    count,
    _words,
)


def _record(
    db: sqlite.Connection, keys: Keyring, client: Client, contact_id: int, action: str, old: ContactPerson,
    new: ContactPerson, actor: Actor, at: str,
) -> None:  # fmt: skip
    subject = Subject(client.uuid, client.id, f"contact:{contact_id}")
    history.record(db, keys, subject, action, changes_of(old, new), actor, at)
    main = sqlite.one(db, "SELECT name FROM contact WHERE client_id = ? AND main = 1", client.id) or ""
    if main != client.contact_name:
        # The client's form shows this name: one opened before must not bring the old one back.
        db.execute(
            "UPDATE client SET contact_key = ?, version = version + 1 WHERE id = ?",
            (sort_key(main), client.id),
        )
    index_contacts(db, client.id)
    store.touch(db, client.id, actor, at)


def _no_other_main(
    db: sqlite.Connection, keys: Keyring, client: Client, contact_id: int, actor: Actor, at: str
) -> None:
    other = sqlite.one(
        db, "SELECT id FROM contact WHERE client_id = ? AND main = 1 AND id <> ?", client.id, contact_id
    )
    if other:
        db.execute("UPDATE contact SET main = 0 WHERE id = ?", (other,))
        subject = Subject(client.uuid, client.id, f"contact:{other}")
        history.record(db, keys, subject, "change", [Change("main", "1", "")], actor, at)


def changes_of(old: ContactPerson, new: ContactPerson) -> list[Change]:
    """As the history records them."""
    changes = (Change(name, _text(old, name), _text(new, name)) for name in _FIELDS)
    return [each for each in changes if each.old != each.new]


def stored(contact: ContactPerson) -> tuple[object, ...]:
    """Name, position, email, phone, main, and the keys of email and phone."""
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
