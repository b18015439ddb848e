"""Browsers that somebody has signed in with before.

Each has a random cookie of its own. A sign-in from one is counted apart from everybody else's attempts, so that
nobody who guesses at an account from elsewhere can keep its owner out.
"""

from __future__ import annotations

import secrets
from datetime import datetime

from app import sqlite
from app.accounts.model import DEVICE
from app.accounts.sessions import hash_token
from app.clock import stamp


def knows(db: sqlite.Connection, token: str, email_key: str, now: datetime) -> bool:
    found = sqlite.one(
        db,
        "SELECT 1 FROM device d JOIN staff s ON s.id = d.staff_id"
        " WHERE token_hash = ? AND email_key = ? AND d.seen_at > ?",
        hash_token(token),
        email_key,
        stamp(now - DEVICE),
    )
    return found is not None


def remember(db: sqlite.Connection, staff_id: int, token: str, now: datetime) -> str:
    """The token for the browser's cookie: the one it came with only if it came from here, or else a new one."""
    if not sqlite.one(db, "SELECT count(*) FROM device WHERE token_hash = ?", hash_token(token)):
        token = secrets.token_urlsafe(32)
    db.execute("DELETE FROM device WHERE seen_at <= ?", (stamp(now - DEVICE),))
    db.execute(
        "INSERT INTO device (token_hash, staff_id, seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO UPDATE SET seen_at = excluded.seen_at",
        (hash_token(token), staff_id, stamp(now)),
    )
    return token
