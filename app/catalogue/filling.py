"""Lines that name a product of the catalogue, or its item number, get from it what was not typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app import sqlite
from app.catalogue import store
from app.catalogue.grid import Typed, shown_price
from app.catalogue.model import Product
from app.text import clean_line
from app.vat.rates import Rate
from app.vat.treatment import ProductKind

_LOOKED_AT = 20
_DOMESTIC = ("S", "Z")


@dataclass(frozen=True)
class Tax:
    """`categories` are what this client's goods and services bear, `rates` what stands in the choice of the grid for a
    product's own rate at home: "S standard" -> "S 1900"."""

    categories: Mapping[ProductKind, str]
    rates: Mapping[str, str]

    def of(self, product: Product, chosen: str) -> str:
        """What somebody has chosen against what is usual stays."""
        if chosen and chosen.partition(" ")[0] not in (*_DOMESTIC, *self.categories.values()):
            return chosen
        category = self.categories[product.kind]
        if category in _DOMESTIC:
            return self.rates.get(f"{product.category} {product.rate_key}", chosen)
        return f"{category} 0"


def filled(
    db: sqlite.Connection, typed: Sequence[Typed], language: str, currency: str, tax: Tax, locale: str
) -> list[Typed]:
    return [_filled(db, line, language, currency, tax, locale) for line in typed]


def vat_by_key(rates: Iterable[Rate]) -> dict[str, str]:
    found = {f"{rate.category} {rate.key}": f"{rate.category} {rate.basis_points}" for rate in rates}
    return found | {"E exempt": "E 0"}


def _filled(db: sqlite.Connection, line: Typed, language: str, currency: str, tax: Tax, locale: str) -> Typed:
    if line["product"] or line["price"].strip() or not line["text"].strip():
        return line
    wanted = clean_line(line["text"]).casefold()
    found = next((each for each in store.search(db, wanted, _LOOKED_AT) if wanted in _names(each)), None)
    if found is None:
        return line
    price = found.price(currency)
    return {
        **line,
        "text": found.name(language),
        "detail": line["detail"] or found.detail,
        "quantity": line["quantity"] or "1",
        "unit": found.unit,
        "price": "" if price is None else shown_price(price, currency, locale),
        "vat": tax.of(found, line["vat"]),
        "product": str(found.id),
    }


def _names(product: Product) -> set[str]:
    return {name.casefold() for name in (product.code, *product.names.values()) if name}
