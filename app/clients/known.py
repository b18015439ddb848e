"""Which of many clients, as a file brings them, are known: equal in what tells clients apart, nothing fuzzy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import sqlite
from app.clients.derived import Keys
from app.i18n import N_

SAME_VAT_ID = N_("same VAT ID")
SAME_EMAIL_AND_NAME = N_("same email address and name")
SAME_NAME_AND_POSTAL_CODE = N_("same name and postal code")
# (reason, what must be equal): who has one of them in common is the same client.
Identity = tuple[str, str, str]
_WITH_VAT_ID = (
    "SELECT id, name, vat_key, email_key, name_fold, postal_code FROM client"
    " WHERE vat_key <> '' AND vat_key IN (SELECT value FROM json_each(?))"
)
_WITH_NAME = _WITH_VAT_ID.replace("vat_key <> '' AND vat_key IN", "name_fold <> '' AND name_fold IN")


@dataclass(frozen=True, slots=True)
class Known:
    """The client that is there already, and why it is the same."""

    id: int
    name: str
    reason: str


def identities(keys: Keys) -> list[Identity]:
    """Without those of which this client lacks a part."""
    vat_key, email, name, postal_code = keys
    found: list[Identity] = []
    if vat_key:
        found.append((SAME_VAT_ID, vat_key, ""))
    if name and email:
        found.append((SAME_EMAIL_AND_NAME, name, email))
    if name and postal_code:
        found.append((SAME_NAME_AND_POSTAL_CODE, name, postal_code))
    return found


def known_clients(db: sqlite.Connection, wanted: Sequence[Keys]) -> list[Known | None]:
    """For each of them the client of this region that it is, in the same order."""
    rows = [
        *db.execute(_WITH_VAT_ID, (json.dumps([keys.vat_key for keys in wanted if keys.vat_key]),)),
        *db.execute(_WITH_NAME, (json.dumps([keys.name_fold for keys in wanted if keys.name_fold]),)),
    ]
    there = _by_identity(rows)
    return [_known(keys, there) for keys in wanted]


def highest_id(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT coalesce(max(id), 0) FROM client"))


def identities_since(db: sqlite.Connection, client_id: int) -> set[Identity]:
    """Of the clients that came after this one."""
    rows = db.execute(
        "SELECT id, name, vat_key, email_key, name_fold, postal_code FROM client WHERE id > ?", (client_id,)
    )
    return set(_by_identity(rows))


def _known(keys: Keys, there: Mapping[Identity, sqlite.Row]) -> Known | None:
    if not there:
        return None
    for identity in identities(keys):
        row = there.get(identity)
        if row is not None:
            return Known(row["id"], row["name"], identity[0])
    return None


def _by_identity(rows: Iterable[sqlite.Row]) -> dict[Identity, sqlite.Row]:
    found: dict[Identity, sqlite.Row] = {}
    for row in rows:
        for identity in identities(Keys(*(row[name] for name in Keys._fields))):
            found.setdefault(identity, row)
    return found
