"""What becomes of a known row, by what was chosen for clients that exist already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.history.model import Change
from app.imports.changes import changed, contact_text, differences, joined, tags_after
from app.imports.model import OnDuplicate
from app.imports.people import people_after
from app.imports.rows import Outcome, Person

Fate = Literal["created", "updated", "unchanged", "skipped"]


def changes_of(outcome: Outcome, how: OnDuplicate) -> Sequence[Change]:
    """Field by field what the import would write; nothing for rows that are skipped or created."""
    if outcome.person:
        return _changes_of_person(outcome.person, how)
    if outcome.current is None or outcome.values is None:
        return ()
    found = differences(outcome.current, changed(outcome.current, outcome.values, how))
    for field, there, brought in (
        ("tags", outcome.there, outcome.tags),
        ("in_groups", outcome.groups_there, outcome.groups),
    ):
        names = tags_after(there, brought, how)
        if len(names) > len(there):
            found.append(Change(field, ", ".join(there), ", ".join(names)))
    for old, new in people_after(outcome.people_there, outcome.people, how):
        found.append(Change("contacts", contact_text(old) if old else "", contact_text(new)))
    return found


def fate_of(outcome: Outcome, how: OnDuplicate, changes: Sequence[Change]) -> Fate:
    """A person joins its organisation whatever becomes of duplicates: it is none."""
    if outcome.person is None and how == "create":
        return "created"
    if outcome.person is None and (outcome.current is None or how == "skip"):
        return "skipped"
    return "updated" if changes else "unchanged"


def _changes_of_person(person: Person, how: OnDuplicate) -> list[Change]:
    found = []
    if person.contact:
        before = contact_text(person.there) if person.there else ""
        after = contact_text(joined(person.there, person.contact, how) if person.there else person.contact)
        found.append(Change("contact_name", before, after))
    if person.notes:
        found.append(Change("notes", "", person.notes))
    return [change for change in found if change.old != change.new]
