"""SQL for clients that may be the one somebody is typing: every look-up is one index and takes a few of its rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app import sqlite
from app.clients.model import Client
from app.duplicates.decisions import decided_about, digest_of
from app.duplicates.model import Profile, Reason
from app.duplicates.scoring import compare
from app.duplicates.store import find_profiles, profile_of
from app.text import PART_OF_WORD_LENGTH, fold

MOST = 5
_FEW = 20
_BY_WORDS = 60
_MOST_WORDS = 4
_HALVES_FROM_LENGTH = 2 * PART_OF_WORD_LENGTH
# A place alone is shared with the neighbours.
_PLACES = ("same_address", "same_postal_code", "same_city")
_AT_LEAST = 15


@dataclass(frozen=True)
class Similar:
    id: int
    name: str
    city: str
    status: str
    score: int
    reasons: tuple[Reason, ...]


def similar_clients(db: sqlite.Connection, typed: Client, own_id: int = 0) -> list[Similar]:
    """At most MOST clients, the likeliest first, without those that were decided to be others than `own_id`."""
    wanted = profile_of(typed)._replace(id=own_id)
    by_contact = _by_contact(db, wanted)
    found = set(_by_number(db, wanted)) | by_contact.keys() | set(_by_words(db, typed, wanted))
    found.discard(own_id)
    profiles = [_with_contact(each, by_contact.get(each.id, {})) for each in find_profiles(db, found)]
    decided = decided_about(db, own_id, found) if own_id else {}
    ranked = [
        (score, each.id, reasons)
        for each in profiles
        for score, reasons in [speaking_for(wanted, each)]
        if score >= _AT_LEAST and decided.get(each.id) != digest_of(wanted, each)
    ]
    ranked.sort(key=lambda one: (-one[0], one[1]))
    return [_shown(db, *one) for one in ranked[:MOST]]


def speaking_for(typed: Profile, other: Profile) -> tuple[int, tuple[Reason, ...]]:
    """What differs may not be typed yet, so only what is the same or alike counts here."""
    reasons = tuple(reason for reason in compare(typed, other)[1] if reason.points > 0)
    if all(reason.kind in _PLACES for reason in reasons):
        return 0, ()
    return min(100, sum(reason.points for reason in reasons)), reasons


def _by_number(db: sqlite.Connection, wanted: Profile) -> Iterator[int]:
    for condition, value in (
        ("archived IN (0, 1) AND vat_key = ?", wanted.vat_id),
        ("archived IN (0, 1) AND email_key = ?", wanted.email),
        ("archived IN (0, 1) AND phone_key = ?", wanted.phone),
        ("domain = ? AND domain <> ''", wanted.domain),
    ):
        if value:
            yield from _ids(db, f"SELECT id FROM client WHERE {condition} LIMIT ?", value, _FEW)


def _by_contact(db: sqlite.Connection, wanted: Profile) -> dict[int, dict[str, str]]:
    """Clients one of whose contact persons has this email or phone, and which of them."""
    found: dict[int, dict[str, str]] = {}
    for column, field, value in (("email_key", "email", wanted.email), ("phone_key", "phone", wanted.phone)):
        if value:
            sql = f"SELECT client_id FROM contact WHERE {column} = ? AND {column} <> '' LIMIT ?"
            for client_id in _ids(db, sql, value, _FEW):
                found.setdefault(client_id, {})[field] = value
    return found


def _with_contact(profile: Profile, of_contact: dict[str, str]) -> Profile:
    return profile._replace(**of_contact) if of_contact else profile  # type: ignore[arg-type]


def _by_words(db: sqlite.Connection, typed: Client, wanted: Profile) -> Iterator[int]:
    folded = fold(typed.name)
    if folded:
        yield from _ids(
            db, "SELECT id FROM client WHERE name_fold = ? AND name_fold <> '' LIMIT ?", folded, _FEW
        )
    for expression in _expressions(wanted):
        yield from _ids(
            db, "SELECT rowid FROM client_search WHERE client_search MATCH ? LIMIT ?", expression, _BY_WORDS
        )


def _expressions(wanted: Profile) -> Iterator[str]:
    """Two words of the name in any order and half of each, so that each may be mistyped; one word with the place."""
    long = [word for word in wanted.name.tokens if len(word) >= PART_OF_WORD_LENGTH]
    words = sorted(long, key=len, reverse=True)[:_MOST_WORDS]
    parts = [_parts(word) for word in words]
    pairs = [f"({one} AND {other})" for place, one in enumerate(parts) for other in parts[place + 1 :]]
    if pairs:
        yield f"name : ({' OR '.join(pairs)})"
    for word in words:
        yield f'name : "{word}"'
    if parts and len(wanted.city) >= PART_OF_WORD_LENGTH:
        yield f'(name : ({" OR ".join(parts)})) AND (basics : "{wanted.city}")'


def _parts(word: str) -> str:
    if len(word) < _HALVES_FROM_LENGTH:
        return f'"{word}"'
    middle = len(word) // 2
    return f'("{word[:middle]}" OR "{word[middle:]}")'


def _ids(db: sqlite.Connection, sql: str, *values: object) -> list[int]:
    return [row[0] for row in db.execute(sql, values)]


def _shown(db: sqlite.Connection, score: int, client_id: int, reasons: tuple[Reason, ...]) -> Similar:
    row = db.execute("SELECT name, city, status FROM client WHERE id = ?", (client_id,)).fetchone()
    return Similar(client_id, row["name"], row["city"], row["status"], score, reasons)
