"""What was typed about a product, brought to values; all problems are collected, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from app.catalogue.model import MAX_PRICE, PARTS, PRODUCT_FIELDS, Product, in_order
from app.catalogue.units import UNITS
from app.clients.reading import FieldReader
from app.errors import Problem
from app.i18n import LOCALES, N_, Message, translate
from app.money import currencies, read_number
from app.vat.rates import KEYS, Rate, percent, rates_on

Sent = Mapping[str, str]
# What is free of VAT by law whatever the day: its reason stands on the invoice.
EXEMPT = "E exempt"
_PRICE = "price_"
_CURRENCIES = ("EUR", "PLN", "CHF", "CZK", "GBP", "USD")


@dataclass(frozen=True)
class ProductForm:
    """`values` are those that could be read."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...]
    typed: Mapping[str, str]

    def changing(self, current: Product) -> Product | None:
        """None while there are errors."""
        return None if self.problems else replace(current, **self.values)


def read_product(form: Sent, languages: Sequence[str], rates: Iterable[str], locale: str) -> ProductForm:
    """`rates` are those of `rate_choices`; `languages` the region's, the first of which the list sorts by."""
    reader = FieldReader(form, PRODUCT_FIELDS, "")
    values: dict[str, Any] = {name: reader.read(name) for name in ("code", "detail", "kind")}
    names = {language: reader.read(f"name_{language}") or "" for language in LOCALES}
    values["names"] = in_order(names, languages)
    first = f"name_{languages[0]}"
    if not values["names"] and not any(reader.has_error(f"name_{each}") for each in LOCALES):
        reader.problems.append(Problem(first, Message(N_("Please fill in a name, in any language."))))
    values["unit"] = _chosen(reader, "unit", UNITS)
    rate = _chosen(reader, "rate", [*rates])
    if rate:
        values["category"], values["rate_key"] = rate.split(" ", 1)
    prices, wrong = _prices(form, locale)
    kept = {name: value for name, value in values.items() if value is not None}
    typed = {name: value for name, value in form.items() if name in PRODUCT_FIELDS or name.startswith(_PRICE)}
    return ProductForm(kept | {"prices": prices}, (*reader.in_order(), *wrong), typed)


def as_typed(product: Product, locale: str) -> dict[str, str]:
    """The stored product as the form shows it; `read_product` reads it back unchanged."""
    prices = {f"{_PRICE}{code}": shown_price(product.price(code), locale) for code in product.prices}
    names = {f"name_{language}": product.names.get(language, "") for language in LOCALES}
    plain = {name: str(getattr(product, name)) for name in ("code", "detail", "kind", "unit")}
    return {**plain, **names, **prices, "rate": f"{product.category} {product.rate_key}"}


def currencies_of(product: Product, home: str) -> list[str]:
    """The region's own first, then the common ones, then what else it has a price in."""
    return list(dict.fromkeys((home, *_CURRENCIES, *product.prices)))


def rate_choices(rates: Iterable[Rate], day: date, locale: str) -> list[tuple[str, str]]:
    """What a product can bear on this day: ("S standard", "Standard rate (19 %)")."""
    found = {
        f"{rate.category} {rate.key}": f"{_rate_name(rate.key, locale)} ({percent(rate.basis_points)} %)"
        for rate in rates_on(rates, day)
    }
    return [*found.items(), (EXEMPT, translate(Message(N_("Exempt from VAT")), locale))]


def shown_price(price: Decimal | None, locale: str) -> str:
    """Two decimals at least, four at most; without marks between thousands, so that it can be typed on."""
    return "" if price is None else str(format_decimal(price, format="0.00##", locale=locale))


def _rate_name(key: str, locale: str) -> str:
    return translate(Message(KEYS.get(key, key)), locale)


def _chosen(reader: FieldReader, name: str, known: Iterable[str]) -> str | None:
    value = reader.form.get(name, "")
    if value in known:
        return value
    reader.problems.append(
        Problem(name, Message(N_("“{typed}” is none of the choices."), {"typed": value[:40]}))
    )
    return None


def _prices(form: Sent, locale: str) -> tuple[dict[str, int], list[Problem]]:
    """What is no currency is none of our fields."""
    prices, problems = {}, []
    for name, text in sorted(form.items()):
        code = name.removeprefix(_PRICE)
        if not name.startswith(_PRICE) or code not in currencies() or not text.strip():
            continue
        number = read_number(text[:40], locale)
        parts = None if number is None else number * PARTS
        if parts is None or parts != int(parts) or not 0 <= parts <= MAX_PRICE:
            text = N_("A price is a number from 0 on, with at most four decimals.")
            problems.append(Problem(name, Message(text)))
        else:
            prices[code] = int(parts)
    return prices, problems
