"""A product or service, in the languages and currencies in which it is sold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from app.clients.model import Field
from app.i18n import LOCALES, N_

Kind = Literal["goods", "service"]
Status = Literal["active", "retired"]

KINDS: Mapping[str, str] = {"service": N_("Service"), "goods": N_("Product")}
STATUSES: Mapping[str, str] = {"active": N_("For sale"), "retired": N_("Retired")}
# A price is kept in ten-thousandths of the currency's main unit: EN 16931 allows more decimals than a cent (BT-146).
PARTS = 10_000
MAX_PRICE = 10**13

NAME_LABELS = {
    "de": N_("Name in German"),
    "en": N_("Name in English"),
    "pl": N_("Name in Polish"),
}
PRODUCT_FIELDS: Mapping[str, Field] = {
    each.name: each
    for each in (
        Field("code", N_("Item number"), 40),
        *(Field(f"name_{language}", label, 200) for language, label in NAME_LABELS.items()),
        Field("detail", N_("Description"), 2000, multiline=True),
        Field("kind", N_("Kind"), 20, KINDS),
        Field("unit", N_("Unit"), 3),
        Field("rate", N_("VAT"), 30),
        Field("prices", N_("Net prices"), 200),
        Field("status", N_("Status"), 20, STATUSES),
    )
}


@dataclass(frozen=True)
class Product:
    """`names` by language, `prices` by currency in ten-thousandths; `rate_key` and `category` say which VAT a domestic
    sale bears ("standard", "S"): the day of supply decides which percentage that is."""

    names: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = "service"
    code: str = ""
    detail: str = ""
    unit: str = "C62"
    prices: Mapping[str, int] = field(default_factory=dict)
    category: str = "S"
    rate_key: str = "standard"
    status: Status = "active"
    id: int = 0
    uuid: str = ""
    version: int = 1
    changed_at: str = ""

    def name(self, language: str) -> str:
        """In this language, else in the first it has one in."""
        return self.names.get(language) or next(iter(self.names.values()), "")

    def price(self, currency: str) -> Decimal | None:
        """In the currency's main unit; None where it has none."""
        found = self.prices.get(currency)
        return None if found is None else Decimal(found) / PARTS


def in_order(names: Mapping[str, str], first: Iterable[str] = LOCALES) -> dict[str, str]:
    """Those that are filled, the region's languages before the others: the first is what the list sorts by."""
    return {language: names[language] for language in (*first, *LOCALES) if names.get(language)}
