"""What an invoice is, of every type, and what follows from it alone.

Amounts are minor units of the invoice's currency, quantities and prices ten-thousandths, discounts and rates basis
points, days like "2026-11-23".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.catalogue.lines import LineValues
from app.i18n import N_, Message
from app.vat.totals import Totals

Type = Literal["invoice", "proforma", "corrective", "credit_note", "debit_note", "cancellation"]
Status = Literal["draft", "issued", "partly_paid", "paid", "overdue", "credited", "cancelled"]

TYPES: Mapping[str, str] = {
    "invoice": N_("Invoice"),
    "proforma": N_("Pro forma invoice"),
    "corrective": N_("Corrective invoice"),
    "credit_note": N_("Credit note"),
    "debit_note": N_("Debit note"),
    "cancellation": N_("Cancellation invoice"),
}
STATUSES: Mapping[str, str] = {
    "draft": N_("Draft"),
    "issued": N_("Issued"),
    "partly_paid": N_("Partly paid"),
    "paid": N_("Paid"),
    "overdue": N_("Overdue"),
    "credited": N_("Credited"),
    "cancelled": N_("Cancelled"),
}


def read_type(recorded: str) -> Message | str:
    """What the history keeps of a draft ("invoice 123.45 EUR"), for a reader."""
    kind, _, amount = recorded.partition(" ")
    return (
        Message("{type} {amount}", {"type": Message(TYPES[kind]), "amount": amount})
        if kind in TYPES
        else recorded
    )


# How the amounts of a type count in figures: a pro forma never does, a cancellation as the opposite of what it cancels.
SIGN: Mapping[str, int] = {
    "invoice": 1, "debit_note": 1, "corrective": 1, "credit_note": -1, "proforma": 0,
}  # fmt: skip
# What is begun by itself, about no other document.
BEGINNINGS = ("invoice", "proforma")
# The series of what another program issued and numbered; none of ours.
ELSEWHERE = "elsewhere"
# Types that change what another document says, and name it.
REFERRING = frozenset({"corrective", "credit_note", "debit_note", "cancellation"})
PAYABLE = frozenset({"invoice", "debit_note", "corrective"})


@dataclass(frozen=True)
class Invoice:
    """The head. `number` is empty while it is a draft; `reference_id` is what it corrects, cancels or came from.

    `credited` is what credit notes and corrections below zero take off it; the file keeps it. `number_elsewhere` is
    what another program has numbered it, where it is issued there and recorded here. `exchange_rate` is what one unit
    of its currency is in `vat_currency`, in hundred-millionths; 0 where the VAT stands in the one currency only.
    `corrects_buyer`: a corrective names the client as it is kept now, no longer as the invoice does.
    """

    client_id: int = 0
    type: Type = "invoice"
    currency: str = "EUR"
    language: str = "en"
    issued_on: str = ""
    supplied_from: str = ""
    supplied_until: str = ""
    due_on: str = ""
    buyer_reference: str = ""
    order_reference: str = ""
    intro: str = ""
    notes: str = ""
    discount_percent: int = 0
    discount_amount: int = 0
    reference_id: int | None = None
    reason: str = ""
    corrects_buyer: bool = False
    ksef_number: str = ""
    number_elsewhere: str = ""
    vat_currency: str = ""
    exchange_rate: int = 0
    exchange_on: str = ""
    exchange_source: str = ""
    id: int = 0
    uuid: str = ""
    version: int = 1
    number: str = ""
    series: str = ""
    year: int = 0
    sequence: int = 0
    net: int = 0
    vat: int = 0
    gross: int = 0
    paid: int = 0
    credited: int = 0
    cancelled_by: int | None = None
    buyer_name: str = ""
    created_at: str = ""
    created_by: str = ""
    changed_at: str = ""
    issued_at: str = ""
    issued_by: str = ""

    @property
    def is_draft(self) -> bool:
        return not self.number

    @property
    def is_recorded(self) -> bool:
        return self.series == ELSEWHERE

    @property
    def still_open(self) -> int:
        """What is to be paid yet, as the file's column `open`; below zero: paid too much."""
        return self.gross - self.credited - self.paid

    @property
    def last_day_of_supply(self) -> str:
        """The day whose rates and texts hold (Art. 63, 64 VAT Directive); "" where none was given yet."""
        return self.supplied_until or self.supplied_from or self.issued_on


@dataclass(frozen=True)
class InvoiceLine(LineValues):
    """`order_line_id` is the line of an order that it invoices."""

    order_line_id: int | None = None
    net: int = 0
    position: int = 0
    id: int = 0


@dataclass(frozen=True)
class Party:
    """Seller or buyer as they stand on the paper. `number` is the client's, `contact_name` who to ask."""

    name: str = ""
    contact_name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    vat_id: str = ""
    tax_number: str = ""
    register: str = ""
    directors: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""
    footer: str = ""
    small_business: bool = False
    number: str = ""


@dataclass(frozen=True)
class VatRow:
    """One row of the VAT breakdown; `note` says why there is none, `code` is its VATEX code."""

    category: str
    rate: int
    net: int
    vat: int
    note: str = ""
    code: str = ""


@dataclass(frozen=True)
class Reference:
    """Another document, as this one names it (art. 106j (2) no. 2a VAT Act: with its number from KSeF), and where its
    buyer was: as it says, and as it was corrected."""

    id: int
    type: str
    number: str
    issued_on: str
    buyer_countries: tuple[str, ...] = ()
    ksef_number: str = ""


@dataclass(frozen=True)
class Document:
    """Everything that paper and XML need, of a draft as of what is issued."""

    invoice: Invoice
    lines: tuple[InvoiceLine, ...]
    seller: Party
    buyer: Party
    totals: Totals
    vat: tuple[VatRow, ...]
    reference: Reference | None = None
    logo: bytes = b""
    buyer_before: Party | None = None

    @property
    def corrected_buyer(self) -> list[tuple[str, str, str]]:
        """(field, was, is) of what a corrective says otherwise about the buyer (art. 106j (2) no. 5 of the Polish VAT
        Act; § 31 (5) UStDV)."""
        return buyer_differences(self.buyer_before, self.buyer) if self.buyer_before else []


# What the law wants to know of a buyer, so that a wrong one has to be corrected.
BUYER_NAMED: Mapping[str, str] = {
    "name": N_("Name"),
    "street": N_("Street and number"),
    "postal_code": N_("Postal code"),
    "city": N_("City"),
    "country": N_("Country"),
    "vat_id": N_("VAT ID"),
}


def buyer_differences(before: Party, now: Party) -> list[tuple[str, str, str]]:
    pairs = [(name, getattr(before, name), getattr(now, name)) for name in BUYER_NAMED]
    return [(name, was, is_now) for name, was, is_now in pairs if was != is_now]


def status(invoice: Invoice, today: str) -> Status:
    """What a person calls its state on this day. What gives money back or asks for none is issued, no more."""
    if invoice.is_draft:
        return "draft"
    if invoice.cancelled_by is not None:
        return "cancelled"
    if invoice.type not in PAYABLE or invoice.gross < 0:
        return "issued"
    if 0 < invoice.gross <= invoice.credited:
        return "credited"
    if invoice.still_open <= 0:
        return "paid"
    if invoice.due_on and invoice.due_on < today:
        return "overdue"
    return "partly_paid" if invoice.paid else "issued"
