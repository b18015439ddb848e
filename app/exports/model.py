"""An export: what went out, in which form, by whom and what for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.clients.model import ContactPerson
from app.i18n import N_, Message

State = Literal["running", "done", "failed", "cancelled"]
Scope = Literal["list", "selection", "client"]

STATES: Mapping[State, str] = {
    "running": N_("Under way"),
    "done": N_("Done"),
    "failed": N_("Broken off"),
    "cancelled": N_("Given up"),
}
SCOPES: Mapping[Scope, str] = {
    "list": N_("List"),
    "selection": N_("Selection"),
    "client": N_("One client"),
}
ENCODINGS: Mapping[str, str] = {
    "utf-8-sig": N_("UTF-8 with a mark for Excel (BOM)"),
    "utf-8": N_("UTF-8"),
    "cp1250": N_("Windows-1250 (Polish, Czech)"),
    "cp1252": N_("Windows-1252 (German, French)"),
}
DELIMITERS: Mapping[str, str] = {";": N_("semicolon"), ",": N_("comma"), "\t": N_("tab")}
MAX_PURPOSE = 200


@dataclass(frozen=True)
class Options:
    """How a CSV file is written; other kinds have nothing to choose."""

    delimiter: str = ";"
    encoding: str = "utf-8-sig"


USUAL = Options()


@dataclass(frozen=True)
class Wanted:
    """What somebody asks for: all that a list's address shows (`query`, "?country=AT"), or these of it. `subject` says
    which list: a key of app.exports.subjects."""

    format: str
    purpose: str
    options: Options = USUAL
    query: str = ""
    ids: tuple[int, ...] = ()
    subject: str = "clients"

    @property
    def scope(self) -> Scope:
        if not self.ids:
            return "list"
        return "client" if len(self.ids) == 1 and self.subject == "clients" else "selection"


@dataclass(frozen=True)
class Export:
    """`rows` were written of `total`; `staff_id` is the actor's ("staff:3")."""

    id: int
    uuid: str
    subject: str
    state: State
    format: str
    options: Options
    scope: Scope
    query: str
    purpose: str
    staff_id: str
    staff_name: str
    asked_at: str
    finished_at: str
    total: int
    rows: int
    error: Message | None


class Row(NamedTuple):
    """A client on its way out (a tuple: they come in 100,000s). `contacts` are its contact persons as JSON, without a
    main one of whom only the name is known: that is `contact_name`. `tags` and `groups` are parted by ", "."""

    id: int
    uuid: str
    kind: str
    name: str
    contact_name: str
    email: str
    phone: str
    vat_id: str
    vat_id_missing_reason: str
    street: str
    postal_code: str
    city: str
    country: str
    website: str
    industry: str
    notes: str
    status: str
    payment_term_days: int
    currency: str
    invoice_language: str
    vat_treatment: str
    discount: int
    buyer_reference: str
    tags: str
    groups: str
    added_at: str
    changed_at: str
    contacts: str

    @property
    def people(self) -> list[ContactPerson]:
        if self.contacts == NOBODY:
            return []
        return [
            ContactPerson(name, position, email, phone, bool(main))
            for name, position, email, phone, main in json.loads(self.contacts)
        ]


NOBODY = "[]"
