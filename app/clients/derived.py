"""Columns that follow from a client's fields: what it is sorted, found and recognised by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from app.clients.model import GAP_FIELDS, Client, gaps
from app.contact_points import domain_of, e164
from app.text import compact, fold, sort_key

STORED = (
    "kind", "name", "email", "phone", "vat_id", "vat_id_missing_reason", "street", "postal_code", "city", "country",
    "website", "industry", "notes", "status", "payment_term_days", "currency", "invoice_language", "vat_treatment",
    "discount", "buyer_reference",
)  # fmt: skip
RECORDED = (*STORED, "contact_name")


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


# Each column with the fields it follows from, and how.
_RULES: Mapping[str, tuple[Set[str], Callable[[Client], object]]] = {
    "incomplete": (GAP_FIELDS, lambda client: 1 if gaps(client) else 0),
    "name_key": ({"name"}, lambda client: sort_key(client.name)),
    "city_key": ({"city"}, lambda client: _common_sort_key(client.city)),
    "contact_key": ({"contact_name"}, lambda client: sort_key(client.contact_name)),
    "industry_key": ({"industry"}, lambda client: _common_sort_key(client.industry)),
    "phone_key": ({"phone"}, lambda client: compact(e164(client.phone))),
    "domain": ({"email", "website"}, lambda client: domain_of(client.email, client.website)),
    "vat_key": ({"vat_id"}, lambda client: compact(client.vat_id)),
    "email_key": ({"email"}, lambda client: email_key(client.email)),
    "name_fold": ({"name"}, lambda client: fold(client.name)),
}
DERIVED = tuple(_RULES)
# Those that are no keys.
_OTHERS = tuple(rule for column, (_, rule) in _RULES.items() if column not in Keys._fields)


def derived(client: Client, keys: Keys | None = None) -> tuple[object, ...]:
    """The values of DERIVED, in their order; `keys` are the client's own where they are known already."""
    keys = keys or keys_of(client)
    return *[rule(client) for rule in _OTHERS], keys.vat_key, keys.email_key, keys.name_fold


def derived_from(fields: Set[str], client: Client) -> dict[str, object]:
    """Those of DERIVED that follow from one of these fields."""
    return {
        column: rule(client) for column, (sources, rule) in _RULES.items() if not fields.isdisjoint(sources)
    }


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
