"""What a draft lacks to be issued. Each problem names the field it is about; nothing is found out only afterwards.

Sources: § 14, 14a UStG (DE); § 11 UStG 1994 (AT); art. 106e VAT Act (PL); EN 16931 rules BR-AE, BR-IC, BR-G, BR-O.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from app.clients.model import Client
from app.clients.model import gaps as client_gaps
from app.errors import Problem
from app.i18n import N_, Message
from app.invoices import ksef, numbering
from app.invoices.law import Law
from app.invoices.model import PAYABLE, REFERRING, TYPES, Document, Invoice, Party
from app.seller.model import Seller
from app.seller.model import gaps as seller_gaps
from app.text import compact
from app.vat import treatment
from app.vat.categories import CATEGORIES
from app.vat.limits import BUYER_VAT_ID, limit_on
from app.vat.rates import is_valid

Problems = Iterator[Problem]
# A corrective says a difference; a cancellation takes back what was, to the cent (corrections.py).
_MAY_BE_BELOW_ZERO = frozenset({"corrective", "cancellation"})


def missing(document: Document, seller: Seller, client: Client, law: Law, today: str) -> list[Problem]:
    """Everything at once, in the order of the form."""
    found = [
        *(Problem("seller", gap.message) for gap in seller_gaps(seller)),
        *(Problem("client_id", gap.message) for gap in client_gaps(client) if gap.field != "vat_id"),
        *_client(document.invoice, client),
        *_days(document.invoice, today),
        *_lines(document, law),
    ]
    for check in (_amounts, _reference):
        found += check(document)
    if document.lines:
        found += [
            *_vat(document, law),
            *_buyer_vat_id(document, client, law),
            *_clearance(document, client, law),
            *_own_currency(document, law),
        ]
    return found


def _problem(field: str, text: str, **params: object) -> Problem:
    return Problem(field, Message(text, params))


def _client(invoice: Invoice, client: Client) -> Problems:
    if client.status == "archived" and invoice.type not in REFERRING:
        yield _problem("client_id", N_("The client is archived."))


def _days(invoice: Invoice, today: str) -> Problems:
    if invoice.issued_on > today:
        yield _problem("issued_on", N_("The date of issue lies in the future."))
    if invoice.type in PAYABLE and invoice.due_on and invoice.due_on < invoice.issued_on:
        yield _problem("due_on", N_("It would be due before it is issued."))
    if invoice.supplied_until and invoice.supplied_until < invoice.supplied_from:
        yield _problem("supplied_until", N_("The supply ends before it begins."))


def _lines(document: Document, law: Law) -> Problems:
    if not document.lines:
        yield _problem("lines", N_("There are no lines."))
    day = date.fromisoformat(document.invoice.last_day_of_supply)
    for line in document.lines:
        if not line.text.strip():
            yield _problem(f"line_{line.position}_text", N_("Line {n} says nothing."), n=line.position)
        if not line.quantity:
            yield _problem(f"line_{line.position}_quantity", N_("Line {n} has no quantity."), n=line.position)
        if not is_valid(law.rates, line.category, line.rate, day):
            text = N_("Line {n}: this VAT rate does not hold on the day of supply.")
            yield _problem(f"line_{line.position}_vat", text, n=line.position)


def _amounts(document: Document) -> Problems:
    if document.invoice.type in _MAY_BE_BELOW_ZERO:
        return
    if document.totals.net.minor < 0:
        text = N_("The total is below zero. What is given back stands on a credit note.")
        yield _problem("lines", text)
    if any(group.net.minor < 0 for group in document.totals.groups):
        yield _problem("discount", N_("The discount is higher than the amount."))


def _reference(document: Document) -> Problems:
    if document.invoice.type not in REFERRING:
        return
    if document.reference is None or not document.reference.number:
        yield _problem("reference", N_("It must name the invoice it refers to."))
    if not document.invoice.reason:
        yield _problem("reason", N_("Please say why."))


def _vat(document: Document, law: Law) -> Problems:
    categories = {group.category for group in document.totals.groups}
    seller = treatment.Party(law.country, document.seller.vat_id, document.seller.small_business)
    objections = dict.fromkeys(
        each for code in sorted(categories) for each in _objections(code, seller, document)
    )
    for about, message in objections:
        yield Problem(_FIELD[about], message)
    if treatment.is_mixed_wrongly(categories):
        yield _problem("lines", N_("What is outside VAT cannot stand on one invoice with anything else."))
    explained = {row.category for row in document.vat if row.note or row.code}
    if any(CATEGORIES[each].needs_reason and each not in explained for each in categories):
        yield _problem("lines", N_("The reason why there is no VAT is missing in this region's file."))


def _objections(category: str, seller: treatment.Party, document: Document) -> list[treatment.Objection]:
    """Those that hold in each of the buyer's countries."""
    first, *others = (
        [*treatment.objections(category, seller, treatment.Party(country, document.buyer.vat_id))]
        for country in _countries_of_buyer(document)
    )
    return [each for each in first if all(each in other for other in others)]


def _countries_of_buyer(document: Document) -> list[str]:
    """Where the client was when it was charged: one that moved since may still be given something back. What corrects
    the country takes back what was charged in the wrong one, and charges in the right one; so does what follows it."""
    if document.reference is None or document.invoice.type not in REFERRING:
        return [document.buyer.country]
    corrected = [now for name, _, now in document.corrected_buyer if name == "country"]
    return [*document.reference.buyer_countries, *corrected]


_FIELD: dict[treatment.About, str] = {"category": "lines", "seller": "seller", "buyer": "client_id"}


def _buyer_vat_id(document: Document, client: Client, law: Law) -> Problems:
    day = date.fromisoformat(document.invoice.issued_on)
    limit = limit_on(law.limits, BUYER_VAT_ID, day)
    if limit is None or not client.is_business or document.buyer.vat_id:
        return
    gross = document.totals.gross
    if gross.currency == limit.currency and limit < gross:
        yield _problem("client_id", N_("On an invoice of this size the client's VAT ID must stand."))


def _clearance(document: Document, client: Client, law: Law) -> Problems:
    """Art. 106ga (1), (2) no. 4 VAT Act: whoever buys as a consumer is left out, nobody else, wherever they are."""
    invoice = document.invoice
    if law.wants_clearance(invoice, client):
        if client.country == law.country and not document.buyer.vat_id:
            yield _problem("client_id", N_("The VAT ID is missing."))
        if not invoice.number_elsewhere:
            text = N_(
                "An invoice to a business is issued in KSeF: the number it got there from its program is missing."
            )
            yield _problem("number_elsewhere", text)
        elif any(numbering.could_be(each, invoice.number_elsewhere) for each in _templates(law)):
            text = N_("{number} is a number that this region gives out itself: it would stand there twice.")
            yield _problem("number_elsewhere", text, number=invoice.number_elsewhere)
        if not invoice.ksef_number:
            yield _problem("ksef_number", N_("An invoice to a business needs its number from KSeF first."))
    if invoice.ksef_number:
        yield from _ksef_number(invoice.ksef_number, document.seller)


def _own_currency(document: Document, law: Law) -> Problems:
    """Art. 230 Directive 2006/112/EC; art. 106e (11), art. 31a VAT Act (PL); § 11 (1) no. 3 UStG 1994 (AT)."""
    invoice, rule = document.invoice, law.vat_in_own_currency
    if rule is None or not law.wants_own_currency(invoice) or not document.totals.vat:
        return
    if not invoice.exchange_rate:
        text = N_("The VAT must stand in {currency} as well: the rate of exchange is missing.")
        yield _problem("exchange_rate", text, currency=law.currency)
    elif not invoice.exchange_on:
        yield _problem("exchange_on", N_("The day of the rate of exchange is missing."))
    elif rule.before_supply and invoice.exchange_on >= min(invoice.issued_on, invoice.last_day_of_supply):
        text = N_(
            "The rate of exchange is of the last working day before the supply, or before the issue if that is earlier."
        )
        yield _problem("exchange_on", text)


def _templates(law: Law) -> Iterator[str]:
    return (template for name, template in law.formats.items() if name in TYPES)


def _ksef_number(number: str, seller: Party) -> Problems:
    if not ksef.is_valid(number):
        yield _problem(
            "ksef_number", N_("This is no KSeF number: it has 35 characters, and the last two fit the rest.")
        )
    elif not any(ksef.seller_of(number) in compact(each) for each in (seller.vat_id, seller.tax_number)):
        text = N_("This KSeF number is of another seller, NIP {nip}.")
        yield _problem("ksef_number", text, nip=ksef.seller_of(number))
