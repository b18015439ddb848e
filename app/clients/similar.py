"""Clients that may be the same one, found while somebody types a new one."""

from __future__ import annotations

from dataclasses import dataclass

from app import sqlite
from app.clients.derived import email_key
from app.clients.model import Client
from app.contact_points import domain_of, e164
from app.i18n import N_
from app.text import compact, fold

MOST = 5
# How strongly each equality speaks for "the same client", in percent.
REASONS = {
    "vat_key": (N_("same VAT ID"), 98),
    "email_key": (N_("same email address"), 90),
    "name_fold": (N_("same name"), 85),
    "phone_key": (N_("same phone number"), 75),
    "domain": (N_("same internet domain"), 50),
}


@dataclass(frozen=True)
class SimilarClient:
    id: int
    name: str
    city: str
    status: str
    score: int
    reasons: tuple[str, ...]


def similar_clients(db: sqlite.Connection, typed: Client, own_id: int = 0) -> list[SimilarClient]:
    """At most MOST clients of this region, the likeliest first. Every look-up is one index, none reads the table."""
    wanted = {
        "vat_key": compact(typed.vat_id),
        "email_key": email_key(typed.email),
        "name_fold": fold(typed.name),
        "phone_key": compact(e164(typed.phone)),
        "domain": domain_of(typed.email, typed.website),
    }
    found: dict[int, set[str]] = {}
    for column, value in wanted.items():
        for client_id in _same(db, column, value):
            found.setdefault(client_id, set()).add(column)
    found.pop(own_id, None)
    ranked = sorted(found.items(), key=lambda item: (-_score(item[1]), item[0]))[:MOST]
    return [_similar(db, client_id, columns) for client_id, columns in ranked]


def _same(db: sqlite.Connection, column: str, value: str) -> list[int]:
    if not value:
        return []
    rows = db.execute(
        f"SELECT id FROM client WHERE {column} = ? AND {column} <> '' LIMIT 20", (value,)
    ).fetchall()
    if column in ("email_key", "phone_key"):
        rows += db.execute(
            f"SELECT client_id FROM contact WHERE {column} = ? AND {column} <> '' LIMIT 20", (value,)
        ).fetchall()
    return [row[0] for row in rows]


def _score(columns: set[str]) -> int:
    return min(99, max(REASONS[column][1] for column in columns) + 3 * (len(columns) - 1))


def _similar(db: sqlite.Connection, client_id: int, columns: set[str]) -> SimilarClient:
    row = db.execute("SELECT name, city, status FROM client WHERE id = ?", (client_id,)).fetchone()
    reasons = tuple(REASONS[column][0] for column in REASONS if column in columns)
    return SimilarClient(client_id, row["name"], row["city"], row["status"], _score(columns), reasons)
