"""The firm itself: what an invoice has to say about whoever sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.clients.model import Field, Gap
from app.countries import has_postal_codes
from app.i18n import N_, Message

MAX_LOGO_KILOBYTES = 500
MAX_LOGO_PIXELS = 4000  # each side

SELLER_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("name", N_("Name of the firm"), 200),
        Field("street", N_("Street and number"), 200),
        Field("postal_code", N_("Postal code"), 12),
        Field("city", N_("City"), 120),
        Field("country", N_("Country"), 2),
        Field("vat_id", N_("VAT ID"), 30),
        Field("tax_number", N_("Tax number"), 30),
        Field("register", N_("Register"), 200),
        Field("directors", N_("Management"), 200),
        Field("contact_person", N_("Contact person"), 120),
        Field("phone", N_("Phone"), 40),
        Field("email", N_("Email"), 254),
        Field("website", N_("Website"), 500),
        Field("bank", N_("Bank"), 120),
        Field("iban", N_("IBAN"), 34),
        Field("bic", N_("BIC"), 11),
        Field("small_business", N_("Small business, exempt from VAT"), 1),
        Field("footer", N_("Closing words"), 500, multiline=True),
    )
}


@dataclass(frozen=True)
class Seller:
    """`iban` and `bic` are normal ("DE89370400440532013000"), `logo` is PNG or JPEG. Version 0 was never entered.
    `uuid` names the key that its history is sealed with."""

    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    vat_id: str = ""
    tax_number: str = ""
    register: str = ""
    directors: str = ""
    contact_person: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""
    small_business: bool = False
    footer: str = ""
    logo: bytes = b""
    uuid: str = ""
    version: int = 0

    @property
    def logo_type(self) -> str:
        return "image/png" if self.logo.startswith(b"\x89PNG") else "image/jpeg" if self.logo else ""


_NEEDED: Mapping[str, Message] = {
    "name": Message(N_("The firm's name is missing.")),
    "street": Message(N_("The firm's street and number are missing.")),
    "postal_code": Message(N_("The firm's postal code is missing.")),
    "city": Message(N_("The firm's city is missing.")),
    "country": Message(N_("The firm's country is missing.")),
}
# Where a tax number does not do: § 11 (1) no. 3 lit. i UStG 1994, art. 106e (1) no. 4 of the VAT Act. A small business
# in Austria has no UID.
_NEEDS_VAT_ID = {"AT", "PL"}


def gaps(seller: Seller) -> list[Gap]:
    """What an invoice from this firm would lack (Art. 226 of the VAT Directive; § 14 (4) UStG for the tax number)."""
    found = [Gap(name, text) for name, text in _NEEDED.items() if not getattr(seller, name)]
    if not has_postal_codes(seller.country):
        found = [gap for gap in found if gap.field != "postal_code"]
    if seller.vat_id:
        return found
    exempt = seller.country == "AT" and seller.small_business
    if seller.country in _NEEDS_VAT_ID and not exempt:
        found.append(Gap("vat_id", Message(N_("The firm's VAT ID is missing."))))
    elif not seller.tax_number and not exempt:
        found.append(Gap("tax_number", Message(N_("The firm's VAT ID or tax number is missing."))))
    return found
