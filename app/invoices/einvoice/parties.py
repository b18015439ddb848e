"""Seller and buyer (BG-4, BG-7) and where the goods go (BG-13)."""

from __future__ import annotations

from typing import Any

from drafthorse.models.party import TaxRegistration

from app.i18n import N_, Message, translate
from app.invoices.einvoice.codes import EMAIL_SCHEME, TAX_NUMBER, VAT_NUMBER, plain
from app.invoices.model import BUYER_NAMED, Document, Party


def fill_seller(target: Any, seller: Party, *, outside_vat: bool) -> None:
    """Outside VAT no VAT ID may stand anywhere (BR-O-2)."""
    _fill(target, seller)
    if seller.register:
        target.legal_organization.id = plain(seller.register)
    elif outside_vat or not seller.vat_id:
        # BR-CO-26: some number must say who it is.
        target.id = plain(seller.tax_number)
    about = ", ".join(filter(None, (seller.directors, seller.register)))
    if about:
        target.description = plain(about)
    if seller.contact_name:
        target.contact.person_name = plain(seller.contact_name)
    if seller.phone:
        target.contact.telephone.number = plain(seller.phone)
    if seller.email:
        target.contact.email.address = seller.email
    if seller.vat_id and not outside_vat:
        _register(target, VAT_NUMBER, seller.vat_id)
    if seller.tax_number:
        _register(target, TAX_NUMBER, plain(seller.tax_number))


def fill_buyer(target: Any, buyer: Party, *, outside_vat: bool) -> None:
    _fill(target, buyer)
    if buyer.number:
        target.id = plain(buyer.number)
    if buyer.contact_name and buyer.contact_name != buyer.name:
        target.contact.person_name = plain(buyer.contact_name)
    if buyer.vat_id and not outside_vat:
        _register(target, VAT_NUMBER, buyer.vat_id)


def corrected_buyer(document: Document) -> str:
    """What a corrective says otherwise about the buyer, as a sentence (BT-22); "" where nothing is."""
    language = document.invoice.language
    told = [
        f"{translate(Message(BUYER_NAMED[name]), language)}: {was or '–'} → {now or '–'}"
        for name, was, now in document.corrected_buyer
    ]
    return f"{translate(Message(N_('Buyer, corrected')), language)}: {'; '.join(told)}" if told else ""


def fill_ship_to(target: Any, buyer: Party) -> None:
    """BR-IC-12 wants the country at least; the rest is the buyer's address."""
    _address(target, buyer)


def _fill(target: Any, party: Party) -> None:
    target.name = plain(party.name)
    _address(target, party)
    if party.email:
        target.electronic_address.uri_ID = (EMAIL_SCHEME, party.email)


def _address(target: Any, party: Party) -> None:
    for name, value in (
        ("postcode", party.postal_code),
        ("line_one", party.street),
        ("city_name", party.city),
        ("country_id", party.country),
    ):
        if value:
            setattr(target.address, name, plain(value))


def _register(target: Any, scheme: str, number: str) -> None:
    registration = TaxRegistration()
    registration.id = (scheme, number)
    target.tax_registrations.add(registration)
