"""What the pages of duplicates show. SQL of the few words that stand for a client there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app import sqlite
from app.duplicates import decisions, pairs, scans
from app.duplicates.decisions import Decision
from app.duplicates.grouping import members_of
from app.duplicates.model import Pair
from app.duplicates.scans import Scan


@dataclass(frozen=True)
class Entry:
    """A client in a line of a list."""

    id: int
    name: str
    email: str
    vat_id: str
    city: str
    status: str


@dataclass(frozen=True)
class Group:
    """Clients that hang together, and the pairs by which they do."""

    members: tuple[int, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Found:
    """A page of groups; `done` is the scan that has found them, `next` where the next page starts, or 0."""

    done: Scan | None
    groups: tuple[Group, ...]
    entries: Mapping[int, Entry]
    next: int
    pairs: int
    decisions: int


def load(db: sqlite.Connection, start: int, many: int) -> Found:
    """Everything on the page, in one snapshot."""
    groups, following = pairs.page(db, start, many)
    found = tuple(Group(tuple(members_of(group)), tuple(group)) for group in groups)
    return Found(
        scans.last_done(db),
        found,
        entries(db, (each for group in found for each in group.members)),
        following,
        pairs.count(db),
        decisions.count(db),
    )


def load_decisions(db: sqlite.Connection, limit: int) -> tuple[list[Decision], Mapping[int, Entry]]:
    found = decisions.listed(db, limit)
    return found, entries(db, [each for one in found for each in (one.first, one.second)])


def entries(db: sqlite.Connection, client_ids: Iterable[int]) -> dict[int, Entry]:
    wanted = json.dumps(sorted(set(client_ids)))
    rows = db.execute(
        "SELECT id, name, email, vat_id, city, status FROM client WHERE id IN (SELECT value FROM json_each(?))",
        (wanted,),
    )
    return {row["id"]: Entry(**dict(row)) for row in rows}
