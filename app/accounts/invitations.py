"""Invitation links: good once, for the account they were made for, and for a limited time."""

from __future__ import annotations

import secrets
from datetime import datetime

from app import sqlite
from app.accounts import events, store
from app.accounts.model import INVITATION, NEW_PASSWORD, Staff, Wanted
from app.accounts.sessions import hash_token
from app.clock import stamp
from app.errors import Refused
from app.i18n import N_, Message
from app.settings import Settings

# One text for a link that was used, has expired or never existed: nothing is to be learnt from it.
VOID = N_("An invitation link works once and for a limited time. Ask an admin for a new one.")


def invite(db: sqlite.Connection, staff_id: int, *, actor: str, now: datetime) -> str:
    """The new link's token; an earlier link of the same account is void."""
    staff = store.find(db, staff_id)
    if not staff.active:
        raise Refused(N_("This account is deactivated. Reactivate it first."))
    token = secrets.token_urlsafe(32)
    until = now + (NEW_PASSWORD if staff.has_password else INVITATION)
    db.execute(
        "INSERT INTO invitation (token_hash, staff_id, expires_at) VALUES (?, ?, ?)"
        " ON CONFLICT (staff_id) DO UPDATE SET token_hash = excluded.token_hash, expires_at = excluded.expires_at",
        (hash_token(token), staff_id, stamp(until)),
    )
    events.note(db, actor, staff_id, "invited", stamp(now))
    return token


def add(db: sqlite.Connection, wanted: Wanted, *, number: int, actor: str, now: datetime) -> tuple[int, str]:
    """A new account and the token of its link."""
    staff_id = store.add(
        db, email=wanted.email, name=wanted.name, admin=wanted.admin, locale=wanted.locale, granted=wanted.roles,
        actor=actor, at=stamp(now), number=number,
    )  # fmt: skip
    return staff_id, invite(db, staff_id, actor=actor, now=now)


def find(db: sqlite.Connection, token: str, now: datetime) -> int | None:
    """Whom the invitation is for, as long as it is good."""
    found: int | None = sqlite.one(
        db,
        "SELECT staff_id FROM invitation i JOIN staff s ON s.id = i.staff_id"
        " WHERE token_hash = ? AND expires_at > ? AND expires_at <= ? AND active = 1",
        hash_token(token),
        stamp(now),
        stamp(now + INVITATION),
    )
    return found


def link(settings: Settings, token: str, *, origin: str = "") -> str:
    """`origin` is how the admin's own browser calls this instance, where no public address is set."""
    return f"{settings.public_url or origin or f'http://localhost:{settings.port}'}/invitation/{token}"


def lifetime(staff: Staff) -> Message:
    if staff.has_password:
        return Message(N_("{n} minutes"), {"n": int(NEW_PASSWORD.total_seconds()) // 60})
    return Message(N_("{n} days"), {"n": INVITATION.days})


def mail(staff: Staff, inviter: str, address: str) -> tuple[Message, Message]:
    """(subject, text)"""
    if staff.has_password:
        subject = N_("A new password for your Masaku account")
        text = N_(
            "Hello {name},\n\n{inviter} has made a link with which you can set a new password for your Masaku"
            " account:\n\n{link}\n\nIt works once and for {lifetime}. If you did not ask for it, tell your admin."
            "\n"
        )
    else:
        subject = N_("Your Masaku account")
        text = N_(
            "Hello {name},\n\n{inviter} has made a Masaku account for you. Choose your password here:\n\n{link}\n\n"
            "The link works once and for {lifetime}. After that you sign in with {email}.\n"
        )
    params = {
        "name": staff.name, "inviter": inviter, "link": address, "lifetime": lifetime(staff), "email": staff.email,
    }  # fmt: skip
    return Message(subject), Message(text, params)
