"""Columns that follow from a client's fields: what it is sorted, found and recognised by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from app.clients.model import Client, gaps
from app.contact_points import domain_of, e164
from app.text import compact, fold, sort_key

STORED = (
    "kind", "name", "email", "phone", "vat_id", "vat_id_missing_reason", "street", "postal_code", "city", "country",
    "website", "industry", "notes", "status", "payment_term_days", "currency", "invoice_language", "vat_treatment",
    "discount", "buyer_reference",
)  # fmt: skip
RECORDED = (*STORED, "contact_name")
DERIVED = (
    "incomplete", "name_key", "city_key", "contact_key", "industry_key", "name_fold", "vat_key", "email_key",
    "phone_key", "domain",
)  # fmt: skip


class Keys(NamedTuple):
    """What a client is recognised by (a tuple: they come in 100,000s)."""

    vat_key: str
    email_key: str
    name_fold: str
    postal_code: str


def keys_of(client: Client) -> Keys:
    return Keys(compact(client.vat_id), email_key(client.email), fold(client.name), client.postal_code)


# The values of STORED and of RECORDED, in their order.
stored: Callable[[Client], tuple[object, ...]] = attrgetter(*STORED)
recorded: Callable[[Client], tuple[object, ...]] = attrgetter(*RECORDED)


# Of what many clients share; both are at most 120 characters.
_common_sort_key = lru_cache(4096)(sort_key)


def derived(client: Client, keys: Keys | None = None) -> tuple[object, ...]:
    """The values of DERIVED, in order; `keys` are the client's own, where they are known already."""
    keys = keys or keys_of(client)
    return (
        1 if gaps(client) else 0,
        sort_key(client.name),
        _common_sort_key(client.city),
        sort_key(client.contact_name),
        _common_sort_key(client.industry),
        keys.name_fold,
        keys.vat_key,
        keys.email_key,
        compact(e164(client.phone)),
        domain_of(client.email, client.website),
    )


def email_key(email: str) -> str:
    return email.strip().casefold()


def words(client: Client) -> str:
    """The folded text a client is found by, besides its name; numbers also without blanks and marks."""
    plain = fold(
        f"{client.email} {client.street} {client.city} {client.website} {client.industry} {client.notes}"
        f" {client.vat_id_missing_reason} {client.buyer_reference}"
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
    return dict(zip(RECORDED, map(str, recorded(client)), strict=True))
