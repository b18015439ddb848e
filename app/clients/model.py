"""What a client is: its fields in the product's words, and what follows from them alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.countries import has_postal_codes
from app.i18n import N_, Message

Kind = Literal["company", "sole_trader", "person"]
Status = Literal["active", "inactive", "problematic", "archived"]
VatTreatment = Literal["automatic", "domestic", "intra_eu", "reverse_charge", "export", "exempt"]

KINDS: Mapping[str, str] = {
    "company": N_("Company"),
    "sole_trader": N_("Sole trader"),
    "person": N_("Private person"),
}
STATUSES: Mapping[str, str] = {
    "active": N_("Active"),
    "inactive": N_("Inactive"),
    "problematic": N_("Problematic"),
    "archived": N_("Archived"),
}
# "automatic" is decided anew on each invoice, from the client's country and VAT ID of that day.
VAT_TREATMENTS: Mapping[str, str] = {
    "automatic": N_("By country and VAT ID"),
    "domestic": N_("Domestic"),
    "intra_eu": N_("Intra-EU supply"),
    "reverse_charge": N_("Reverse charge"),
    "export": N_("Export outside the EU"),
    "exempt": N_("Exempt from VAT"),
}
INVOICE_LANGUAGES: Mapping[str, str] = {
    "de": N_("German"),
    "en": N_("English"),
    "pl": N_("Polish"),
}
# Unlawful on an invoice without the buyer's VAT ID (Art. 138 and 196 of the VAT Directive).
NEEDS_VAT_ID = frozenset({"intra_eu", "reverse_charge"})

MAX_PAYMENT_TERM_DAYS = 365
MAX_DISCOUNT = 10_000  # basis points: 100 %


@dataclass(frozen=True)
class Field:
    """One field for forms, history and imports. `choices` maps each stored value to its label."""

    name: str
    label: str
    max_length: int
    choices: Mapping[str, str] = field(default_factory=dict)
    multiline: bool = False
    hundredths: bool = False

    def shown(self, value: str) -> Message | str:
        """A stored value as a person reads it."""
        if self.hundredths and value.isdecimal():
            return f"{int(value) / 100:g}"
        return Message(self.choices[value]) if value in self.choices else value


CLIENT_FIELDS = (
    Field("kind", N_("Kind"), 20, KINDS),
    Field("name", N_("Name"), 200),
    Field("contact_name", N_("Contact person"), 120),
    Field("email", N_("Email"), 254),
    Field("phone", N_("Phone"), 40),
    Field("vat_id", N_("VAT ID"), 30),
    Field("vat_id_missing_reason", N_("Reason for no VAT ID"), 200),
    Field("street", N_("Street and number"), 200),
    Field("postal_code", N_("Postal code"), 12),
    Field("city", N_("City"), 120),
    Field("country", N_("Country"), 2),
    Field("website", N_("Website"), 500),
    Field("industry", N_("Industry"), 120),
    Field("notes", N_("Notes"), 10_000, multiline=True),
    Field("status", N_("Status"), 20, STATUSES),
    Field("payment_term_days", N_("Payment term (days)"), 3),
    Field("currency", N_("Currency"), 3),
    Field("invoice_language", N_("Invoice language"), 2, INVOICE_LANGUAGES),
    Field("vat_treatment", N_("VAT treatment"), 20, VAT_TREATMENTS),
    Field("discount", N_("Discount (%)"), 6, hundredths=True),
    Field("buyer_reference", N_("Buyer reference (Leitweg-ID)"), 60),
)
FIELDS: Mapping[str, Field] = {field.name: field for field in CLIENT_FIELDS}

CONTACT_FIELDS: Mapping[str, Field] = {
    field.name: field
    for field in (
        Field("name", N_("Full name"), 120),
        Field("position", N_("Position"), 120),
        Field("email", N_("Email"), 254),
        Field("phone", N_("Phone"), 40),
        Field("main", N_("Main contact"), 1),
    )
}


@dataclass(frozen=True)
class Client:
    """A company or person of one region.

    `vat_id` is normal ("DE136695976"), `phone` international ("+49 711 2041140 ext. 12"), `country`
    ISO 3166 alpha-2, `discount` in basis points (250 = 2.5 %), `buyer_reference` what a public buyer wants to read on
    each invoice (EN 16931 BT-10), times like "2026-11-23T20:52:41Z".
    """

    name: str
    kind: Kind = "company"
    contact_name: str = ""
    email: str = ""
    phone: str = ""
    vat_id: str = ""
    vat_id_missing_reason: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    website: str = ""
    industry: str = ""
    notes: str = ""
    status: Status = "active"
    payment_term_days: int = 14
    currency: str = "EUR"
    invoice_language: str = "en"
    vat_treatment: VatTreatment = "automatic"
    discount: int = 0
    buyer_reference: str = ""
    id: int = 0
    uuid: str = ""
    version: int = 1
    added_at: str = ""
    changed_at: str = ""

    @classmethod
    def of(cls, *values: Mapping[str, Any] | Iterable[tuple[str, Any]]) -> Client:
        """One with all its fields given, later ones before earlier ones: in a sixth of the time that `Client(...)` of
        a frozen dataclass takes."""
        client = object.__new__(cls)
        for each in values:
            vars(client).update(each)
        return client

    @property
    def is_business(self) -> bool:
        return self.kind != "person"


@dataclass(frozen=True)
class ContactPerson:
    """Somebody to talk to at a client; `main` marks the one who stands on the card and on invoices."""

    name: str
    position: str = ""
    email: str = ""
    phone: str = ""
    main: bool = False
    id: int = 0
    client_id: int = 0


@dataclass(frozen=True)
class Gap:
    """What an invoice to this client would lack; the client is kept all the same."""

    field: str
    message: Message


# What `gaps` looks at.
GAP_FIELDS = frozenset(
    {
        "name", "street", "postal_code", "city", "country", "vat_id", "vat_id_missing_reason", "vat_treatment", "kind"
    }
)  # fmt: skip
_NEEDED: Mapping[str, Message] = {
    "name": Message(N_("The name is missing.")),
    "street": Message(N_("Street and number are missing.")),
    "postal_code": Message(N_("The postal code is missing.")),
    "city": Message(N_("The city is missing.")),
    "country": Message(N_("The country is missing.")),
}


def lacks_vat_id(client: Client) -> bool:
    """A company has its VAT ID, or says why not."""
    return client.kind == "company" and not (client.vat_id or client.vat_id_missing_reason)


def gaps(client: Client) -> list[Gap]:
    """What is incomplete for invoicing: name and address always, the VAT ID where the law wants it."""
    found = [Gap(name, text) for name, text in _NEEDED.items() if not getattr(client, name)]
    if not client.postal_code and not has_postal_codes(client.country):
        found = [gap for gap in found if gap.field != "postal_code"]
    if client.vat_id:
        return found
    if client.vat_treatment in NEEDS_VAT_ID:
        text = N_("{treatment} needs the client's VAT ID.")
        found.append(
            Gap("vat_id", Message(text, {"treatment": Message(VAT_TREATMENTS[client.vat_treatment])}))
        )
    elif lacks_vat_id(client):
        found.append(Gap("vat_id", Message(N_("The VAT ID is missing."))))
    return found
