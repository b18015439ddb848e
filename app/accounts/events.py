"""What happened to accounts: who did what, kept for good; who signed in, kept for a while."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app import sqlite
from app.i18n import N_, Message, translate

EVENTS = {
    "added": N_("Account added"),
    "changed": N_("Account changed"),
    "deactivated": N_("Account deactivated"),
    "reactivated": N_("Account reactivated"),
    "invited": N_("Invitation link made"),
    "joined": N_("Password set with the invitation link"),
    "password": N_("Password changed"),
    "session_ended": N_("A session ended"),
    "sessions_ended": N_("Sessions ended"),
    "signed_in": N_("Signed in"),
}
FIELDS = {
    "name": N_("Full name"),
    "email": N_("Email"),
    "locale": N_("Language"),
    "admin": N_("Admin"),
    "address": N_("Address"),
}
LANGUAGES = {"en": "English", "de": "Deutsch", "pl": "Polski"}
WORDS = {
    "yes": N_("yes"),
    "no": N_("no"),
    "viewer": N_("viewer"),
    "editor": N_("editor"),
    "manager": N_("manager"),
    "privacy": N_("privacy"),
    "archive": N_("archive"),
}


@dataclass(frozen=True)
class Event:
    """`changes` is field -> (before, after), as `app.accounts.model.differences` writes them."""

    id: int
    at: str
    actor: str
    staff_id: int | None
    staff: str
    event: str
    changes: dict[str, tuple[str, str]]

    @property
    def label(self) -> str:
        return EVENTS[self.event]


def note(
    db: sqlite.Connection,
    actor: str,
    staff_id: int,
    event: str,
    at: str,
    changes: Mapping[str, tuple[str, str]] | None = None,
) -> None:
    db.execute(
        "INSERT INTO staff_event (at, actor, staff_id, event, detail) VALUES (?, ?, ?, ?, ?)",
        (at, actor, staff_id, event, json.dumps(changes, ensure_ascii=False) if changes else ""),
    )


def forget_sign_ins(db: sqlite.Connection, before: str) -> None:
    db.execute("DELETE FROM staff_event WHERE event = 'signed_in' AND at < ?", (before,))


def newest(db: sqlite.Connection, *, staff_id: int = 0, before: int = 0, limit: int = 50) -> list[Event]:
    """Of one account or of all, from the newest on; `before` is the id where the page before ended."""
    rows = db.execute(
        "SELECT e.id, e.at, coalesce(a.name, e.actor) AS actor, e.staff_id, coalesce(s.name, '') AS staff, e.event,"
        " e.detail FROM staff_event e LEFT JOIN staff s ON s.id = e.staff_id"
        " LEFT JOIN staff a ON e.actor = 'staff:' || a.id"
        " WHERE (? = 0 OR e.staff_id = ?) AND (? = 0 OR e.id < ?) ORDER BY e.id DESC LIMIT ?",
        (staff_id, staff_id, before, before, limit),
    )
    return [
        Event(
            row["id"],
            row["at"],
            row["actor"],
            row["staff_id"],
            row["staff"],
            row["event"],
            _read(row["detail"]),
        )
        for row in rows
    ]


def shown_changes(changes: Mapping[str, tuple[str, str]], locale: str) -> list[tuple[str, str, str]]:
    """(field, before, after) as a person reads them; before and after may be empty."""
    return [
        (_label(field, locale), _value(field, before, locale), _value(field, after, locale))
        for field, (before, after) in changes.items()
    ]


def _read(detail: str) -> dict[str, tuple[str, str]]:
    return {field: (before, after) for field, (before, after) in json.loads(detail or "{}").items()}


def _label(field: str, locale: str) -> str:
    kind, _, region = field.partition(":")
    if region:
        return translate(Message(N_("Role in {region}"), {"region": region.upper()}), locale)
    return translate(Message(FIELDS[kind]), locale)


def _value(field: str, value: str, locale: str) -> str:
    if field == "locale":
        return LANGUAGES.get(value, value)
    if field != "admin" and not field.startswith("role:"):
        return value
    return ", ".join(translate(Message(WORDS[word]), locale) for word in value.split())
