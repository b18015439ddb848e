"""Which of many clients, as a file brings them, are known: equal in what tells clients apart, nothing fuzzy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from app import sqlite
from app.clients.derived import Keys
from app.i18n import N_

SAME_VAT_ID = N_("same VAT ID")
SAME_EMAIL_AND_NAME = N_("same email address and name")
SAME_NAME_AND_POSTAL_CODE = N_("same name and postal code")
# (reason, what must be equal): who has one of them in common is the same client.
Identity = tuple[str, str, str]
# By what clients can be told apart, in the order of its weight.
REASONS: Mapping[str, str] = {
    "vat_id": SAME_VAT_ID,
    "email": SAME_EMAIL_AND_NAME,
    "postal_code": SAME_NAME_AND_POSTAL_CODE,
}
_ALL = frozenset(REASONS.values())
_KEYS = "SELECT id, name, vat_key, email_key, name_fold, postal_code FROM client"
# Every client is one or the other: so the list's index is used, in which archived ones stand apart.
_WITH_VAT_ID = f"{_KEYS} WHERE archived IN (0, 1) AND vat_key IN (SELECT value FROM json_each(?))"
_WITH_NAME = f"{_KEYS} WHERE name_fold <> '' AND name_fold IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Known:
    """The client that is there already, and why it is the same.

    Not `sure` where others fit as well, or where both have a VAT ID and not the same.
    """

    id: int
    name: str
    reason: str
    sure: bool = True


def identities(keys: Keys, reasons: Set[str] = _ALL) -> list[Identity]:
    """Without those of which this client lacks a part."""
    vat_key, email, name, postal_code = keys
    found: list[Identity] = []
    if vat_key and SAME_VAT_ID in reasons:
        found.append((SAME_VAT_ID, vat_key, ""))
    if name and email and SAME_EMAIL_AND_NAME in reasons:
        found.append((SAME_EMAIL_AND_NAME, name, email))
    if name and postal_code and SAME_NAME_AND_POSTAL_CODE in reasons:
        found.append((SAME_NAME_AND_POSTAL_CODE, name, postal_code))
    return found


def known_clients(
    db: sqlite.Connection, wanted: Sequence[Keys], reasons: Set[str] = _ALL
) -> list[Known | None]:
    """For each of them the client of this region that it is, in the same order."""
    rows = [
        *db.execute(_WITH_VAT_ID, (json.dumps([keys.vat_key for keys in wanted if keys.vat_key]),)),
        *db.execute(_WITH_NAME, (json.dumps([keys.name_fold for keys in wanted if keys.name_fold]),)),
    ]
    there = _by_identity(rows)
    return [_known(keys, there, reasons) for keys in wanted]


def highest_id(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT coalesce(max(id), 0) FROM client"))


def identities_since(db: sqlite.Connection, client_id: int) -> set[Identity]:
    """Of the clients that came after this one."""
    rows = db.execute(f"{_KEYS} WHERE id > ?", (client_id,))
    return set(_by_identity(rows))


def _known(keys: Keys, there: Mapping[Identity, dict[int, sqlite.Row]], reasons: Set[str]) -> Known | None:
    """The first of those that fit by the weightiest; of several the one that fits by something else too."""
    if not there:
        return None
    fitting = [(identity[0], there[identity]) for identity in identities(keys, reasons) if identity in there]
    if not fitting:
        return None
    reason, rows = fitting[0]
    for _, others in fitting[1:]:
        rows = {client_id: row for client_id, row in rows.items() if client_id in others} or rows
    row = next(iter(rows.values()))
    contradicts = bool(keys.vat_key and row["vat_key"]) and keys.vat_key != row["vat_key"]
    return Known(row["id"], row["name"], reason, len(rows) == 1 and not contradicts)


def _by_identity(rows: Iterable[sqlite.Row]) -> dict[Identity, dict[int, sqlite.Row]]:
    found: dict[Identity, dict[int, sqlite.Row]] = {}
    for row in rows:
        for identity in identities(Keys(*(row[name] for name in Keys._fields))):
            found.setdefault(identity, {})[row["id"]] = row
    return found
