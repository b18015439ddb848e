"""EN 16931 as ZUGFeRD 2 and Factur-X 1 carry it inside a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from app.i18n import N_, Message
from app.invoices.einvoice.profiles.model import Profile
from app.invoices.model import Document
from app.money import exponent
from app.vat.categories import CATEGORIES
from app.vat.treatment import is_mixed_wrongly

# What is given back stands with positive amounts in a credit note (381); a corrective's differences keep their sign.
TYPE_CODES = {
    "invoice": "380",
    "corrective": "384",
    "credit_note": "381",
    "debit_note": "383",
    "cancellation": "381",
}
_DECIMALS = 2


def missing(document: Document) -> list[Message]:
    return [*_of_seller(document), *_of_buyer(document), *_of_vat(document), *_of_currency(document)]


def _of_seller(document: Document) -> Iterator[Message]:
    seller = document.seller
    if not seller.name:
        yield Message(N_("Your firm's name is missing in the settings."))
    if not seller.country:
        yield Message(N_("Your firm's country is missing in the settings."))
    if not (seller.vat_id or seller.tax_number):
        yield Message(N_("Your firm's VAT ID or tax number is missing in the settings."))
    if not seller.iban:
        yield Message(N_("Your firm's IBAN is missing in the settings."))


def _of_buyer(document: Document) -> Iterator[Message]:
    if not document.buyer.name:
        yield Message(N_("The client's name is missing."))
    if not document.buyer.country:
        yield Message(N_("The client's country is missing."))


def _of_currency(document: Document) -> Iterator[Message]:
    """BR-DEC-01 to BR-DEC-28."""
    currency = document.invoice.currency
    if exponent(currency) > _DECIMALS:
        text = N_("An e-invoice knows two decimals; amounts in {currency} have more.")
        yield Message(text, {"currency": currency})


def _of_vat(document: Document) -> Iterator[Message]:
    found = [CATEGORIES[group.category] for group in document.totals.groups]
    if any(each.needs_both_vat_ids for each in found):
        if not document.buyer.vat_id:
            yield Message(N_("Without the client's VAT ID there is no invoice without VAT."))
        if not document.seller.vat_id:
            yield Message(
                N_("Your firm's VAT ID is missing in the settings: nothing goes abroad without VAT.")
            )
    explained = {row.category for row in document.vat if row.note or row.code}
    if any(each.needs_reason and each.code not in explained for each in found):
        yield Message(N_("The reason why there is no VAT is missing."))
    if is_mixed_wrongly({each.code for each in found}):
        yield Message(N_("What is outside VAT cannot stand on one invoice with anything else."))


PROFILE = Profile(
    "en16931", N_("ZUGFeRD / Factur-X (EN 16931)"), "urn:cen.eu:en16931:2017", TYPE_CODES, missing
)
