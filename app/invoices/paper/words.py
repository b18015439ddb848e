"""What stands on the paper besides the figures: titles and sentences by type of document.

"Gutschrift" is never among them: on paper it means an invoice by the buyer (§ 14 (2) UStG, § 11 (7) UStG 1994).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from markupsafe import Markup

from app.i18n import N_, Message, translate
from app.invoices.model import TYPES, Document
from app.invoices.paper.figures import day
from app.vat.treatment import is_foreign_eu_vat_id
from app.web.formats import percent

NUMBERS: Mapping[str, str] = {
    "invoice": N_("Invoice number"),
    "debit_note": N_("Invoice number"),
}
# Beside them every line without VAT bears 0 %; the reason stands below the totals.
WITHOUT_RATE: Mapping[str, str] = {"E": N_("exempt"), "O": N_("outside VAT")}


class Taxed(Protocol):
    category: str
    rate: int


_NUMBER = N_("Document number")
_GIVES_BACK = N_("The amount is set off against open invoices or paid back.")
# What is said below the totals where nothing is asked for.
_INSTEAD_OF_PAYMENT: Mapping[str, str] = {
    "cancellation": N_("With this document the invoice named above is cancelled."),
    "credit_note": _GIVES_BACK,
    "corrective": _GIVES_BACK,
}
_NO_INVOICE = N_("This is not an invoice and gives no right to deduct VAT.")
_TO_BE_PAID = frozenset({"invoice", "proforma", "debit_note", "corrective"})


def title(document: Document) -> Message:
    return Message(TYPES[document.invoice.type])


def number_label(document: Document) -> Message:
    return Message(NUMBERS.get(document.invoice.type, _NUMBER))


def buyer_number_label(document: Document) -> Message:
    """Polish has a name for each: NIP, the number for VAT within the EU (art. 106e (1) no. 5, 24 VAT Act, not
    checked), and what a country outside gives."""
    buyer = document.buyer
    if document.invoice.language != "pl" or buyer.vat_id.startswith("PL"):
        return Message(N_("Your VAT ID"))
    if is_foreign_eu_vat_id(buyer.vat_id, "PL"):
        return Message(N_("Your VAT ID (EU)"))
    return Message(N_("Your VAT ID") if buyer.country == "PL" else N_("Your VAT ID (outside the EU)"))


def refers_to(document: Document, locale: str) -> str:
    """Which document is meant, as § 31 (5) UStDV and art. 106j of the Polish VAT Act want it."""
    if document.reference is None:
        return ""
    texts = {
        "cancellation": N_("Cancels invoice {number} of {date}"),
        "invoice": N_("From pro forma invoice {number} of {date}"),
    }
    text = texts.get(document.invoice.type, N_("Refers to invoice {number} of {date}"))
    if _cancels_no_invoice(document):
        text = N_("Cancels {type} {number} of {date}")
    named = document.reference
    when, kind = day(named.issued_on, locale), Message(TYPES[named.type])
    number = f"{named.number} (KSeF {named.ksef_number})" if named.ksef_number else named.number
    return translate(Message(text, {"number": number, "date": when, "type": kind}), locale)


def _cancels_no_invoice(document: Document) -> bool:
    named = document.reference
    return document.invoice.type == "cancellation" and named is not None and named.type != "invoice"


def asks_for_payment(document: Document) -> bool:
    return document.invoice.type in _TO_BE_PAID and document.totals.due.minor > 0


def closing(document: Document) -> Message | None:
    if document.invoice.type == "proforma":
        return Message(_NO_INVOICE)
    nothing = document.totals.due.minor == 0 and document.invoice.type in ("invoice", "corrective")
    if asks_for_payment(document) or nothing:
        return None
    text = _INSTEAD_OF_PAYMENT.get(document.invoice.type)
    if _cancels_no_invoice(document):
        text = N_("With this document the one named above is cancelled.")
    return Message(text) if text else None


def rate(taxed: Taxed, locale: str) -> Markup | str:
    """The rate of a line or group; where there is none, the reason in a word."""
    word = WITHOUT_RATE.get(taxed.category)
    if word is None:
        return percent(taxed.rate, locale)
    return Markup("<small>{}</small>").format(translate(Message(word), locale))
