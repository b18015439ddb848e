"""Slows down guessing, per account and per address; kept in the database, so a restart forgets nothing.

A failure is written before the password is looked at and taken back after a success: fifty attempts at once count
fifty.
Nobody is locked out for good: a bucket empties by itself within ten minutes or an hour.
"""

from __future__ import annotations

import hashlib
import unicodedata
from datetime import datetime, timedelta

from app import sqlite
from app.clock import parse_stamp, stamp
from app.errors import TooMany
from app.i18n import N_

ACCOUNT_LIMIT, ACCOUNT_WINDOW = 10, timedelta(minutes=10)
ADDRESS_LIMIT, ADDRESS_WINDOW = 20, timedelta(hours=1)


def attempt(db: sqlite.Connection, email: str, address: str, now: datetime) -> list[int]:
    """Counts an attempt as failed until `succeeded`. Raises TooMany when a bucket is full."""
    db.execute("DELETE FROM sign_in_failure WHERE at < ?", (stamp(now - ADDRESS_WINDOW),))
    buckets = (
        (account_bucket(email), ACCOUNT_LIMIT, ACCOUNT_WINDOW),
        (_bucket("address", address), ADDRESS_LIMIT, ADDRESS_WINDOW),
    )
    for bucket, limit, window in buckets:
        recent = db.execute(
            "SELECT at FROM sign_in_failure WHERE bucket = ? AND at > ? ORDER BY at DESC LIMIT ?",
            (bucket, stamp(now - window), limit),
        ).fetchall()
        if len(recent) >= limit:
            wait = int((parse_stamp(recent[-1]["at"]) + window - now).total_seconds()) + 1
            minutes = max(1, round(wait / 60))
            raise TooMany(
                N_("Too many attempts. Try again in about {n} minutes."), retry_after=wait, n=minutes
            )
    return [
        int(
            db.execute(
                "INSERT INTO sign_in_failure (bucket, at) VALUES (?, ?)", (bucket, stamp(now))
            ).lastrowid
            or 0
        )
        for bucket, _, _ in buckets
    ]


def succeeded(db: sqlite.Connection, attempts: list[int]) -> None:
    db.executemany("DELETE FROM sign_in_failure WHERE id = ?", [(each,) for each in attempts])


def account_bucket(email: str) -> bytes:
    """One bucket for every spelling of an address: case, blanks, wide letters and +tags do not make another one."""
    plain = "".join(unicodedata.normalize("NFKC", email).casefold().split())
    name, _, domain = plain.rpartition("@")
    return _bucket("account", f"{name.split('+')[0]}@{domain}")


def _bucket(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "replace")).digest()
