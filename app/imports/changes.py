"""What a row of a file changes on a client that is there already. Nothing is emptied, and nobody is brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.clients.derived import as_text
from app.clients.model import FIELDS, Client, ContactPerson
from app.groups.model import key_of
from app.history.model import Change
from app.imports.model import OnDuplicate
from app.text import fold

Values = Mapping[str, Any]

_ADDRESS = ("street", "postal_code", "city", "country")
_LONGEST_NOTES = FIELDS["notes"].max_length


def changed(client: Client, values: Values, how: OnDuplicate) -> Client:
    """`values` are what the row brings, as the form has read it; what it leaves empty stays as it is."""
    if how == "update":
        return updated(client, values)
    return filled(client, values) if how == "fill" else client


def updated(client: Client, values: Values) -> Client:
    """Notes are added to, never replaced; an archived client stays archived."""
    wanted = {name: value for name, value in values.items() if value not in ("", None)}
    if client.status == "archived":
        wanted.pop("status", None)
    if "notes" in wanted:
        wanted["notes"] = with_notes(client.notes, wanted["notes"])
    return replace(client, **wanted)


def filled(client: Client, values: Values) -> Client:
    """Only what is empty; no street of one place to the city of another."""
    wanted = {name: value for name, value in values.items() if value and not getattr(client, name)}
    if _is_elsewhere(client, values):
        wanted = {name: value for name, value in wanted.items() if name not in _ADDRESS}
    return replace(client, **wanted)


def differences(client: Client, wanted: Client) -> list[Change]:
    old, new = as_text(client), as_text(wanted)
    return [Change(name, old[name], new[name]) for name in FIELDS if old[name] != new[name]]


def with_notes(notes: str, more: str) -> str:
    """The lines of `more` that are not there yet, below; as it was where it would become too long."""
    there = set(notes.splitlines())
    new = "\n".join([notes] * bool(notes) + [line for line in more.splitlines() if line not in there])
    return new if len(new) <= _LONGEST_NOTES else notes


def tags_after(there: Sequence[str], brought: Sequence[str], how: OnDuplicate) -> list[str]:
    """None is ever taken off; filling gives tags only where there are none."""
    if how == "update" or (how == "fill" and not there):
        keys = {key_of(name) for name in there}
        return [*there, *(name for name in brought if key_of(name) not in keys)]
    return [*there]


def same_person(people: Sequence[ContactPerson], person: ContactPerson) -> ContactPerson | None:
    """By the name alone: several people read what comes to info@."""
    name = fold(person.name)
    return next((each for each in people if fold(each.name) == name), None)


def joined(person: ContactPerson, values: ContactPerson, how: OnDuplicate) -> ContactPerson:
    """A contact person that is there, with what a row says of it."""
    if how == "update":
        return replace(
            person,
            name=values.name,
            position=values.position or person.position,
            email=values.email or person.email,
            phone=values.phone or person.phone,
        )
    if how == "fill":
        return replace(
            person,
            position=person.position or values.position,
            email=person.email or values.email,
            phone=person.phone or values.phone,
        )
    return person


def contact_text(person: ContactPerson) -> str:
    return ", ".join(filter(None, (person.name, person.position, person.email, person.phone)))


def _is_elsewhere(client: Client, values: Values) -> bool:
    there = {name: getattr(client, name) for name in _ADDRESS}
    return any(there[n] and values.get(n) and fold(there[n]) != fold(values[n]) for n in _ADDRESS)
