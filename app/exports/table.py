"""Clients as a table: what its columns are called and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from app.clients.model import FIELDS
from app.exports.formats.model import Value
from app.exports.model import NOBODY, Row
from app.i18n import N_, Message, translate

# These are no fields of a client's form. The moments are what an import knows and leaves alone.
OUTGOING: Mapping[str, str] = {
    "tags": N_("Tags"),
    "groups": N_("In groups"),
    "contacts": N_("Contacts"),
    "added_at": N_("Added"),
    "changed_at": N_("Changed"),
    "uuid": N_("UUID"),
}
COLUMNS = (
    "name", "kind", "contact_name", "email", "phone", "vat_id", "vat_id_missing_reason", "street", "postal_code",
    "city", "country", "website", "industry", "notes", "status", "payment_term_days", "currency", "invoice_language",
    "vat_treatment", "discount", "buyer_reference", "tags", "groups", "contacts", "added_at", "changed_at", "uuid",
)  # fmt: skip
_WIDTHS = {"name": 34, "email": 28, "street": 28, "notes": 40, "website": 26, "contacts": 40, "uuid": 38}
_USUAL_WIDTH = 16


def headings(locale: str) -> list[str]:
    labels = {**{name: field.label for name, field in FIELDS.items()}, **OUTGOING}
    return [translate(Message(labels[name]), locale) for name in COLUMNS]


class Table:
    """Choices in words of the reader's language (which imports know), numbers as numbers."""

    widths = tuple(_WIDTHS.get(name, _USUAL_WIDTH) for name in COLUMNS)
    numbers = (COLUMNS.index("payment_term_days"), COLUMNS.index("discount"))
    moments = (COLUMNS.index("added_at"), COLUMNS.index("changed_at"))
    days = ()

    def __init__(self, locale: str) -> None:
        self.title = translate(Message(N_("Clients")), locale)
        self.headings = headings(locale)
        self._kind, self._status = _words("kind", locale), _words("status", locale)
        self._language = _words("invoice_language", locale)
        self._treatment = _words("vat_treatment", locale)

    @property
    def words(self) -> str:
        """All of ours that can stand in it."""
        choices = (self._kind, self._status, self._language, self._treatment)
        return " ".join([*self.headings, *(word for each in choices for word in each.values())])

    def name(self, row: Row) -> str:
        return row.name

    def values(self, row: Row) -> list[Value]:
        """In the order of COLUMNS."""
        (
            _, uuid, kind, name, contact_name, email, phone, vat_id, reason, street, postal_code, city, country,
            website, industry, notes, status, term, currency, language, treatment, discount, reference, tags, groups,
            added, changed, contacts,
        ) = row  # fmt: skip
        return [
            name, self._kind[kind], contact_name, email, phone, vat_id, reason, street, postal_code, city, country,
            website, industry, notes, self._status[status], term, currency, self._language[language],
            self._treatment[treatment], discount / 100 if discount else 0,
            reference, tags, groups,
            "" if contacts == NOBODY else people(row), added, changed, uuid,
        ]  # fmt: skip


def people(row: Row) -> str:
    """One contact person a line: "Tom Ober, Einkauf, tom@bergmann.example"."""
    return "\n".join(
        ", ".join(filter(None, (each.name, each.position, each.email, each.phone))) for each in row.people
    )


@cache
def _words(name: str, locale: str) -> Mapping[str, str]:
    return {value: translate(Message(label), locale) for value, label in FIELDS[name].choices.items()}
