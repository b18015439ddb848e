"""The contact persons of a row: the main one's position, and all in a cell with one a line, as exports write them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.clients.forms import read_contact
from app.clients.model import Client, ContactPerson
from app.i18n import N_, Message
from app.imports.changes import joined, same_person
from app.imports.model import OnDuplicate
from app.imports.rows import Reason

_PHONE = re.compile(r"\+?[0-9(][0-9 ()/.-]{4,}(?:ext\. [0-9]+)?")
_NOBODY = Message(N_("No contact person has this position; it is left out."))
_MOST = 200


def people_of(
    client: Client, sent: Mapping[str, str]
) -> tuple[tuple[ContactPerson, ...], tuple[Reason, ...]]:
    """Those of whom more than the client's own `contact_name` is said, and a warning for what is left out."""
    position, lines = sent.get("position", ""), sent.get("contacts", "").splitlines()[:_MOST]
    found: list[ContactPerson] = []
    wrong: list[Reason] = []
    forms = [("contacts", line, _parts(line)) for line in lines if line.strip()]
    if position and client.contact_name:
        forms.insert(0, ("position", position, {"name": client.contact_name, "position": position}))
    elif position:
        wrong.append(Reason("position", position, _NOBODY))
    for field, text, form in forms:
        read = read_contact(form, client.country)
        if read.contact is None:
            wrong += (Reason(field, text, each.message) for each in read.problems if each.kind == "error")
            continue
        _put(found, replace(read.contact, main=read.contact.name == client.contact_name))
    return tuple(found), tuple(wrong)


def people_after(
    there: Sequence[ContactPerson], brought: Sequence[ContactPerson], how: OnDuplicate
) -> list[tuple[ContactPerson | None, ContactPerson]]:
    """What a row changes on the contact persons of a known client: (who is there, what becomes of them). None is ever
    taken away; filling brings new ones only where there is nobody."""
    found: list[tuple[ContactPerson | None, ContactPerson]] = []
    for person in brought:
        same = same_person(there, person)
        if same is not None and (wanted := joined(same, person, how)) != same:
            found.append((same, wanted))
        elif same is None and (how == "update" or (how == "fill" and not there)):
            found.append((None, person))
    return found


def _put(found: list[ContactPerson], person: ContactPerson) -> None:
    """The main one stands there already by the position alone."""
    if found and found[0].main and person.main:
        found[0] = joined(found[0], person, "fill")
    else:
        found.append(person)


def _parts(line: str) -> dict[str, str]:
    """ "Tom Ober, Einkauf, tom@bergmann.example, +49 711 20": the name, then what is there of the others."""
    parts = [part.strip() for part in line.split(", ")]
    form = {"name": parts.pop(0)}
    if parts and _PHONE.fullmatch(parts[-1]):
        form["phone"] = parts.pop()
    if parts and "@" in parts[-1]:
        form["email"] = parts.pop()
    return {**form, "position": ", ".join(parts)}
