"""What the law of a region says about invoices, as far as its file has it (regions/*.toml)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.clients.model import Client
from app.invoices.model import Invoice
from app.regions.definition import Definition
from app.vat.conversion import OwnCurrency
from app.vat.limits import Limit
from app.vat.notes import Note
from app.vat.rates import Rate


@dataclass(frozen=True)
class Law:
    """`clearance_from`: from this day on the state numbers invoices to businesses itself (KSeF in Poland)."""

    country: str
    rates: tuple[Rate, ...]
    notes: tuple[Note, ...]
    limits: tuple[Limit, ...]
    formats: Mapping[str, str]
    clearance_from: date | None = None
    currency: str = ""
    vat_in_own_currency: OwnCurrency | None = None

    @classmethod
    def of(cls, definition: Definition) -> Law:
        return cls(
            definition.country, definition.vat_rates, definition.vat_notes, definition.invoice_limits,
            definition.numbering, definition.clearance_from, definition.currency, definition.vat_in_own_currency,
        )  # fmt: skip

    def wants_clearance(self, invoice: Invoice, client: Client, today: str = "") -> bool:
        """Whether it is issued where the state numbers it, which is not here, and only recorded."""
        begins = self.clearance_from
        if begins is None or not client.is_business or invoice.type == "proforma":
            return False
        return (invoice.issued_on or today) >= begins.isoformat()

    def wants_own_currency(self, invoice: Invoice) -> bool:
        """Whether its VAT must stand in the country's currency as well."""
        rule = self.vat_in_own_currency
        if rule is None or invoice.type == "proforma" or invoice.currency == self.currency:
            return False
        return invoice.issued_on >= rule.valid_from.isoformat()
