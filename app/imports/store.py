"""SQL of imports. A state changes in one statement that names the states it may come from."""

from __future__ import annotations

import json
from dataclasses import astuple

from app import sqlite
from app.actor import Actor
from app.errors import Conflict, NotFound
from app.i18n import N_, Message
from app.imports.exchange import of_options, to_options
from app.imports.model import BROKEN_OFF, Batch, Counts, Options
from app.jobs.messages import dumped, of_message, to_message

_COLUMNS = (
    "id, uuid, state, filename, file_sha256, source, staff_id, staff_name, uploaded_at, started_at, finished_at,"
    " options, rows, created, updated, unchanged, skipped, refused, alike, error, operation_id, undone_at"
)


def add(
    db: sqlite.Connection,
    batch_uuid: str,
    filename: str,
    digest: str,
    actor: Actor,
    options: Options,
    at: str,
    *,
    source: str = "",
    rows: int = 0,
) -> int:
    found = db.execute(
        "INSERT INTO import_batch (uuid, state, filename, file_sha256, source, staff_id, staff_name, uploaded_at,"
        " options, rows) VALUES (?, 'uploaded', ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            batch_uuid, filename, digest, source, actor.id, actor.name, at, dumped(of_options(options)), rows
        ),
    )  # fmt: skip
    return int(found.lastrowid or 0)


def find(db: sqlite.Connection, batch_id: int, staff_id: str) -> Batch:
    """An import of this person; everybody else's do not exist."""
    row = db.execute(
        f"SELECT {_COLUMNS} FROM import_batch WHERE id = ? AND staff_id = ?", (batch_id, staff_id)
    ).fetchone()
    if row is None:
        raise NotFound()
    return _batch(row)


def by_uuid(db: sqlite.Connection, batch_uuid: str) -> Batch | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM import_batch WHERE uuid = ?", (batch_uuid,)).fetchone()
    return _batch(row) if row else None


def operation_of(db: sqlite.Connection, batch_id: int) -> int:
    """What undoing goes by, whoever's import it is. Raises Conflict where it has written nothing."""
    found = sqlite.one(db, "SELECT operation_id FROM import_batch WHERE id = ?", batch_id)
    if found is None:
        raise NotFound()
    if not found:
        raise Conflict(N_("This import has written nothing that could be taken back."))
    return int(found)


def listed(db: sqlite.Connection, *, before: int, limit: int) -> list[Batch]:
    """Newest first, everybody's."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM import_batch WHERE id < ? ORDER BY id DESC LIMIT ?", (before, limit)
    )
    return [_batch(row) for row in rows]


def running(db: sqlite.Connection) -> Batch | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM import_batch WHERE state = 'running'").fetchone()
    return _batch(row) if row else None


def choose(
    db: sqlite.Connection,
    batch_id: int,
    options: Options,
    *,
    rows: int | None = None,
    source: str | None = None,
) -> None:
    """Other columns, another format: what was checked before counts no more."""
    done = db.execute(
        "UPDATE import_batch SET state = 'uploaded', error = '', options = ?, rows = coalesce(?, rows),"
        " source = coalesce(?, source) WHERE id = ? AND state IN ('uploaded', 'checked', 'failed')",
        (dumped(of_options(options)), rows, source, batch_id),
    )
    _one(done.rowcount)


def checked(db: sqlite.Connection, batch_uuid: str, rows: int, alike: int = 0) -> None:
    done = db.execute(
        "UPDATE import_batch SET state = 'checked', error = '', rows = ?, alike = ?"
        " WHERE uuid = ? AND state = 'uploaded'",
        (rows, alike, batch_uuid),
    )
    _one(done.rowcount)


def alike(db: sqlite.Connection, batch_uuid: str) -> int:
    """How many such rows the check has found."""
    return int(sqlite.one(db, "SELECT alike FROM import_batch WHERE uuid = ?", batch_uuid))


def begin(db: sqlite.Connection, batch_id: int, options: Options, at: str, *, gone: str = "") -> None:
    """From here on it is this import's turn. Raises Conflict while another one runs.

    `gone` is one whose process is no more, whatever its row says: this one may begin instead, or again.
    """
    if gone:
        fail(db, gone, BROKEN_OFF, at)
    try:
        done = db.execute(
            "UPDATE import_batch SET state = 'running', error = '', options = ?, started_at = ?"
            " WHERE id = ? AND state IN ('checked', 'failed')",
            (dumped(of_options(options)), at, batch_id),
        )
    except sqlite.IntegrityError as error:
        raise Conflict(
            N_("Another import is running in this region. Please start this one when it is done.")
        ) from error
    _one(done.rowcount)


def finish(db: sqlite.Connection, batch_uuid: str, counts: Counts, at: str, *, operation_id: int = 0) -> None:
    """In the transaction that writes the clients: an import that was given up meanwhile writes none."""
    done = db.execute(
        "UPDATE import_batch SET state = 'done', finished_at = ?, rows = ?, created = ?, updated = ?, unchanged = ?,"
        " skipped = ?, refused = ?, alike = ?, operation_id = ? WHERE uuid = ? AND state = 'running'",
        (at, *astuple(counts), operation_id, batch_uuid),
    )
    _one(done.rowcount)


def undone(db: sqlite.Connection, operation_id: int, at: str) -> None:
    db.execute("UPDATE import_batch SET undone_at = ? WHERE operation_id = ?", (at, operation_id))


def fail(db: sqlite.Connection, batch_uuid: str, error: Message, at: str) -> None:
    """A running import has broken off; a check that failed leaves the choice of columns open."""
    db.execute(
        "UPDATE import_batch SET state = iif(state = 'running', 'failed', state), error = ?, finished_at = ?"
        " WHERE uuid = ? AND state IN ('uploaded', 'running')",
        (dumped(of_message(error)), at, batch_uuid),
    )


def give_up(db: sqlite.Connection, batch_id: int, at: str) -> bool:
    """False when it was done already."""
    done = db.execute(
        "UPDATE import_batch SET state = 'cancelled', finished_at = ?"
        " WHERE id = ? AND state NOT IN ('done', 'cancelled')",
        (at, batch_id),
    )
    return bool(done.rowcount)


def _one(changed: int) -> None:
    if changed != 1:
        raise Conflict(N_("This import is not where it was. Please look at it again."))


def _batch(row: sqlite.Row) -> Batch:
    return Batch(
        row["id"], row["uuid"], row["state"], row["filename"], row["file_sha256"], row["source"], row["staff_id"],
        row["staff_name"], row["uploaded_at"], row["started_at"], row["finished_at"],
        to_options(json.loads(row["options"])),
        Counts(
            row["rows"], row["created"], row["updated"], row["unchanged"], row["skipped"], row["refused"], row["alike"],
        ),
        to_message(json.loads(row["error"])) if row["error"] else None, row["operation_id"], row["undone_at"],
    )  # fmt: skip
