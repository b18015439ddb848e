"""SQL of the scans of a region: one at a time, the last one counts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app import sqlite
from app.actor import Actor
from app.duplicates import pairs
from app.duplicates.model import Pair
from app.errors import Conflict
from app.i18n import N_, Message
from app.jobs.messages import ENDED_FROM_OUTSIDE, dumped, of_message, to_message

State = Literal["running", "done", "failed", "cancelled"]
_COLUMNS = "id, uuid, state, staff_name, started_at, finished_at, clients, pairs, error"


@dataclass(frozen=True)
class Scan:
    id: int
    uuid: str
    state: State
    staff_name: str
    started_at: str
    finished_at: str
    clients: int
    pairs: int
    error: Message | None


def last(db: sqlite.Connection) -> Scan | None:
    return _scan(db.execute(f"SELECT {_COLUMNS} FROM duplicate_scan ORDER BY id DESC LIMIT 1").fetchone())


def last_done(db: sqlite.Connection) -> Scan | None:
    """The one whose pairs are there."""
    return _scan(
        db.execute(
            f"SELECT {_COLUMNS} FROM duplicate_scan WHERE state = 'done' ORDER BY id DESC LIMIT 1"
        ).fetchone()
    )


def by_uuid(db: sqlite.Connection, scan_uuid: str) -> Scan | None:
    return _scan(db.execute(f"SELECT {_COLUMNS} FROM duplicate_scan WHERE uuid = ?", (scan_uuid,)).fetchone())


def begin(db: sqlite.Connection, scan_uuid: str, actor: Actor, at: str, *, gone: str = "") -> None:
    """Raises Conflict while another one runs; `gone` is one whose process is no more, whatever its row says."""
    if gone:
        fail(db, gone, ENDED_FROM_OUTSIDE, at)
    try:
        db.execute(
            "INSERT INTO duplicate_scan (uuid, state, staff_id, staff_name, started_at) VALUES (?, 'running', ?, ?, ?)",
            (scan_uuid, actor.id, actor.name, at),
        )
    except sqlite.IntegrityError as error:
        raise Conflict(N_("The region is being searched already.")) from error


def finish(db: sqlite.Connection, scan_uuid: str, clients: int, found: Sequence[Pair], at: str) -> None:
    """In one transaction with the pairs: one that was given up meanwhile changes nothing."""
    done = db.execute(
        "UPDATE duplicate_scan SET state = 'done', finished_at = ?, clients = ?, pairs = ?"
        " WHERE uuid = ? AND state = 'running'",
        (at, clients, len(found), scan_uuid),
    )
    if done.rowcount != 1:
        raise Conflict(N_("This search was given up."))
    pairs.replace_all(db, found)


def fail(db: sqlite.Connection, scan_uuid: str, error: Message, at: str) -> None:
    db.execute(
        "UPDATE duplicate_scan SET state = 'failed', finished_at = ?, error = ? WHERE uuid = ? AND state = 'running'",
        (at, dumped(of_message(error)), scan_uuid),
    )


def give_up(db: sqlite.Connection, scan_uuid: str, at: str) -> None:
    db.execute(
        "UPDATE duplicate_scan SET state = 'cancelled', finished_at = ? WHERE uuid = ? AND state = 'running'",
        (at, scan_uuid),
    )


def _scan(row: sqlite.Row | None) -> Scan | None:
    if row is None:
        return None
    error = to_message(json.loads(row["error"])) if row["error"] else None
    return Scan(**{**dict(row), "error": error})
