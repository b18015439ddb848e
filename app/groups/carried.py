"""SQL that tags and static groups share: which client carries which of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import sqlite
from app.actor import Actor
from app.clients import search_index
from app.clients import store as clients
from app.clients.belongings import Belonging, Moved
from app.clients.labels import Label, LabelKind
from app.errors import NotFound
from app.groups.model import key_of
from app.history import store as history
from app.history.model import Change, Subject
from app.text import fold
from app.vault import Keyring

SEPARATOR = ", "


@dataclass(frozen=True)
class Carried:
    """Where a kind of label lies; `field` is its name in the change history."""

    kind: LabelKind
    field: str
    table: str
    link: str
    column: str


TAG = Carried("tag", "tags", "tag", "client_tag", "tag_id")
GROUP = Carried("group", "groups", "client_group", "group_member", "group_id")


def names_of(db: sqlite.Connection, of: Carried, client_id: int) -> list[str]:
    rows = db.execute(
        f"SELECT t.name FROM {of.link} l CROSS JOIN {of.table} t ON t.id = l.{of.column}"
        " WHERE l.client_id = ? ORDER BY t.name_key",
        (client_id,),
    )
    return [row["name"] for row in rows]


def ids_named(db: sqlite.Connection, of: Carried, names: Iterable[str]) -> list[int]:
    """The ids of those that exist."""
    wanted = [key_of(name) for name in names]
    rows = db.execute(
        f"SELECT id FROM {of.table} WHERE name_key IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(wanted),),
    )
    return [row["id"] for row in rows]


def suggested(db: sqlite.Connection, part: str, *, of: Carried, limit: int = 20) -> list[str]:
    """Names with this in them, those that begin so first."""
    key = key_of(part)
    rows = db.execute(
        f"SELECT name FROM {of.table} WHERE instr(name_key, :key) > 0"
        " ORDER BY instr(name_key, :key) > 1, name_key LIMIT :limit",
        {"key": key, "limit": limit},
    )
    return [row["name"] for row in rows]


def carriers(db: sqlite.Connection, of: Carried, label_id: int, limit: int) -> list[int]:
    rows = db.execute(f"SELECT client_id FROM {of.link} WHERE {of.column} = ? LIMIT ?", (label_id, limit))
    return [row[0] for row in rows]


def exists(db: sqlite.Connection, of: Carried, label_id: int) -> bool:
    return sqlite.one(db, f"SELECT 1 FROM {of.table} WHERE id = ?", label_id) is not None


def carries(db: sqlite.Connection, of: Carried, client_id: int, label_id: int) -> bool:
    return bool(
        sqlite.one(
            db, f"SELECT 1 FROM {of.link} WHERE client_id = ? AND {of.column} = ?", client_id, label_id
        )
    )


def count(db: sqlite.Connection, of: Carried, label_id: int) -> int:
    """Archived clients too."""
    return int(sqlite.one(db, f"SELECT count(*) FROM {of.link} WHERE {of.column} = ?", label_id))


def change(
    db: sqlite.Connection, keys: Keyring, of: Carried, client_id: int, actor: Actor, at: str, *,
    add: Collection[int] = (), remove: Collection[int] = (), action: str = "change",
) -> bool:  # fmt: skip
    """The client carries those and no longer these; False where that was so already. Raises NotFound."""
    owner = sqlite.one(db, "SELECT uuid FROM client WHERE id = ?", client_id)
    if owner is None:
        raise NotFound()
    before = names_of(db, of, client_id)
    _carry(db, of, client_id, add, remove)
    after = names_of(db, of, client_id)
    if before == after:
        return False
    changed = Change(of.field, SEPARATOR.join(before), SEPARATOR.join(after))
    history.record(db, keys, Subject(owner, client_id), action, [changed], actor, at)
    clients.touch(db, client_id, actor, at)
    return True


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    """The one that stays carries what both did."""
    moved: dict[str, Any] = {}
    for of in (TAG, GROUP):
        had, there = (_ids_of(db, of, each) for each in (from_id, to_id))
        _carry(db, of, from_id, [], had)
        _carry(db, of, to_id, had, [])
        moved[of.field] = {"had": had, "new": [each for each in had if each not in there]}
    return moved


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    """A label that was taken away everywhere meanwhile does not come back."""
    gone = 0
    for of in (TAG, GROUP):
        had, new = moved[of.field]["had"], moved[of.field]["new"]
        there = [each for each in had if sqlite.one(db, f"SELECT 1 FROM {of.table} WHERE id = ?", each)]
        _carry(db, of, from_id, there, [])
        _carry(db, of, to_id, [], new)
        gone += len(had) - len(there)
    return gone


def fields_of(db: sqlite.Connection, client_id: int) -> Mapping[str, str]:
    """As the history has them."""
    return {of.field: SEPARATOR.join(names_of(db, of, client_id)) for of in (TAG, GROUP)}


def _ids_of(db: sqlite.Connection, of: Carried, client_id: int) -> list[int]:
    rows = db.execute(
        f"SELECT {of.column} FROM {of.link} WHERE client_id = ? ORDER BY {of.column}", (client_id,)
    )
    return [row[0] for row in rows]


def _carry(
    db: sqlite.Connection, of: Carried, client_id: int, add: Collection[int], remove: Collection[int]
) -> None:
    db.executemany(
        f"DELETE FROM {of.link} WHERE client_id = ? AND {of.column} = ?",
        ((client_id, each) for each in remove),
    )
    db.executemany(
        f"INSERT INTO {of.link} (client_id, {of.column}) VALUES (?, ?) ON CONFLICT DO NOTHING",
        ((client_id, each) for each in add),
    )
    if of is TAG:
        search_index.set_text(db, client_id, "tags", fold(" ".join(names_of(db, of, client_id))))


BELONGING = Belonging("labels", ("client_tag", "group_member"), reassign_client, give_back, fields=fields_of)


def labels(db: sqlite.Connection, ids: Sequence[int]) -> Mapping[int, tuple[Label, ...]]:
    """Of each of these clients: groups first, then tags."""
    found: dict[int, list[Label]] = {}
    for client_id, kind, name, colour, _ in db.execute(_LABELS, {"ids": json.dumps(ids)}):
        found.setdefault(client_id, []).append(Label(kind, name, colour))
    return {client_id: tuple(each) for client_id, each in found.items()}


_LABELS = """
    SELECT client_id, 'group' AS kind, g.name, '' AS colour, g.name_key FROM json_each(:ids) j
        CROSS JOIN group_member ON client_id = j.value CROSS JOIN client_group g ON g.id = group_id
    UNION ALL SELECT client_id, 'tag', t.name, t.colour, t.name_key FROM json_each(:ids) j
        CROSS JOIN client_tag ON client_id = j.value CROSS JOIN tag t ON t.id = tag_id
    ORDER BY kind, name_key"""
