"""What the line grid shows besides the lines, on the form of an invoice and of an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.catalogue.filling import Tax, filled, vat_by_key
from app.catalogue.grid import EMPTY, Typed
from app.catalogue.lines import LineValues, totals_of
from app.catalogue.units import choices as unit_choices
from app.clients.model import Client
from app.invoices.beginning import vat_for
from app.invoices.law import Law
from app.invoices.views import vat_options
from app.seller import store as sellers
from app.vat.rates import rates_on
from app.vat.treatment import ProductKind
from app.web.context import region_of
from app.web.formats import amount
from app.web.shell import locale_of
from app.web.user import WebRequest


def grid(
    request: WebRequest, client: Client, day: str, currency: str, language: str, lines: Sequence[Typed],
    values: Sequence[LineValues],
) -> dict[str, Any]:  # fmt: skip
    """The context of catalogue/_lines.html: `lines`, what they come to as `values`, and a row for the next one."""
    region, locale = region_of(request), locale_of(request)
    law = Law.of(region.definition)
    category, rate = vat_for(client, region.read(sellers.load), law, day)
    return {
        "lines": [*lines, EMPTY],
        "line_nets": dict(enumerate(nets(values, currency, locale), start=1)),
        "line_currency": currency,
        "line_language": language,
        "unit_choices": unit_choices(locale),
        "vat_choices": vat_options(law, day, values, locale),
        "usual_vat": f"{category} {rate}",
    }


def nets(values: Sequence[LineValues], currency: str, locale: str) -> list[str]:
    """What each comes to; none where they are beyond all reason."""
    totals = totals_of(values, currency)
    return [amount(line.net.minor, currency, locale) for line in totals.lines] if totals else []


def with_products(
    request: WebRequest, client: Client, lines: Sequence[Typed], language: str, currency: str, day: str
) -> list[Typed]:
    """With what the catalogue has for the products they name, taxed as on this day for this client."""
    region = region_of(request)
    law, seller = Law.of(region.definition), region.read(sellers.load)
    kinds: tuple[ProductKind, ...] = ("goods", "service")
    categories = {kind: vat_for(client, seller, law, day, kind)[0] for kind in kinds}
    tax = Tax(categories, vat_by_key(rates_on(law.rates, date.fromisoformat(day))))
    return region.read(filled, lines, language, currency, tax, locale_of(request))
