"""Lines that name a product of the catalogue, or its item number, get from it what was not typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app import sqlite
from app.catalogue import store
from app.catalogue.grid import Typed, shown_price
from app.catalogue.model import Product
from app.text import clean_line
from app.vat.rates import Rate

_LOOKED_AT = 20
# Only where a sale bears VAT at home the product says how much; else the client does.
_DOMESTIC = ("S", "Z", "")


def filled(
    db: sqlite.Connection, typed: Sequence[Typed], language: str, currency: str, vat: Mapping[str, str], locale: str
) -> list[Typed]:  # fmt: skip
    """`vat` maps "S standard" to what stands in the choice of the grid ("S 1900")."""
    return [_filled(db, line, language, currency, vat, locale) for line in typed]


def vat_by_key(rates: Iterable[Rate]) -> dict[str, str]:
    found = {f"{rate.category} {rate.key}": f"{rate.category} {rate.basis_points}" for rate in rates}
    return found | {"E exempt": "E 0"}


def _filled(
    db: sqlite.Connection, line: Typed, language: str, currency: str, vat: Mapping[str, str], locale: str
) -> Typed:
    if line["product"] or line["price"].strip() or not line["text"].strip():
        return line
    wanted = clean_line(line["text"]).casefold()
    found = next((each for each in store.search(db, wanted, _LOOKED_AT) if wanted in _names(each)), None)
    if found is None:
        return line
    price = found.price(currency)
    usual = vat.get(f"{found.category} {found.rate_key}", line["vat"])
    return {
        **line,
        "text": found.name(language),
        "detail": line["detail"] or found.detail,
        "quantity": line["quantity"] or "1",
        "unit": found.unit,
        "price": "" if price is None else shown_price(price, currency, locale),
        "vat": usual if line["vat"].partition(" ")[0] in _DOMESTIC else line["vat"],
        "product": str(found.id),
    }


def _names(product: Product) -> set[str]:
    return {name.casefold() for name in (product.code, *product.names.values()) if name}
