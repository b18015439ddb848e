"""Seller and buyer of a document, from the firm's and the client's own data of this moment."""

from __future__ import annotations

from app.clients.model import Client
from app.invoices.model import Party
from app.seller.model import Seller


def seller_party(seller: Seller) -> Party:
    return Party(
        name=seller.name, contact_name=seller.contact_person, street=seller.street, postal_code=seller.postal_code,
        city=seller.city, country=seller.country, vat_id=seller.vat_id, tax_number=seller.tax_number,
        register=seller.register, directors=seller.directors, phone=seller.phone, email=seller.email,
        website=seller.website, bank=seller.bank, iban=seller.iban, bic=seller.bic, footer=seller.footer,
        small_business=seller.small_business,
    )  # fmt: skip


def buyer_party(client: Client) -> Party:
    return Party(
        name=client.name, contact_name=client.contact_name, street=client.street, postal_code=client.postal_code,
        city=client.city, country=client.country, vat_id=client.vat_id, phone=client.phone, email=client.email,
        number=str(client.id),
    )  # fmt: skip
