"""SQL of duplicates."""

from __future__ import annotations

import json
from collections.abc import Iterable
from sys import intern

from app import sqlite
from app.clients.derived import Keys, keys_of
from app.clients.model import Client
from app.contact_points import domain_of, e164
from app.duplicates.model import Profile
from app.duplicates.normalisation import address_of, city_of, name_of
from app.text import compact

_PROFILES = (
    "SELECT id, kind, archived, name, vat_key, email_key, phone_key, domain, street, postal_code, city, country"
    " FROM client"
)


def profiles(db: sqlite.Connection) -> list[Profile]:
    """Of every client, archived ones too: reads the whole table, once for each scan."""
    return [_profile(row) for row in db.execute(_PROFILES)]


def find_profiles(db: sqlite.Connection, client_ids: Iterable[int]) -> list[Profile]:
    """Of those of them that exist, in the order of their numbers."""
    wanted = json.dumps(sorted(set(client_ids)))
    rows = db.execute(f"{_PROFILES} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id", (wanted,))
    return [_profile(row) for row in rows]


def names(db: sqlite.Connection, client_ids: Iterable[int]) -> dict[int, str]:
    wanted = json.dumps(sorted(set(client_ids)))
    rows = db.execute("SELECT id, name FROM client WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    return {row["id"]: row["name"] for row in rows}


def profile_of(client: Client, keys: Keys | None = None) -> Profile:
    """Of one that need not be stored yet; `keys` are its own, where they are known already."""
    keys, address = keys or keys_of(client), address_of(client.street)
    return Profile(
        client.id, client.kind == "person", client.status == "archived", name_of(client.name), keys.vat_key,
        keys.email_key, compact(e164(client.phone)), domain_of(client.email, client.website), address.street,
        address.number, _postal_code(client.country, client.postal_code), city_of(client.city),
    )  # fmt: skip


def _profile(row: sqlite.Row) -> Profile:
    client_id, kind, archived, name, vat_id, email, phone, domain, street, postal_code, city, country = row
    address = address_of(street)
    return Profile(
        client_id, kind == "person", bool(archived), name_of(name), vat_id, email, phone, domain, address.street,
        address.number, _postal_code(country, postal_code), city_of(city),
    )  # fmt: skip


def _postal_code(country: str, code: str) -> str:
    """Shared by all who live there as long as one of them is looked at: a cache would hold memory in between."""
    return intern(f"{country}{compact(code)}") if code else ""
