"""SQL of clients. Every change is one function: row, search text and history together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import msgspec

from app import sqlite
from app.actor import Actor
from app.clients import search_index
from app.clients.derived import DERIVED, RECORDED, STORED, as_text, derived, recorded, stored, words
from app.clients.main_contact import set_main_contact
from app.clients.model import Client
from app.clients.revision import Revision, Stale, revise
from app.errors import NotFound
from app.history import store as history
from app.history.model import Change, Subject
from app.text import fold
from app.uuids import uuid7
from app.vault import Keyring

_json = msgspec.json.Encoder().encode
_COLUMNS = (*STORED, *DERIVED)
_READ = ("id", "uuid", "version", "added_at", "changed_at", "contact_name", *STORED)
_INSERT = (
    f"INSERT INTO client (uuid, added_at, changed_at, changed_by, {', '.join(_COLUMNS)})"
    f" VALUES ({', '.join('?' * (len(_COLUMNS) + 4))})"
)
# As one JSON array: for each column it reads the driver lets other threads at the interpreter, and waits for its turn.
_FIND = (
    "SELECT json_array(c.id, uuid, version, added_at, changed_at,"
    " coalesce((SELECT name FROM contact WHERE client_id = c.id AND main = 1), ''),"
    f" {', '.join(f'c.{name}' for name in STORED)}) FROM client c"
)


def find(db: sqlite.Connection, client_id: int) -> Client:
    found = sqlite.one(db, f"{_FIND} WHERE c.id = ?", client_id)
    if found is None:
        raise NotFound()
    return _client(found)


def find_many(db: sqlite.Connection, ids: Iterable[int]) -> dict[int, Client]:
    """Those of them that are there, by their numbers."""
    rows = db.execute(f"{_FIND} WHERE c.id IN (SELECT value FROM json_each(?))", (json.dumps([*ids]),))
    found = [_client(row[0]) for row in rows]
    return {client.id: client for client in found}


def _client(values: str) -> Client:
    return Client.of(zip(_READ, json.loads(values), strict=True))


def changed_by(db: sqlite.Connection, client_id: int) -> str:
    return str(sqlite.one(db, "SELECT changed_by FROM client WHERE id = ?", client_id))


def count(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM client"))


def add(
    db: sqlite.Connection, keys: Keyring, client: Client, actor: Actor, at: str, *, submission: str = ""
) -> Client:
    """A new client. A form sent twice (same `submission`, same values) adds once and gets the first one back; one
    that comes from the browser's memory with something new in it adds another."""
    before = sent_before(db, submission)
    first = find(db, before) if before is not None else None
    if first is not None and as_text(first) == as_text(client):
        return first
    new = replace(client, uuid=client.uuid or uuid7(), added_at=at, changed_at=at, version=1)
    row_id = insert(db, new, actor)
    new = replace(new, id=row_id)
    remember(db, submission, row_id, at)
    history.record(db, keys, Subject(new.uuid, row_id), "create", creation(new), actor, at)
    return new


def sent_before(db: sqlite.Connection, submission: str) -> int | None:
    """The client that a form with this key was about; None where it is new or has no key."""
    found: int | None = sqlite.one(db, "SELECT client_id FROM submission WHERE key = ?", submission)
    return found


def remember(db: sqlite.Connection, submission: str, client_id: int, at: str) -> None:
    if submission:
        db.execute(
            "INSERT INTO submission (key, client_id, at) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
            (submission, client_id, at),
        )


def insert(db: sqlite.Connection, client: Client, actor: Actor) -> int:
    """The rows of a new client without its history, which `add` and imports record."""
    fields = (*stored(client), *derived(client))
    values = (client.uuid, client.added_at, client.changed_at, actor.name, *fields)
    row_id = int(db.execute(_INSERT, values).lastrowid or 0)
    contact = fold(client.contact_name)
    db.execute(
        "INSERT INTO client_text (id, name, basics, contacts) VALUES (?, ?, ?, ?)",
        (row_id, fold(client.name), words(client), contact),
    )
    if client.contact_name:
        db.execute(
            "INSERT INTO contact (client_id, name, main) VALUES (?, ?, 1)", (row_id, client.contact_name)
        )
    return row_id


def creation(client: Client) -> Iterable[Change]:
    """One history entry holding every field a new client was given, as a JSON object of texts."""
    given = {name: str(value) for name, value in zip(RECORDED, recorded(client), strict=True) if value != ""}
    return [Change("", "", _json(given).decode())]


def change(
    db: sqlite.Connection,
    keys: Keyring,
    wanted: Client,
    actor: Actor,
    at: str,
    *,
    version: int,
    action: str = "change",
) -> Client:
    """Saves what differs. Raises Stale when the row is newer than `version`."""
    revision = revise(find(db, wanted.id), wanted, keys, actor, version=version, action=action)
    if not revision.entries:
        return revision.before
    _write(db, [(revision, at)])
    _record(db, revision, at)
    return replace(wanted, version=version + 1, changed_at=at)


def save(db: sqlite.Connection, revision: Revision, at: str) -> None:
    """Writes it at the end of the transaction, with those of others. Then at the latest raises Stale where somebody
    else was faster, or NotFound."""
    if revision.entries:
        db.put_off(_write, [(revision, at)])
        _record(db, revision, at)


def _write(db: sqlite.Connection, some: Sequence[tuple[Revision, str]]) -> None:
    """The rows, in one statement for all in which the same columns differ: each index on none of them is left alone.
    Then their main contacts, once it is sure that nobody was faster."""
    alike: defaultdict[tuple[str, ...], list[tuple[object, ...]]] = defaultdict(list)
    for revision, at in some:
        before = revision.before
        row = (before.id, before.version, at, revision.actor.name, *revision.columns.values())
        alike[tuple(revision.columns)].append(row)
    for columns, rows in alike.items():
        fields = "".join(f", {name} = value->>{place}" for place, name in enumerate(columns, 4))
        written = db.execute(
            f"UPDATE client SET version = version + 1, changed_at = value->>2, changed_by = value->>3{fields}"
            " FROM json_each(?) WHERE client.id = value->>0 AND version = value->>1",
            (json.dumps(rows),),
        )
        if written.rowcount < len(rows):
            raise _overtaken(db, [revision for revision, _ in some])
    for revision, _ in some:
        if revision.wanted.contact_name != revision.before.contact_name:
            set_main_contact(db, revision.wanted.id, revision.wanted.contact_name)


def _overtaken(db: sqlite.Connection, some: Sequence[Revision]) -> Stale:
    """By whoever wrote what is there now: another one, or the same one twice."""
    there = [(revision, find(db, revision.before.id)) for revision in some]
    behind = [now for revision, now in there if now.version != revision.before.version + 1]
    return Stale((behind or [there[-1][1]])[0])


def _record(db: sqlite.Connection, revision: Revision, at: str) -> None:
    """What is found and remembered of a change."""
    search_index.set_texts(db, revision.before.id, revision.texts)
    history.add(db, revision.entries, at)


def set_field(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    name: str,
    value: object,
    actor: Actor,
    at: str,
    *,
    action: str = "change",
) -> Client:
    """This field alone, beside whatever others have changed meanwhile."""
    current = find(db, client_id)
    wanted = replace(current, **{name: value})  # type: ignore[arg-type]
    return change(db, keys, wanted, actor, at, version=current.version, action=action)


def remove(db: sqlite.Connection, keys: Keyring, client: Client, actor: Actor, at: str) -> None:
    """The client with its contact persons; what others have attached to it must be gone before.

    Its history stays, with all that it had.
    """
    db.execute("DELETE FROM client_text WHERE id = ?", (client.id,))
    db.execute("DELETE FROM contact WHERE client_id = ?", (client.id,))
    db.execute("DELETE FROM submission WHERE client_id = ?", (client.id,))
    db.execute("DELETE FROM client WHERE id = ?", (client.id,))
    [new] = creation(client)
    gone = Change("", new.new, "")
    history.record(db, keys, Subject(client.uuid, client.id), "remove", [gone], actor, at)


def take_out(db: sqlite.Connection, client_id: int) -> dict[str, Any]:
    """The row of a client that becomes part of another one, word for word; what belonged to it has moved before."""
    columns = [row["name"] for row in db.execute("SELECT name FROM pragma_table_info('client')")]
    row = db.execute(f"SELECT {', '.join(columns)} FROM client WHERE id = ?", (client_id,)).fetchone()
    db.execute("DELETE FROM client_text WHERE id = ?", (client_id,))
    db.execute("DELETE FROM client WHERE id = ?", (client_id,))
    return dict(row)


def put_back(db: sqlite.Connection, row: Mapping[str, Any]) -> Client:
    """Undoes `take_out`. Its contacts' words and those of other features are theirs to index again."""
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO client ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
    client = find(db, row["id"])
    db.execute(
        "INSERT INTO client_text (id, name, basics) VALUES (?, ?, ?)",
        (client.id, fold(client.name), words(client)),
    )
    return client


def touch(db: sqlite.Connection, client_id: int, actor: Actor, at: str) -> None:
    """Something that belongs to the client changed (a contact, a note): it counts as changed, its form does not."""
    db.execute("UPDATE client SET changed_at = ?, changed_by = ? WHERE id = ?", (at, actor.name, client_id))


def is_as_left(db: sqlite.Connection, client_id: int, version: int, changed_at: str) -> bool:
    """Whether nobody has changed this client, or anything that belongs to it, since it was as described."""
    row = db.execute("SELECT version, changed_at FROM client WHERE id = ?", (client_id,)).fetchone()
    return row is not None and (row["version"], row["changed_at"]) == (version, changed_at)
