"""SQL of the tags themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app import sqlite
from app.actor import Actor
from app.errors import NotFound
from app.groups import carried
from app.groups.carried import TAG
from app.groups.model import Tag, key_of
from app.vault import Keyring


@dataclass(frozen=True)
class CountedTag:
    tag: Tag
    clients: int


def find(db: sqlite.Connection, tag_id: int) -> Tag:
    row = db.execute("SELECT id, name, colour FROM tag WHERE id = ?", (tag_id,)).fetchone()
    if row is None:
        raise NotFound()
    return Tag(*row)


def listed(db: sqlite.Connection, part: str = "", *, limit: int) -> list[CountedTag]:
    """Those with this in their name, with how many clients carry them (up to 10,001)."""
    rows = db.execute(
        "SELECT id, name, colour, (SELECT count(*) FROM (SELECT 1 FROM client_tag WHERE tag_id = t.id LIMIT 10001))"
        " FROM tag t WHERE instr(name_key, ?) > 0 ORDER BY name_key LIMIT ?",
        (key_of(part), limit),
    )
    return [CountedTag(Tag(*row[:3]), row[3]) for row in rows]


def of_client(db: sqlite.Connection, client_id: int) -> list[Tag]:
    rows = db.execute(
        "SELECT id, name, colour FROM client_tag CROSS JOIN tag ON id = tag_id WHERE client_id = ? ORDER BY name_key",
        (client_id,),
    )
    return [Tag(*row) for row in rows]


def made(db: sqlite.Connection, names: Iterable[str]) -> list[int]:
    """The ids of these tags; those that nobody has used yet are made."""
    return [made_with(db, name) for name in names]


def made_with(db: sqlite.Connection, name: str, colour: str = "") -> int:
    """One that is there already keeps its colour."""
    db.execute(
        "INSERT INTO tag (name, name_key, colour) VALUES (?, ?, ?) ON CONFLICT (name_key) DO NOTHING",
        (name, key_of(name), colour),
    )
    return int(sqlite.one(db, "SELECT id FROM tag WHERE name_key = ?", key_of(name)))


def attach(
    db: sqlite.Connection, keys: Keyring, client_id: int, names: Iterable[str], actor: Actor, at: str
) -> bool:
    """False where the client carried all of them already."""
    return carried.change(db, keys, TAG, client_id, actor, at, add=made(db, names))


def set_names(
    db: sqlite.Connection, keys: Keyring, client_id: int, names: Iterable[str], actor: Actor, at: str
) -> bool:
    """Exactly these: how an earlier value of the history comes back."""
    wanted = made(db, names)
    present = carried.ids_named(db, TAG, carried.names_of(db, TAG, client_id))
    gone = set(present) - set(wanted)
    return carried.change(db, keys, TAG, client_id, actor, at, add=wanted, remove=gone, action="restore")


def respell(db: sqlite.Connection, tag_id: int, name: str, colour: str) -> None:
    """Another colour, and the same name written differently: "vip" becomes "VIP"."""
    db.execute(
        "UPDATE tag SET colour = ?, name = iif(name_key = ?, ?, name) WHERE id = ?",
        (colour, key_of(name), name, tag_id),
    )


def remove_unused(db: sqlite.Connection, name: str) -> bool:
    """False where somebody carries it still."""
    [tag_id] = carried.ids_named(db, TAG, [name]) or [0]
    if carried.carriers(db, TAG, tag_id, 1):
        return False
    db.execute("DELETE FROM tag WHERE id = ?", (tag_id,))
    return True


def bring_back(db: sqlite.Connection, tag: Tag) -> None:
    """Under its old address, unless there is one of this name again."""
    db.execute(
        "INSERT INTO tag (id, name, name_key, colour) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (tag.id, tag.name, key_of(tag.name), tag.colour),
    )
