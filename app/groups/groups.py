"""SQL of the groups themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import fields

from app import sqlite
from app.actor import Actor
from app.errors import Conflict, NotFound, Refused
from app.groups import carried, queries
from app.groups.carried import GROUP
from app.groups.model import Group, Kind, key_of
from app.i18n import N_
from app.vault import Keyring

_COLUMNS = ", ".join(field.name for field in fields(Group))


def find(db: sqlite.Connection, group_id: int) -> Group:
    row = db.execute(f"SELECT {_COLUMNS} FROM client_group WHERE id = ?", (group_id,)).fetchone()
    if row is None:
        raise NotFound()
    return Group(*row)


def named(db: sqlite.Connection, names: Iterable[str]) -> list[Group]:
    """Those that exist."""
    return [find(db, group_id) for group_id in carried.ids_named(db, GROUP, names)]


def listed(db: sqlite.Connection, *, limit: int) -> list[Group]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM client_group ORDER BY name_key LIMIT ?", (limit,))
    return [Group(*row) for row in rows]


def of_client(db: sqlite.Connection, client_id: int) -> list[Group]:
    """The static ones; who is in a dynamic one follows from its filter."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM group_member CROSS JOIN client_group ON id = group_id WHERE client_id = ?"
        " ORDER BY name_key",
        (client_id,),
    )
    return [Group(*row) for row in rows]


def add(db: sqlite.Connection, name: str, kind: Kind, query: str, actor: Actor, at: str) -> int:
    """Raises Conflict where the name is taken."""
    _free(db, name)
    made = db.execute(
        "INSERT INTO client_group (name, name_key, kind, query, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (name, key_of(name), kind, query, actor.name, at),
    )
    return int(made.lastrowid or 0)


def attach(
    db: sqlite.Connection, keys: Keyring, client_id: int, names: Collection[str], actor: Actor, at: str
) -> bool:
    """Static groups that are not there yet are made, dynamic ones passed over. False where the client was in all."""
    there = {key_of(group.name): group for group in named(db, names)}
    new = [add(db, name, "static", "", actor, at) for name in names if key_of(name) not in there]
    static = [group.id for group in there.values() if group.is_static]
    return carried.change(db, keys, GROUP, client_id, actor, at, add=[*static, *new])


def rename(db: sqlite.Connection, group_id: int, name: str) -> None:
    """Raises Conflict where the name is taken."""
    old = find(db, group_id)
    _free(db, name, but=old.id)
    queries.follow(db, "group", old.name, name)
    db.execute("UPDATE client_group SET name = ?, name_key = ? WHERE id = ?", (name, key_of(name), group_id))


def remove_empty(db: sqlite.Connection, group_id: int) -> bool:
    """False where somebody is in it still."""
    if carried.carriers(db, GROUP, group_id, 1):
        return False
    db.execute("DELETE FROM client_group WHERE id = ?", (group_id,))
    return True


def bring_back(db: sqlite.Connection, group: Group) -> None:
    """Under its old address, unless it is there still or there is one of this name again."""
    db.execute(
        "INSERT INTO client_group (id, name, name_key, kind, query, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (group.id, group.name, key_of(group.name), group.kind, group.query, group.made_by, group.made_at),
    )


def set_names(
    db: sqlite.Connection, keys: Keyring, client_id: int, names: Iterable[str], actor: Actor, at: str
) -> bool:
    """Exactly these: how an earlier value of the history comes back. Raises Refused where one is no static group any
    more."""
    keyed = {key_of(name): name for name in names}
    there = {key_of(group.name): group.id for group in named(db, keyed.values()) if group.is_static}
    if missing := [name for key, name in keyed.items() if key not in there]:
        raise Refused(N_("The group “{name}” is not there any more."), name=", ".join(missing))
    gone = {group.id for group in of_client(db, client_id)} - set(there.values())
    return carried.change(
        db, keys, GROUP, client_id, actor, at, add=there.values(), remove=gone, action="restore"
    )


def _free(db: sqlite.Connection, name: str, but: int = 0) -> None:
    if sqlite.one(db, "SELECT 1 FROM client_group WHERE name_key = ? AND id <> ?", key_of(name), but):
        raise Conflict(N_("A group of this name exists already."))
