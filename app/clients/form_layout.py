"""The forms of a client and of a contact as data: one description serves the whole form and the check of a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.clients.model import (
    CONTACT_FIELDS,
    FIELDS,
    INVOICE_LANGUAGES,
    KINDS,
    STATUSES,
    VAT_TREATMENTS,
    Field,
)
from app.i18n import N_

CURRENCIES = ("EUR", "PLN", "CHF", "CZK", "GBP", "USD", "SEK", "DKK", "NOK", "HUF", "RON")


@dataclass(frozen=True)
class FormField:
    """`width` in columns of twelve; `look` is the macro of ui/forms.html that draws it; `read_by` is the field that
    says how it is read, so that a change there checks it once more."""

    name: str
    width: int
    look: str = "field"
    type: str = "text"
    hint: str = ""
    required: bool = False
    inputmode: str = ""
    read_by: str = ""

    @property
    def field(self) -> Field:
        return FIELDS[self.name]


class ContactFormField(FormField):
    @property
    def field(self) -> Field:
        return CONTACT_FIELDS[self.name]


@dataclass(frozen=True)
class FormGroup:
    title: str
    hint: str
    fields: tuple[FormField, ...]


LAYOUT = (
    FormGroup(
        N_("Basic data"),
        N_("Name and contact."),
        (
            FormField("kind", 6, "segmented"),
            FormField("name", 6, required=True),
            FormField("contact_name", 4),
            FormField("email", 4, type="email"),
            FormField("phone", 4, type="tel", read_by="country"),
        ),
    ),
    FormGroup(
        N_("For invoicing"),
        N_("Stands on every invoice."),
        (
            FormField("vat_id", 4, read_by="country"),
            FormField("vat_id_missing_reason", 8, hint=N_("Only where a company has no VAT ID.")),
            FormField("street", 7),
            FormField("country", 5, "select"),
            FormField("postal_code", 3, read_by="country"),
            FormField("city", 5),
        ),
    ),
    FormGroup(
        N_("Defaults for invoices"),
        N_("Can be changed on each invoice."),
        (
            FormField("payment_term_days", 3, inputmode="numeric"),
            FormField("currency", 2, "select"),
            FormField("invoice_language", 3, "select"),
            FormField("vat_treatment", 4, "select"),
            FormField("discount", 3, inputmode="decimal"),
            FormField("buyer_reference", 5, hint=N_("What a public buyer wants to read on each invoice.")),
        ),
    ),
    FormGroup(
        N_("Additional"),
        "",
        (
            FormField("website", 5),
            FormField("industry", 4),
            FormField("status", 3, "select"),
            FormField("notes", 12, "textarea"),
        ),
    ),
)
BY_NAME: Mapping[str, FormField] = {each.name: each for group in LAYOUT for each in group.fields}
CONTACT_LAYOUT: Mapping[str, FormField] = {
    each.name: each
    for each in (
        ContactFormField("name", 6, required=True),
        ContactFormField("position", 6),
        ContactFormField("email", 6, type="email"),
        ContactFormField("phone", 6, type="tel"),
    )
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "status": STATUSES,
    "invoice_language": INVOICE_LANGUAGES,
    "vat_treatment": VAT_TREATMENTS,
    "currency": {code: code for code in CURRENCIES},
}
