"""SQL of the pairs that a scan has found. Those of which a client is gone are left out."""

from __future__ import annotations

import json
from collections.abc import Sequence

from app import sqlite
from app.duplicates.grouping import groups_of, placed
from app.duplicates.model import POSSIBLE, Pair, Reason
from app.duplicates.scoring import compare
from app.duplicates.store import find_profiles

_PAIR = "SELECT p.first_id, p.second_id, p.score, p.reasons, p.place FROM duplicate_pair p"
_THERE = "JOIN client a ON a.id = p.first_id JOIN client b ON b.id = p.second_id"


def replace_all(db: sqlite.Connection, pairs: Sequence[Pair]) -> None:
    """Those of an earlier scan go."""
    places = placed(pairs)
    db.execute("DELETE FROM duplicate_pair")
    db.executemany(
        "INSERT INTO duplicate_pair (first_id, second_id, score, reasons, place) VALUES (?, ?, ?, ?, ?)",
        ((*_values(pair), places[pair.first, pair.second]) for pair in pairs),
    )


def page(db: sqlite.Connection, start: int, groups: int) -> tuple[list[list[Pair]], int]:
    """(the groups from this place on, the place where the next page starts or 0)."""
    places = [
        row["place"]
        for row in db.execute(
            f"SELECT DISTINCT p.place FROM duplicate_pair p {_THERE} WHERE p.place >= ? ORDER BY p.place LIMIT ?",
            (start, groups + 1),
        )
    ]
    if not places:
        return [], 0
    last = places[:groups][-1]
    rows = db.execute(
        f"{_PAIR} {_THERE} WHERE p.place BETWEEN ? AND ? ORDER BY p.place, p.score DESC, p.first_id, p.second_id",
        (start, last),
    )
    return groups_of(map(_pair, rows)), places[groups] if len(places) > groups else 0


def count(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, f"SELECT count(*) FROM duplicate_pair p {_THERE}"))


def between(db: sqlite.Connection, client_ids: Sequence[int]) -> list[Pair]:
    """How these clients compare, all with all, whether a scan has found them or not."""
    profiles = find_profiles(db, client_ids)
    return [
        Pair(one.id, other.id, score, tuple(reasons))
        for place, one in enumerate(profiles)
        for other in profiles[place + 1 :]
        for score, reasons in [compare(one, other)]
    ]


def drop(db: sqlite.Connection, first: int, second: int) -> None:
    db.execute("DELETE FROM duplicate_pair WHERE first_id = ? AND second_id = ?", (first, second))


def put_back(db: sqlite.Connection, first: int, second: int) -> None:
    """As a scan would find it, in the group of one of them, else before all others."""
    [pair] = between(db, [first, second])
    if pair.score < POSSIBLE:
        return
    place = sqlite.one(
        db,
        "SELECT min(place) FROM duplicate_pair WHERE first_id IN (:a, :b) OR second_id IN (:a, :b)",
        {"a": first, "b": second},
    )
    db.execute(
        "INSERT OR IGNORE INTO duplicate_pair (first_id, second_id, score, reasons, place) VALUES (?, ?, ?, ?, ?)",
        (*_values(pair), place or 0),
    )


def erase(db: sqlite.Connection, client_id: int) -> None:
    """Erasure: whom this client was like goes with it."""
    db.execute("DELETE FROM duplicate_pair WHERE first_id = ? OR second_id = ?", (client_id, client_id))


def _values(pair: Pair) -> tuple[int, int, int, str]:
    return pair.first, pair.second, pair.score, json.dumps(pair.reasons, separators=(",", ":"))


def _pair(row: sqlite.Row) -> Pair:
    reasons = tuple(Reason(*each) for each in json.loads(row["reasons"]))
    return Pair(row["first_id"], row["second_id"], row["score"], reasons)
