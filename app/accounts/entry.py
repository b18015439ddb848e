"""Every way in, each one transaction: signing in, an invitation, a changed password.

Hashing takes its time: a password that was right counts only where it still is the account's when the session begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app import sqlite
from app.accounts import devices, events, invitations, limiter, sessions, store
from app.accounts.store import Credentials
from app.clock import stamp
from app.errors import NotFound


@dataclass(frozen=True)
class Browser:
    """Where somebody comes in from; `session` (a digest, empty without one) ends with it."""

    agent: str
    address: str
    device: str
    session: bytes


@dataclass(frozen=True)
class Entry:
    """The tokens for the two cookies."""

    session: str
    device: str


def sign_in(
    db: sqlite.Connection, verified: Credentials, browser: Browser, now: datetime, *, attempts: list[int]
) -> Entry | None:
    """None where there is a new password, or the account was deactivated, since this one was verified."""
    if not store.stands(db, verified):
        return None
    limiter.succeeded(db, attempts)
    return _enter(db, verified.staff_id, browser, now)


def accept(
    db: sqlite.Connection, token: str, name: str, hashed: str, browser: Browser, now: datetime
) -> Entry:
    """Uses the invitation up. Raises NotFound when somebody was faster."""
    staff_id = invitations.find(db, token, now)
    if staff_id is None:
        raise NotFound(invitations.VOID)
    db.execute("UPDATE staff SET name = ? WHERE id = ?", (name, staff_id))
    store.set_password(db, staff_id, hashed)
    events.note(db, f"staff:{staff_id}", staff_id, "joined", stamp(now))
    return _enter(db, staff_id, browser, now)


def confirm(
    db: sqlite.Connection, verified: Credentials, session: bytes, now: datetime, *, attempts: list[int]
) -> str | None:
    """The session's new token, after the password was given again; "" where the same form, sent twice at once, has
    renewed it just now. None where the password or the session is not any more what it was."""
    if not store.stands(db, verified):
        return None
    limiter.succeeded(db, attempts)
    token = sessions.renew(db, session, now)
    return token or ("" if sessions.was_confirmed(db, verified.staff_id, now) else None)


def change_password(
    db: sqlite.Connection, verified: Credentials, hashed: str, browser: Browser, now: datetime
) -> Entry | None:
    """Ends all sessions; this browser gets a new one. None where `sign_in` says so too."""
    if not store.stands(db, verified):
        return None
    staff_id = verified.staff_id
    store.set_password(db, staff_id, hashed)
    events.note(db, f"staff:{staff_id}", staff_id, "password", stamp(now))
    return _enter(db, staff_id, browser, now)


def _enter(db: sqlite.Connection, staff_id: int, browser: Browser, now: datetime) -> Entry:
    sessions.end(db, browser.session)
    return Entry(
        sessions.start(db, staff_id, browser.agent, browser.address, now),
        devices.remember(db, staff_id, browser.device, now),
    )
