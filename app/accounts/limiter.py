"""Slows down guessing, per account and per address; kept in the database, so a restart forgets nothing.

A failure is written before the password is looked at and taken back after a success: fifty attempts at once count
fifty.
Nobody is locked out for good: a bucket empties by itself within ten minutes or an hour, and a browser that somebody
signed in with before has one of its own, which strangers cannot fill.
"""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from app import sqlite
from app.accounts import devices
from app.accounts.store import email_key
from app.clock import parse_stamp, stamp
from app.errors import TooMany
from app.i18n import N_

ADDRESS_WINDOW = timedelta(hours=1)


@dataclass(frozen=True)
class Bucket:
    key: bytes
    limit: int
    window: timedelta


def attempt(db: sqlite.Connection, email: str, address: str, device: str, now: datetime) -> list[int]:
    """Counts an attempt as failed until `succeeded`. Raises TooMany when a bucket is full."""
    # From the future too, where the clock was wrong: nobody is kept out until it comes.
    window = (stamp(now - ADDRESS_WINDOW), stamp(now + ADDRESS_WINDOW))
    db.execute("DELETE FROM sign_in_failure WHERE at NOT BETWEEN ? AND ?", window)
    if device and devices.knows(db, device, email_key(email), now):
        buckets = [_device_bucket(email, device)]
    else:
        buckets = [account_bucket(email), address_bucket(address)]
    for bucket in buckets:
        _refuse_when_full(db, bucket, now)
    statement = "INSERT INTO sign_in_failure (bucket, at) VALUES (?, ?)"
    return [db.execute(statement, (bucket.key, stamp(now))).lastrowid or 0 for bucket in buckets]


def succeeded(db: sqlite.Connection, attempts: list[int]) -> None:
    db.executemany("DELETE FROM sign_in_failure WHERE id = ?", [(each,) for each in attempts])


def account_bucket(email: str) -> Bucket:
    """One for every spelling of an address: case, blanks, wide letters and +tags do not make another one."""
    return Bucket(_key("account", _plain(email)), 10, timedelta(minutes=10))


def address_bucket(address: str) -> Bucket:
    """One for a whole IPv6 network: whoever has one address of it has them all."""
    return Bucket(_key("address", _network(address)), 20, ADDRESS_WINDOW)


def _device_bucket(email: str, device: str) -> Bucket:
    return Bucket(_key("device", f"{_plain(email)} {device}"), 10, timedelta(minutes=10))


def _refuse_when_full(db: sqlite.Connection, bucket: Bucket, now: datetime) -> None:
    recent = db.execute(
        "SELECT at FROM sign_in_failure WHERE bucket = ? AND at > ? ORDER BY at DESC LIMIT ?",
        (bucket.key, stamp(now - bucket.window), bucket.limit),
    ).fetchall()
    if len(recent) < bucket.limit:
        return
    wait = int((parse_stamp(recent[-1]["at"]) + bucket.window - now).total_seconds()) + 1
    minutes = max(1, round(wait / 60))
    raise TooMany(N_("Too many attempts. Try again in about {n} minutes."), retry_after=wait, n=minutes)


def _plain(email: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", email_key(email)).casefold().split())
    name, _, domain = plain.rpartition("@")
    return f"{name.split('+')[0]}@{domain}"


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)


def _key(kind: str, value: str) -> bytes:
    return hashlib.sha256(f"{kind}:{value}".encode("utf-8", "replace")).digest()
