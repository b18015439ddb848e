"""SQL of staff accounts and their roles."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from app import sqlite
from app.accounts import events
from app.accounts.model import Role, Staff, Wanted, differences
from app.errors import Conflict, NotFound, Refused
from app.i18n import N_


class FieldRefused(Refused):
    """Refused for what stands in one field of the form."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True)
class Credentials:
    staff_id: int
    password_hash: str | None
    active: bool


_STAFF = (
    "SELECT s.*, coalesce(expires_at, '') AS invited_until"
    " FROM staff s LEFT JOIN invitation i ON i.staff_id = s.id"
)


def email_key(email: str) -> str:
    """The account an address means: case, blanks and how an umlaut is typed do not make another one."""
    return unicodedata.normalize("NFC", email).strip().casefold()


def credentials(db: sqlite.Connection, email: str) -> Credentials | None:
    row = db.execute(
        "SELECT id, password_hash, active FROM staff WHERE email_key = ?", (email_key(email),)
    ).fetchone()
    return Credentials(row["id"], row["password_hash"], bool(row["active"])) if row else None


def stands(db: sqlite.Connection, verified: Credentials) -> bool:
    """Whether the account is still active, with the hash that a password was held against."""
    found = sqlite.one(
        db,
        "SELECT 1 FROM staff WHERE id = ? AND password_hash = ? AND active = 1",
        verified.staff_id,
        verified.password_hash,
    )
    return found is not None


def find(db: sqlite.Connection, staff_id: int) -> Staff:
    row = db.execute(f"{_STAFF} WHERE s.id = ?", (staff_id,)).fetchone()
    if row is None:
        raise NotFound()
    return _staff(row, roles(db, staff_id))


def find_by_email(db: sqlite.Connection, email: str) -> Staff:
    row = db.execute(f"{_STAFF} WHERE email_key = ?", (email_key(email),)).fetchone()
    if row is None:
        raise NotFound(N_("There is no account with the email address “{email}”."), email=email)
    return _staff(row, roles(db, row["id"]))


def list_all(db: sqlite.Connection) -> list[Staff]:
    rows = db.execute(f"{_STAFF} ORDER BY s.active DESC, s.name, s.id").fetchall()
    return [_staff(row, roles(db, row["id"])) for row in rows]


def last_number(db: sqlite.Connection) -> int:
    return sqlite.one(db, "SELECT max(id) FROM staff") or 0


def roles(db: sqlite.Connection, staff_id: int) -> tuple[Role, ...]:
    rows = db.execute("SELECT * FROM staff_role WHERE staff_id = ? ORDER BY region", (staff_id,))
    return tuple(Role(row["region"], row["role"], bool(row["privacy"]), bool(row["archive"])) for row in rows)


def add(
    db: sqlite.Connection,
    *,
    email: str,
    name: str,
    admin: bool,
    locale: str,
    granted: Iterable[Role],
    actor: str,
    at: str,
    number: int | None = None,
) -> int:
    """A new account without password: only its invitation, or `set_password`, opens it. `number` was drawn for it
    (`accounts.numbers`); without one it gets the next."""
    wanted = Wanted(name, email.strip(), locale, admin, tuple(granted))
    try:
        staff_id = db.execute(
            "INSERT INTO staff (id, email, email_key, name, admin, locale, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (number, wanted.email, email_key(email), name, admin, locale, at),
        ).lastrowid
    except sqlite.IntegrityError as error:
        raise _taken() from error
    assert staff_id is not None
    _put_roles(db, staff_id, wanted.roles)
    events.note(db, actor, staff_id, "added", at, differences(Wanted("", "", "", False, ()), wanted))
    return staff_id


def change(db: sqlite.Connection, staff_id: int, wanted: Wanted, *, state: str, actor: str, at: str) -> None:
    """Takes effect with the person's next request. Raises Conflict when the account is not in `state` any more."""
    before = find(db, staff_id)
    changes = differences(before.wanted, wanted)
    if not changes:
        return
    if before.wanted.state != state:
        raise Conflict(N_("Somebody else changed this account meanwhile."))
    try:
        db.execute(
            "UPDATE staff SET name = ?, email = ?, email_key = ?, locale = ?, admin = ?, version = version + 1"
            " WHERE id = ?",
            (wanted.name, wanted.email, email_key(wanted.email), wanted.locale, wanted.admin, staff_id),
        )
    except sqlite.IntegrityError as error:
        raise _taken() from error
    _keep_an_admin(db)
    db.execute("DELETE FROM staff_role WHERE staff_id = ?", (staff_id,))
    _put_roles(db, staff_id, wanted.roles)
    events.note(db, actor, staff_id, "changed", at, changes)


def set_active(db: sqlite.Connection, staff_id: int, active: bool, *, actor: str, at: str) -> None:
    """Deactivated, somebody is signed out everywhere and their invitation is void."""
    if find(db, staff_id).active == active:
        return
    db.execute("UPDATE staff SET active = ?, version = version + 1 WHERE id = ?", (active, staff_id))
    _keep_an_admin(db)
    if not active:
        db.execute("DELETE FROM session WHERE staff_id = ?", (staff_id,))
        db.execute("DELETE FROM invitation WHERE staff_id = ?", (staff_id,))
    events.note(db, actor, staff_id, "reactivated" if active else "deactivated", at)


def set_password(db: sqlite.Connection, staff_id: int, hashed: str) -> None:
    """Ends every session and any open invitation."""
    db.execute("UPDATE staff SET password_hash = ?, version = version + 1 WHERE id = ?", (hashed, staff_id))
    db.execute("DELETE FROM session WHERE staff_id = ?", (staff_id,))
    db.execute("DELETE FROM invitation WHERE staff_id = ?", (staff_id,))


def rehash(db: sqlite.Connection, verified: Credentials, hashed: str) -> bool:
    """Whether it was done: not over a hash that was set since `verified` was read."""
    renewed = db.execute(
        "UPDATE staff SET password_hash = ? WHERE id = ? AND password_hash = ?",
        (hashed, verified.staff_id, verified.password_hash),
    )
    return renewed.rowcount > 0


def set_preferences(
    db: sqlite.Connection,
    staff_id: int,
    *,
    locale: str | None = None,
    theme: str | None = None,
    density: str | None = None,
) -> None:
    """Only what is given changes."""
    db.execute(
        "UPDATE staff SET locale = coalesce(?, locale), theme = coalesce(?, theme), density = coalesce(?, density),"
        " version = version + 1 WHERE id = ?",
        (locale, theme, density, staff_id),
    )


def _taken() -> FieldRefused:
    return FieldRefused("email", N_("There is an account with this email address already."))


def _keep_an_admin(db: sqlite.Connection) -> None:
    if not sqlite.one(db, "SELECT count(*) FROM staff WHERE admin = 1 AND active = 1"):
        raise FieldRefused("admin", N_("This is the last admin. Make somebody else an admin first."))


def _put_roles(db: sqlite.Connection, staff_id: int, granted: Iterable[Role]) -> None:
    db.executemany(
        "INSERT INTO staff_role (staff_id, region, role, privacy, archive) VALUES (?, ?, ?, ?, ?)",
        [(staff_id, each.region, each.role, each.privacy, each.archive) for each in granted],
    )


def _staff(row: sqlite.Row, granted: tuple[Role, ...]) -> Staff:
    return Staff(
        id=row["id"], email=row["email"], name=row["name"], admin=bool(row["admin"]), active=bool(row["active"]),
        locale=row["locale"], theme=row["theme"], density=row["density"], version=row["version"],
        has_password=row["password_hash"] is not None, invited_until=row["invited_until"], seen_at=row["seen_at"],
        roles=granted,
    )  # fmt: skip
