"""Columns that follow from a client's fields: what it is sorted, found and recognised by."""

from __future__ import annotations

from collections.abc import Mapping

from app.clients.model import Client, gaps
from app.contact_points import domain_of, e164
from app.text import compact, fold, sort_key

STORED = (
    "kind", "name", "email", "phone", "vat_id", "vat_id_missing_reason", "street", "postal_code", "city", "country",
    "website", "industry", "notes", "status", "payment_term_days", "currency", "invoice_language", "vat_treatment",
    "discount",
)  # fmt: skip
DERIVED = (
    "incomplete", "name_key", "city_key", "contact_key", "industry_key", "name_fold", "vat_key", "email_key",
    "phone_key", "domain",
)  # fmt: skip


def derived(client: Client) -> tuple[object, ...]:
    """The values of DERIVED, in order."""
    return (
        1 if gaps(client) else 0,
        sort_key(client.name),
        sort_key(client.city),
        sort_key(client.contact_name),
        sort_key(client.industry),
        fold(client.name),
        compact(client.vat_id),
        email_key(client.email),
        compact(e164(client.phone)),
        domain_of(client.email, client.website),
    )


def stored(client: Client) -> tuple[object, ...]:
    """The values of STORED, in order."""
    return tuple(getattr(client, name) for name in STORED)


def email_key(email: str) -> str:
    return email.strip().casefold()


def words(client: Client) -> str:
    """The folded text a client is found by, besides its name; numbers also without blanks and marks."""
    plain = fold(
        f"{client.email} {client.street} {client.city} {client.website} {client.industry} {client.notes}"
    )
    numbers = (
        compact(client.vat_id),
        compact(client.phone),
        fold(client.postal_code),
        compact(client.postal_code),
    )
    return f"{plain} {' '.join(numbers)}"


def as_text(client: Client) -> Mapping[str, str]:
    """Every field as the change history records it."""
    return {name: str(getattr(client, name)) for name in (*STORED, "contact_name")}
