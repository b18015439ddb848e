"""What was typed about a client, brought to values. All problems are collected, nothing typed is lost.

Errors keep a client from being saved; warnings are shown and never block. Only the fields of
`CLIENT_FIELDS` and `CONTACT_FIELDS` are ever read from what was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, NamedTuple, Protocol
from zlib import crc32

from app import vat_id
from app.clients.model import (
    CONTACT_FIELDS,
    FIELDS,
    NEEDS_VAT_ID,
    VAT_TREATMENTS,
    Client,
    ContactPerson,
    Field,
    lacks_vat_id,
)
from app.clients.reading import FieldReader
from app.errors import Problem
from app.i18n import N_, Message

Sent = Mapping[str, str]
_BLANK = vars(Client(""))
# The values of FIELDS, in their order.
_values: Callable[[Client], tuple[Any, ...]] = attrgetter(*FIELDS)


class Defaults(Protocol):
    """What a region gives to a client that brings nothing of its own; a region's definition has it."""

    @property
    def country(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def payment_term_days(self) -> int: ...
    @property
    def languages(self) -> tuple[str, ...]: ...


class ClientForm(NamedTuple):
    """`values` holds what could be read of the fields that were sent; `defaults` stand in for the others."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...]
    defaults: Mapping[str, Any]
    sent: Sent

    @property
    def typed(self) -> Mapping[str, str]:
        """Every field of a client word for word, for showing the form again."""
        return _typed(self.sent, FIELDS)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.kind == "error") if self.problems else ()

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.kind == "warning")

    @property
    def draft(self) -> Client:
        """The client as far as it could be read, for showing similar ones while somebody types."""
        return Client.of(_BLANK, self.defaults, self.values)

    @property
    def client(self) -> Client | None:
        """The new client to save; None while there are errors."""
        return None if self.errors else self.draft

    def changing(self, client: Client) -> Client | None:
        """The stored client with what was sent; fields that were not sent stay. None while there are errors."""
        return None if self.errors else Client.of(vars(client), self.values)


@dataclass(frozen=True)
class ContactForm:
    contact: ContactPerson | None
    problems: tuple[Problem, ...]
    typed: Mapping[str, str]


def read_client(
    form: Sent, defaults: Defaults, *, complete: bool, current: Client | None = None
) -> ClientForm:
    """Reads a whole client. `complete` asks for what a person at a form can know; a file's row may lack a
    company's VAT ID (a gap) and its country (then it is that of the VAT ID, else the region's).

    What still stands in the form as it was shown of the `current` client is not judged anew, and a company that
    came without its VAT ID may stay so.
    """
    reader = FieldReader(form, FIELDS, defaults.country)
    values = _as_stored(form, current) if current and reader.country == current.country else {}
    for name in form.keys() & FIELDS.keys() - values.keys():
        if (value := reader.read(name)) is not None:
            values[name] = value
    wants_vat_id = complete and not (current and lacks_vat_id(current))
    return _client_form(reader, values, _given(defaults), complete=complete, wants_vat_id=wants_vat_id)


def read_clients(forms: Sequence[Sent], defaults: Defaults) -> list[ClientForm]:
    """Many rows of a file, each as `read_client` reads it: one field after the other for all of them, which takes a
    fifth less time."""
    readers = [FieldReader(form, FIELDS, defaults.country) for form in forms]
    values: list[dict[str, Any]] = [{} for _ in forms]
    for name in FIELDS:
        for form, reader, found in zip(forms, readers, values, strict=True):
            if name in form and (value := reader.read(name)) is not None:
                found[name] = value
    given, pairs = _given(defaults), zip(readers, values, strict=True)
    return [_client_form(reader, found, given, complete=False) for reader, found in pairs]


def _given(defaults: Defaults) -> Mapping[str, Any]:
    return {
        "country": defaults.country,
        "currency": defaults.currency,
        "payment_term_days": defaults.payment_term_days,
        "invoice_language": defaults.languages[0],
    }


def _client_form(
    reader: FieldReader,
    values: dict[str, Any],
    given: Mapping[str, Any],
    *,
    complete: bool,
    wants_vat_id: bool = False,
) -> ClientForm:
    _require_name(values, reader)
    if wants_vat_id:
        _require_vat_id(values, reader)
    if not complete and not values.get("country"):
        values.pop("country", None)
        given = {**given, "country": reader.country}
    _compare_treatment(values, reader)
    return ClientForm(values, reader.in_order(), given, reader.form)


def read_contact(form: Sent, country: str) -> ContactForm:
    """Reads a contact person; national phone numbers are those of the client's country."""
    reader = FieldReader(form, CONTACT_FIELDS, country)
    values = {name: reader.read(name) for name in CONTACT_FIELDS}
    _require_name(values, reader)
    problems = reader.in_order()
    if any(problem.kind == "error" for problem in problems):
        return ContactForm(None, problems, _typed(form, CONTACT_FIELDS))
    return ContactForm(ContactPerson(**values), problems, _typed(form, CONTACT_FIELDS))


def check_field(
    name: str, form: Sent, defaults: Defaults, current: Client | None = None
) -> tuple[Problem, ...]:
    """The problems of one field, for the check when it is left; other fields count where it depends on them."""
    if name not in FIELDS:
        return ()
    whole = {**form, name: form.get(name, "")}
    problems = read_client(whole, defaults, complete=True, current=current).problems
    return tuple(problem for problem in problems if problem.field == name)


def as_typed(client: Client, locale: str = "en") -> dict[str, str]:
    """A stored client as the form shows it for editing; `read_client` reads it back unchanged."""
    typed = dict(zip(FIELDS, map(str, _values(client)), strict=True))
    typed["vat_id"] = vat_id.display(client.vat_id)
    whole, rest = divmod(client.discount, 100)
    mark = "." if locale == "en" else ","
    typed["discount"] = f"{whole}{mark}{rest:02}".removesuffix("0") if rest else str(whole)
    return typed


def marks(shown: Sent, known: Mapping[str, Field] = FIELDS) -> str:
    """Short sums of what a form shows; it brings them back, and `left_alone` tells what was typed over."""
    return " ".join(_mark(shown.get(name, "")) for name in known)


def left_alone(form: Sent, known: Mapping[str, Field] = FIELDS) -> list[str]:
    """The fields that come back as they were shown; none where there are no marks."""
    marked = zip(known, form.get("shown", "").split(), strict=False)
    return [name for name, mark in marked if name in form and _mark(form[name]) == mark]


def left_by_others(form: Sent, now: Sent, known: Mapping[str, Field] = FIELDS) -> list[str]:
    """The fields that still stand as this form showed them, whatever was typed over them."""
    marked = zip(known, form.get("shown", "").split(), strict=False)
    return [name for name, mark in marked if _mark(now.get(name, "")) == mark]


def _mark(text: str) -> str:
    as_shown = text.replace("\r\n", "\n")  # a browser sends lines otherwise than it gets them
    return f"{crc32(as_shown.encode('utf-8', 'surrogatepass')):08x}"


def _as_stored(form: Sent, current: Client) -> dict[str, Any]:
    shown = zip(as_typed(current).items(), _values(current), strict=True)
    return {name: value for (name, text), value in shown if form.get(name) == text}


def _typed(form: Sent, known: Mapping[str, Field]) -> dict[str, str]:
    return {name: form.get(name, "") for name in known}


def _require_name(values: Mapping[str, Any], reader: FieldReader) -> None:
    if not values.get("name") and not reader.has_error("name"):
        reader.problems.append(Problem("name", Message(N_("Please fill in the name."))))


def _require_vat_id(values: Mapping[str, Any], reader: FieldReader) -> None:
    given = values.get("vat_id") or values.get("vat_id_missing_reason")
    if values.get("kind", "company") == "company" and not given and not reader.has_error("vat_id"):
        text = N_("A company needs its VAT ID, or the reason why it has none.")
        reader.problems.append(Problem("vat_id", Message(text)))


def _compare_treatment(values: Mapping[str, Any], reader: FieldReader) -> None:
    treatment = values.get("vat_treatment", "")
    if treatment in NEEDS_VAT_ID and not values.get("vat_id") and not reader.has_error("vat_id"):
        text = N_("{treatment} needs the client's VAT ID.")
        message = Message(text, {"treatment": Message(VAT_TREATMENTS[treatment])})
        reader.problems.append(Problem("vat_treatment", message, "warning"))
