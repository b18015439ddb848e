"""SQL of sessions: random tokens, stored only as hashes."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import datetime, timedelta

from app import sqlite
from app.accounts import events
from app.accounts.model import ABSOLUTE, IDLE, SEEN_EVERY, SIGN_INS_KEPT, Session
from app.clock import stamp
from app.web.user import GRANTS, User

# Not in the future either: a clock that was wrong for an hour must not make sessions that live for years.
_AT_ONCE = timedelta(seconds=10)  # a second click, while the password is being hashed
_IN_TIME = "BETWEEN ? AND ? AND session.made_at BETWEEN ? AND ?"
_ALIVE = f"session.seen_at {_IN_TIME}"


def hash_token(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def start(db: sqlite.Connection, staff_id: int, agent: str, address: str, now: datetime) -> str:
    """Signs in: the returned token goes into the cookie and nowhere else."""
    token = secrets.token_urlsafe(32)
    at = stamp(now)
    db.execute(f"DELETE FROM session WHERE NOT ({_ALIVE})", _limits(now))
    db.execute(
        "INSERT INTO session (token_hash, staff_id, agent, address, made_at, seen_at, confirmed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (hash_token(token), staff_id, agent[:200], address, at, at, at),
    )
    db.execute("UPDATE staff SET seen_at = ? WHERE id = ?", (at, staff_id))
    events.forget_sign_ins(db, stamp(now - SIGN_INS_KEPT))
    events.note(db, f"staff:{staff_id}", staff_id, "signed_in", at, {"address": ("", address)})
    return token


def identify(
    db: sqlite.Connection, token: str, now: datetime, seen: datetime | None = None
) -> tuple[User, bool] | None:
    """(who holds this session, whether they were seen just now); None for anything that is no live session.

    One statement. `seen` is when they were seen last, where that could not be noted.
    """
    digest, last = hash_token(token), stamp(seen) if seen else ""
    row = db.execute(
        "SELECT s.id, email, name, admin, locale, theme, density, version, confirmed_at,"
        " max(session.seen_at, ?) AS last,"
        " (SELECT json_group_array(json_array(region, role, privacy, archive)) FROM staff_role"
        " WHERE staff_id = s.id) AS granted"
        " FROM session JOIN staff s ON s.id = staff_id"
        f" WHERE token_hash = ? AND active = 1 AND last {_IN_TIME}",
        (last, digest, *_limits(now)),
    ).fetchone()
    if row is None:
        return None
    granted: list[tuple[str, str, int, int]] = json.loads(row["granted"])
    grants = {
        (each[0], name) for each in granted for name, held in zip(GRANTS, each[2:], strict=True) if held
    }
    user = User(
        id=row["id"], email=row["email"], name=row["name"], admin=bool(row["admin"]), locale=row["locale"],
        theme=row["theme"], density=row["density"], version=row["version"],
        roles={each[0]: each[1] for each in granted}, grants=frozenset(grants), session=digest,
        confirmed_at=row["confirmed_at"],
    )  # fmt: skip
    return user, row["last"] > stamp(now - SEEN_EVERY)


def _limits(now: datetime) -> tuple[str, str, str, str]:
    latest = stamp(now + IDLE)
    return stamp(now - IDLE), latest, stamp(now - ABSOLUTE), latest


def seen(db: sqlite.Connection, digest: bytes, now: datetime) -> None:
    db.execute("UPDATE session SET seen_at = ? WHERE token_hash = ?", (stamp(now), digest))
    db.execute(
        "UPDATE staff SET seen_at = ? WHERE id = (SELECT staff_id FROM session WHERE token_hash = ?)",
        (stamp(now), digest),
    )


def renew(db: sqlite.Connection, digest: bytes, now: datetime) -> str | None:
    """After the password was given again: the same session under a new token, which is returned. None where there is
    no session under the old one any more."""
    token = secrets.token_urlsafe(32)
    renewed = db.execute(
        "UPDATE session SET token_hash = ?, confirmed_at = ? WHERE token_hash = ?",
        (hash_token(token), stamp(now), digest),
    )
    return token if renewed.rowcount else None


def was_confirmed(db: sqlite.Connection, staff_id: int, now: datetime) -> bool:
    """Whether this person has given the password in some session within the last moments."""
    found = sqlite.one(
        db, "SELECT 1 FROM session WHERE staff_id = ? AND confirmed_at >= ?", staff_id, stamp(now - _AT_ONCE)
    )
    return found is not None


def end(db: sqlite.Connection, digest: bytes) -> None:
    db.execute("DELETE FROM session WHERE token_hash = ?", (digest,))


def end_one(db: sqlite.Connection, staff_id: int, session_id: int, *, actor: str, at: str) -> None:
    ended = db.execute("DELETE FROM session WHERE id = ? AND staff_id = ?", (session_id, staff_id))
    if ended.rowcount:
        events.note(db, actor, staff_id, "session_ended", at)


def end_others(db: sqlite.Connection, staff_id: int, *, keep: bytes = b"", actor: str, at: str) -> None:
    ended = db.execute("DELETE FROM session WHERE staff_id = ? AND token_hash <> ?", (staff_id, keep))
    if ended.rowcount:
        events.note(db, actor, staff_id, "sessions_ended", at)


def end_all(db: sqlite.Connection) -> None:
    """After instance.db was restored: whoever was signed in then proves again who they are."""
    db.execute("DELETE FROM session")


def of_staff(db: sqlite.Connection, staff_id: int, current: bytes, now: datetime) -> list[Session]:
    rows = db.execute(
        f"SELECT * FROM session WHERE staff_id = ? AND {_ALIVE} ORDER BY seen_at DESC, id DESC",
        (staff_id, *_limits(now)),
    )
    return [
        Session(
            row["id"], row["agent"], row["address"], row["made_at"], row["seen_at"], row["token_hash"] == current
        )
        for row in rows
    ]  # fmt: skip
