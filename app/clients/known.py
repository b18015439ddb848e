"""Which of many clients, as a file brings them, are known: equal in what tells clients apart, nothing fuzzy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app import sqlite
from app.clients.derived import email_key
from app.clients.model import Client
from app.i18n import N_
from app.text import compact, fold


class Keys(NamedTuple):
    """What a client is recognised by (a tuple: they come in 100,000s)."""

    vat_key: str
    email_key: str
    name_fold: str
    postal_code: str


# In this order; each is a reason only where none of its keys is empty.
REASONS = {
    ("vat_key",): N_("same VAT ID"),
    ("name_fold", "email_key"): N_("same email address and name"),
    ("name_fold", "postal_code"): N_("same name and postal code"),
}
_SAME_VAT_ID = (
    "SELECT id, name, vat_key, email_key, name_fold, postal_code FROM client"
    " WHERE vat_key <> '' AND vat_key IN (SELECT value FROM json_each(?))"
)
_SAME_NAME = _SAME_VAT_ID.replace("vat_key <> '' AND vat_key IN", "name_fold <> '' AND name_fold IN")


@dataclass(frozen=True, slots=True)
class Known:
    """The client that is there already, and why it is the same."""

    id: int
    name: str
    reason: str


def keys_of(client: Client) -> Keys:
    return Keys(compact(client.vat_id), email_key(client.email), fold(client.name), client.postal_code)


def identities(keys: Keys) -> list[tuple[str, tuple[str, ...]]]:
    """(reason, what must be equal), without those of which this client lacks a part."""
    found = ((reason, tuple(getattr(keys, name) for name in names)) for names, reason in REASONS.items())
    return [(reason, values) for reason, values in found if all(values)]


def known_clients(db: sqlite.Connection, wanted: Sequence[Keys]) -> list[Known | None]:
    """For each of them the client of this region that it is, in the same order."""
    rows = [
        *db.execute(_SAME_VAT_ID, (json.dumps([keys.vat_key for keys in wanted if keys.vat_key]),)),
        *db.execute(_SAME_NAME, (json.dumps([keys.name_fold for keys in wanted if keys.name_fold]),)),
    ]
    there = _by_identity(rows)
    found = (
        ((there.get((reason, values)), reason) for reason, values in identities(keys)) for keys in wanted
    )
    return [
        next((Known(row["id"], row["name"], reason) for row, reason in each if row), None) for each in found
    ]


def highest_id(db: sqlite.Connection) -> int:
    return int(sqlite.one(db, "SELECT coalesce(max(id), 0) FROM client"))


def identities_since(db: sqlite.Connection, client_id: int) -> set[tuple[str, tuple[str, ...]]]:
    """Of the clients that came after this one."""
    rows = db.execute(
        "SELECT id, name, vat_key, email_key, name_fold, postal_code FROM client WHERE id > ?", (client_id,)
    )
    return set(_by_identity(rows))


def _by_identity(rows: Iterable[sqlite.Row]) -> dict[tuple[str, tuple[str, ...]], sqlite.Row]:
    found: dict[tuple[str, tuple[str, ...]], sqlite.Row] = {}
    for row in rows:
        for identity in identities(Keys(*(row[name] for name in Keys._fields))):
            found.setdefault(identity, row)
    return found
