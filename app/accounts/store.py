"""SQL of staff accounts and their roles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app import sqlite
from app.accounts.model import Role, Staff
from app.errors import NotFound, Refused
from app.i18n import N_


@dataclass(frozen=True)
class Credentials:
    staff_id: int
    password_hash: str | None
    active: bool


def email_key(email: str) -> str:
    """The account an address means: case and blanks do not make another one."""
    return email.strip().casefold()


def credentials(db: sqlite.Connection, email: str) -> Credentials | None:
    row = db.execute(
        "SELECT id, password_hash, active FROM staff WHERE email_key = ?", (email_key(email),)
    ).fetchone()
    return Credentials(row["id"], row["password_hash"], bool(row["active"])) if row else None


def password_hash(db: sqlite.Connection, staff_id: int) -> str | None:
    found: str | None = sqlite.one(db, "SELECT password_hash FROM staff WHERE id = ?", staff_id)
    return found


def find(db: sqlite.Connection, staff_id: int) -> Staff:
    row = db.execute("SELECT * FROM staff WHERE id = ?", (staff_id,)).fetchone()
    if row is None:
        raise NotFound()
    return _staff(row, roles(db, staff_id))


def list_all(db: sqlite.Connection) -> list[Staff]:
    rows = db.execute("SELECT * FROM staff ORDER BY active DESC, name, id").fetchall()
    return [_staff(row, roles(db, row["id"])) for row in rows]


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
) -> int:
    """A new account without password: only its invitation, or `set_password`, opens it."""
    try:
        staff_id = db.execute(
            "INSERT INTO staff (email, email_key, name, admin, locale, made_at) VALUES (?, ?, ?, ?, ?, ?)",
            (email.strip(), email_key(email), name, admin, locale, at),
        ).lastrowid
    except sqlite.IntegrityError as error:
        raise Refused(N_("There is an account with this email address already.")) from error
    assert staff_id is not None
    _put_roles(db, staff_id, granted)
    note(db, actor, staff_id, "added", "", at)
    return staff_id


def change(
    db: sqlite.Connection,
    staff_id: int,
    *,
    name: str,
    admin: bool,
    active: bool,
    granted: Iterable[Role],
    actor: str,
    at: str,
) -> None:
    """Takes effect with the person's next request. The last active admin stays one."""
    find(db, staff_id)
    db.execute(
        "UPDATE staff SET name = ?, admin = ?, active = ?, version = version + 1 WHERE id = ?",
        (name, admin, active, staff_id),
    )
    if not sqlite.one(db, "SELECT count(*) FROM staff WHERE admin = 1 AND active = 1"):
        raise Refused(N_("This is the last admin. Make somebody else an admin first."))
    db.execute("DELETE FROM staff_role WHERE staff_id = ?", (staff_id,))
    _put_roles(db, staff_id, granted)
    if not active:
        db.execute("DELETE FROM session WHERE staff_id = ?", (staff_id,))
    note(db, actor, staff_id, "changed", "", at)


def set_password(db: sqlite.Connection, staff_id: int, hashed: str, *, keep_session: bytes = b"") -> None:
    """Ends every other session and any open invitation."""
    db.execute("UPDATE staff SET password_hash = ?, version = version + 1 WHERE id = ?", (hashed, staff_id))
    db.execute("DELETE FROM session WHERE staff_id = ? AND token_hash <> ?", (staff_id, keep_session))
    db.execute("DELETE FROM invitation WHERE staff_id = ?", (staff_id,))


def rehash(db: sqlite.Connection, staff_id: int, hashed: str) -> None:
    db.execute("UPDATE staff SET password_hash = ? WHERE id = ?", (hashed, staff_id))


def set_preferences(db: sqlite.Connection, staff_id: int, *, locale: str, theme: str, density: str) -> None:
    db.execute(
        "UPDATE staff SET locale = ?, theme = ?, density = ?, version = version + 1 WHERE id = ?",
        (locale, theme, density, staff_id),
    )


def note(db: sqlite.Connection, actor: str, staff_id: int | None, event: str, detail: str, at: str) -> None:
    db.execute(
        "INSERT INTO staff_event (at, actor, staff_id, event, detail) VALUES (?, ?, ?, ?, ?)",
        (at, actor, staff_id, event, detail),
    )


def _put_roles(db: sqlite.Connection, staff_id: int, granted: Iterable[Role]) -> None:
    db.executemany(
        "INSERT INTO staff_role (staff_id, region, role, privacy, archive) VALUES (?, ?, ?, ?, ?)",
        [(staff_id, each.region, each.role, each.privacy, each.archive) for each in granted],
    )


def _staff(row: sqlite.Row, granted: tuple[Role, ...]) -> Staff:
    return Staff(
        id=row["id"], email=row["email"], name=row["name"], admin=bool(row["admin"]), active=bool(row["active"]),
        locale=row["locale"], theme=row["theme"], density=row["density"], version=row["version"],
        has_password=row["password_hash"] is not None, roles=granted,
    )  # fmt: skip
