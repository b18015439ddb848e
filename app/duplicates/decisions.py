"""SQL of "these two are not one": remembered until one of them changes into something else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.duplicates import pairs
from app.duplicates.model import Profile
from app.duplicates.store import find_profiles
from app.errors import NotFound
from app.history import store as history
from app.history.model import Change, Subject
from app.vault import Keyring

_OBJECT = "duplicate:{other}"
_BETWEEN = "duplicate_decision d JOIN client a ON a.id = d.first_id JOIN client b ON b.id = d.second_id"


@dataclass(frozen=True)
class Decision:
    first: int
    second: int
    by: str
    at: str


def digest_of(one: Profile, other: Profile) -> str:
    """Of everything the two are compared by."""
    first, second = sorted((one, other))
    plain = repr([tuple(each._replace(is_archived=False)) for each in (first, second)])
    return hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def decide(db: sqlite.Connection, keys: Keyring, one_id: int, other_id: int, actor: Actor, at: str) -> None:
    """Not the same client. Raises NotFound where one of them is gone."""
    first, second = _two(db, one_id, other_id)
    before = db.total_changes
    db.execute(
        "INSERT INTO duplicate_decision (first_id, second_id, digest, decided_by_id, decided_by_name, decided_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (first_id, second_id) DO UPDATE SET digest = excluded.digest,"
        " decided_by_id = excluded.decided_by_id, decided_by_name = excluded.decided_by_name,"
        " decided_at = excluded.decided_at WHERE digest <> excluded.digest",
        (first.id, second.id, digest_of(first, second), actor.id, actor.name, at),
    )
    changed = db.total_changes > before
    pairs.drop(db, first.id, second.id)
    if changed:
        _record(db, keys, first.id, second.id, "create", actor, at)


def take_back(
    db: sqlite.Connection, keys: Keyring, one_id: int, other_id: int, actor: Actor, at: str
) -> None:
    """Whether they are the same is open again."""
    first, second = _two(db, one_id, other_id)
    gone = db.execute(
        "DELETE FROM duplicate_decision WHERE first_id = ? AND second_id = ?", (first.id, second.id)
    )
    if gone.rowcount:
        pairs.put_back(db, first.id, second.id)
        _record(db, keys, first.id, second.id, "remove", actor, at)


def listed(db: sqlite.Connection, limit: int) -> list[Decision]:
    """Newest first, those between clients that are still there."""
    rows = db.execute(
        f"SELECT d.* FROM {_BETWEEN} ORDER BY decided_at DESC, first_id, second_id LIMIT ?", (limit,)
    )
    return [
        Decision(row["first_id"], row["second_id"], row["decided_by_name"], row["decided_at"]) for row in rows
    ]


def count(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, f"SELECT count(*) FROM {_BETWEEN}"))


def decided(db: sqlite.Connection) -> dict[tuple[int, int], str]:
    """Every pair with the digest it was decided at."""
    rows = db.execute("SELECT first_id, second_id, digest FROM duplicate_decision")
    return {(row["first_id"], row["second_id"]): row["digest"] for row in rows}


def decided_about(db: sqlite.Connection, client_id: int, others: Iterable[int]) -> dict[int, str]:
    """Other client -> digest."""
    rows = db.execute(
        "SELECT first_id + second_id - :id AS other, digest FROM duplicate_decision"
        " WHERE (first_id = :id AND second_id IN (SELECT value FROM json_each(:others)))"
        " OR (second_id = :id AND first_id IN (SELECT value FROM json_each(:others)))",
        {"id": client_id, "others": json.dumps(list(others))},
    )
    return {row["other"]: row["digest"] for row in rows}


def erase(db: sqlite.Connection, client_id: int) -> None:
    """Erasure: what was decided about this client goes with it."""
    db.execute("DELETE FROM duplicate_decision WHERE first_id = ? OR second_id = ?", (client_id, client_id))


def _two(db: sqlite.Connection, one_id: int, other_id: int) -> tuple[Profile, Profile]:
    found = find_profiles(db, [one_id, other_id])
    if len(found) != 2:
        raise NotFound()
    return found[0], found[1]


def _record(
    db: sqlite.Connection, keys: Keyring, first: int, second: int, action: str, actor: Actor, at: str
) -> None:
    """In the history of both, by number: nothing of the one is sealed under the other's key."""
    for one, other in ((first, second), (second, first)):
        subject = Subject(clients.find(db, one).uuid, one, _OBJECT.format(other=other))
        old, new = ("", str(other)) if action == "create" else (str(other), "")
        history.record(db, keys, subject, action, [Change("other", old, new)], actor, at)
