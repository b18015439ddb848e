"""SQL of the outbox. A letter leaves a state only from the one it was seen in: nobody sends it beside another."""

from __future__ import annotations

import json
import uuid
from dataclasses import fields, replace
from datetime import datetime

from app import sqlite
from app.actor import SYSTEM, Actor
from app.clients import store as clients
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.clock import stamp
from app.errors import Conflict, NotFound
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_, Message, counted
from app.jobs.messages import of_message, to_message
from app.letters import originals
from app.letters.model import Letter, Pause, wait_after
from app.letters.originals import Kept
from app.notes import store as notes
from app.notes.model import Note
from app.vault import Keyring

_COLUMNS = ", ".join(field.name for field in fields(Letter))


def add(
    db: sqlite.Connection, keys: Keyring, letter: Letter, actor: Actor, at: str, *, submission: str = ""
) -> Letter:
    """A letter that is to go out as soon as it can. A form sent twice (same `submission`, same letter) adds once; one
    that comes from the browser's memory with something else in it adds another."""
    before = sqlite.one(db, "SELECT id FROM letter WHERE submission = ?", submission) if submission else None
    if before is not None:
        first = find(db, before)
        if _content(first) == _content(letter):
            return first
        submission = ""
    letter_id = int(
        sqlite.one(
            db,
            "INSERT INTO letter (uuid, client_id, invoice_id, recipient, subject, body, language, attachments,"
            " next_try_at, created_at, created_by_id, created_by_name, submission)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            str(uuid.uuid4()), letter.client_id, letter.invoice_id, letter.recipient, letter.subject, letter.body,
            letter.language, json.dumps(letter.attachments), at, at, actor.id, actor.name, submission or None,
        )
    )  # fmt: skip
    added = find(db, letter_id)
    _record(db, keys, added, "create", "", f"{letter.recipient}: {letter.subject}", actor, at)
    return added


def _content(letter: Letter) -> tuple[object, ...]:
    return letter.recipient, letter.subject, letter.body, letter.attachments


def find(db: sqlite.Connection, letter_id: int) -> Letter:
    row = db.execute(f"SELECT {_COLUMNS} FROM letter WHERE id = ?", (letter_id,)).fetchone()
    if row is None:
        raise NotFound()
    return _letter(row)


def listed(db: sqlite.Connection, state: str, *, before: int, limit: int) -> list[Letter]:
    """Newest first, of one state or of all (""), older than the number `before`."""
    where, values = ("state = ? AND id < ?", (state, before)) if state else ("id < ?", (before,))
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM letter WHERE {where} ORDER BY id DESC LIMIT ?", (*values, limit)
    )
    return [_letter(row) for row in rows]


def of_invoice(db: sqlite.Connection, invoice_id: int) -> list[Letter]:
    """Newest first: whether and when it was sent to whom, by itself or with others."""
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM letter WHERE client_id = (SELECT client_id FROM invoice WHERE id = :invoice) AND"
        " (invoice_id = :invoice OR EXISTS (SELECT 1 FROM json_each(attachments) WHERE value GLOB :among))"
        " ORDER BY id DESC LIMIT 50",
        {"invoice": invoice_id, "among": f"invoice:*:{invoice_id}"},
    )
    return [_letter(row) for row in rows]


def counts(db: sqlite.Connection) -> dict[str, int]:
    """How many there are of each state but the sent ones, of which there are ever more."""
    rows = db.execute("SELECT state, count(*) AS n FROM letter WHERE state <> 'sent' GROUP BY state")
    return {row["state"]: row["n"] for row in rows}


def due(db: sqlite.Connection, now: datetime, *, limit: int = 20) -> list[int]:
    """The letters whose time has come; none while everything is held back."""
    if pause_of(db) is not None:
        return []
    rows = db.execute(
        "SELECT id FROM letter WHERE state = 'waiting' AND next_try_at <= ? ORDER BY next_try_at, id LIMIT ?",
        (stamp(now), limit),
    )
    return [row["id"] for row in rows]


def is_empty(db: sqlite.Connection) -> bool:
    """Whether nothing waits, now or later."""
    return not sqlite.one(db, "SELECT 1 FROM letter WHERE state = 'waiting' LIMIT 1")


def begin(db: sqlite.Connection, letter_id: int, version: int) -> None:
    """From here on it may have been taken. Raises Conflict where somebody withdrew it meanwhile, or changed where it
    goes."""
    begun = db.execute(
        "UPDATE letter SET state = 'sending', version = version + 1"
        " WHERE id = ? AND version = ? AND state = 'waiting'",
        (letter_id, version),
    ).rowcount
    if not begun or pause_of(db) is not None:
        raise Conflict(N_("This letter is not to go out any more."))


def sent(db: sqlite.Connection, keys: Keyring, letter_id: int, at: str, original: Kept | None = None) -> None:
    """The server has taken it: it stands in the client's timeline, by whoever wrote it; a business letter is kept as it
    went out."""
    letter = find(db, letter_id)  # its client may have become another's while the server had it
    done = db.execute(
        "UPDATE letter SET state = 'sent', sent_at = ?, tries = tries + 1, error = '', version = version + 1"
        " WHERE id = ? AND state = 'sending'",
        (at, letter_id),
    ).rowcount
    if not done:
        return
    actor = Actor(letter.created_by_id, letter.created_by_name)
    note = Note(letter.client_id, "email", letter.body, at, subject=letter.subject, people=letter.recipient)
    notes.add(db, keys, note, actor, at)
    if original is not None:
        originals.add(db, original)
    _record(db, keys, letter, "change", "waiting", "sent", actor, at)


def not_sent(
    db: sqlite.Connection, letter: Letter, reason: Message, now: datetime, *, final: bool, doubtful: bool
) -> None:
    """`letter` as it was tried. It waits for its next try; after the last one, or where no try would help, it waits for
    a person. What a person has changed meanwhile stays as they want it."""
    tries = letter.tries + 1
    wait = None if final else wait_after(tries)
    db.execute(
        "UPDATE letter SET state = ?, tries = ?, next_try_at = ?, error = ?, doubtful = max(doubtful, ?),"
        " version = version + 1 WHERE id = ? AND (version, state) IN (VALUES (?, 'waiting'), (?, 'sending'))",
        (
            "waiting" if wait else "failed", tries, stamp(now + wait) if wait else letter.next_try_at,
            json.dumps(of_message(reason)), int(doubtful), letter.id, letter.version, letter.version + 1,
        ),
    )  # fmt: skip


def some_in_hand(db: sqlite.Connection) -> bool:
    return bool(sqlite.one(db, "SELECT 1 FROM letter WHERE state = 'sending' LIMIT 1"))


def take_up(db: sqlite.Connection, reason: Message) -> int:
    """After a crash or a restore: what was being handed over may have been taken, and goes out again with that said."""
    return db.execute(
        "UPDATE letter SET state = 'waiting', tries = tries + 1, doubtful = 1, error = ?, version = version + 1"
        " WHERE state = 'sending'",
        (json.dumps(of_message(reason)),),
    ).rowcount


def go_again(
    db: sqlite.Connection, keys: Keyring, letter: Letter, actor: Actor, at: str, *, recipient: str = ""
) -> None:
    """At once, and with all its tries before it; to another address where the first was wrong."""
    current = find(db, letter.id)
    if not current.may_go_again:
        raise Conflict(N_("This letter has gone out meanwhile."))
    wanted = replace(current, recipient=recipient or current.recipient)
    try:
        db.execute(
            "UPDATE letter SET state = 'waiting', tries = 0, next_try_at = ?, recipient = ?, error = '',"
            " version = version + 1 WHERE id = ?",
            (at, wanted.recipient, letter.id),
        )
    except sqlite.IntegrityError as error:
        if "reminds of nothing" not in str(error):
            raise
        raise Conflict(N_("What this letter asks for was paid, or asked for again, meanwhile.")) from error
    _record(db, keys, wanted, "change", current.state, "waiting", actor, at)


def withdraw(db: sqlite.Connection, keys: Keyring, letter: Letter, actor: Actor, at: str) -> None:
    current = find(db, letter.id)
    if not current.may_be_withdrawn:
        raise Conflict(N_("This letter has gone out meanwhile."))
    db.execute("UPDATE letter SET state = 'withdrawn', version = version + 1 WHERE id = ?", (letter.id,))
    _record(db, keys, current, "change", current.state, "withdrawn", actor, at)


def reword(db: sqlite.Connection, keys: Keyring, letter: Letter, wanted: Letter, at: str) -> None:
    """What it says and brings, before it goes."""
    db.execute(
        "UPDATE letter SET invoice_id = ?, subject = ?, body = ?, attachments = ?, version = version + 1 WHERE id = ?",
        (wanted.invoice_id, wanted.subject, wanted.body, json.dumps(wanted.attachments), letter.id),
    )
    _record(db, keys, letter, "change", letter.subject, wanted.subject, SYSTEM, at, field="subject")


def pause_of(db: sqlite.Connection) -> Pause | None:
    row = db.execute("SELECT since, reason FROM outbox_pause").fetchone()
    return Pause(row["since"], row["reason"]) if row else None


def pause(db: sqlite.Connection, reason: str, at: str) -> None:
    db.execute(
        "INSERT INTO outbox_pause (only, since, reason) VALUES (1, ?, ?) ON CONFLICT (only) DO UPDATE SET"
        " since = excluded.since, reason = excluded.reason",
        (at, reason),
    )


def release(db: sqlite.Connection) -> None:
    db.execute("DELETE FROM outbox_pause")


def _record(
    db: sqlite.Connection,
    keys: Keyring,
    letter: Letter,
    action: str,
    old: str,
    new: str,
    actor: Actor,
    at: str,
    *,
    field: str = "state",
) -> None:
    client = clients.find(db, letter.client_id)
    subject = Subject(client.uuid, client.id, f"letter:{letter.id}")
    history.record(
        db, keys, subject, action, [Change("" if action == "create" else field, old, new)], actor, at
    )
    clients.touch(db, client.id, actor, at)


def _letter(row: sqlite.Row) -> Letter:
    known = {name: row[name] for name in row.keys()}  # noqa: SIM118 (a row is no mapping)
    return Letter(
        **{
            **known,
            "attachments": tuple(json.loads(known["attachments"])),
            "doubtful": bool(known["doubtful"]),
            "error": to_message(json.loads(known["error"])) if known["error"] else None,
        }
    )


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    return {"rows": move_rows(db, "letter", from_id, to_id)}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    return return_rows(db, "letter", from_id, to_id, moved["rows"])


def _of_client(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM letter WHERE client_id = ?", client_id))


def _words(number: int) -> Message:
    return counted("{n} letter", "{n} letters", number)


BELONGING = Belonging("letters", ("letter",), reassign_client, give_back, _of_client, _words)
