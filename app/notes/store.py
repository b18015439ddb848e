"""SQL of the notes. Every change is one function: row and history together; triggers keep the index of their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

from app import sqlite
from app.actor import Actor
from app.clients import merged
from app.clients import store as clients
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.documents import store as documents
from app.documents.model import Sealed
from app.errors import Conflict, NotFound
from app.history import store as history
from app.history.model import Change, Entry, Subject
from app.i18n import N_, Message, counted
from app.notes.model import Note
from app.text import fold
from app.vault import Keyring

_COLUMNS = ", ".join(field.name for field in fields(Note))
# What a person can change in a note, as the change history names it.
_EDITABLE = ("kind", "subject", "body", "people", "minutes", "at")


class Stale(Conflict):
    """Somebody saved this note after the form was opened; `current` is what they saved."""

    def __init__(self, current: Note) -> None:
        super().__init__(N_("Somebody else changed this note meanwhile. Nothing of yours is lost."))
        self.current = current


def find(db: sqlite.Connection, client_id: int, note_id: int) -> Note:
    row = db.execute(
        f"SELECT {_COLUMNS} FROM note WHERE id = ? AND client_id = ?", (note_id, client_id)
    ).fetchone()
    if row is None:
        raise NotFound()
    return _note(row)


def edits(db: sqlite.Connection, keys: Keyring, client_id: int, note_id: int) -> list[Entry]:
    """All that was recorded of it, newest first."""
    return history.of_object(db, keys, client_id, f"note:{note_id}", merged.absorbed_by(db, client_id))


def listed(
    db: sqlite.Connection,
    client_id: int,
    kinds: Sequence[str],
    *,
    terms: Sequence[str] = (),
    before: documents.Place = documents.LAST,
    limit: int = 50,
) -> list[Note]:
    """Newest first, older than `before` (at, id), along the index of their moments."""
    where, values = _condition(client_id, "+kind", kinds, terms)
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM note WHERE {where} AND (at, id) < (?, ?) ORDER BY at DESC, id DESC LIMIT ?",
        (*values, *before, limit),
    )
    return [_note(row) for row in rows]


def count(db: sqlite.Connection, client_id: int, kinds: Sequence[str], *, terms: Sequence[str] = ()) -> int:
    where, values = _condition(client_id, "kind", kinds, terms)
    return int(sqlite.one(db, f"SELECT count(*) FROM note WHERE {where}", *values))


def pinned(db: sqlite.Connection, client_id: int) -> list[Note]:
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM note WHERE client_id = ? AND pinned = 1 ORDER BY at DESC, id DESC",
        (client_id,),
    )
    return [_note(row) for row in rows]


def add(
    db: sqlite.Connection,
    keys: Keyring,
    note: Note,
    actor: Actor,
    at: str,
    *,
    submission: str | None = None,
    attached: Sequence[Sealed] = (),
) -> Note | None:
    """A new note by this actor, with its documents; `note.at` may lie in the past: it is when the call or meeting was.

    A form sent twice (same `submission`, same text) adds once, and what it brings of new documents. None where there
    is no text: documents alone make no note.
    """
    first = _sent_before(db, submission) if submission else None
    if first is not None and first.client_id == note.client_id and text(first) == text(note):
        if attached:
            documents.add(db, keys, note.client_id, attached, actor, at, upload=submission, note_id=first.id)
        return first
    if first is not None:
        submission = None  # the page came from the browser's memory, and something new was written on it
    note_id = _insert(db, keys, note, actor, at, submission) if text(note) else None
    if attached:
        documents.add(db, keys, note.client_id, attached, actor, at, upload=submission, note_id=note_id)
    return find(db, note.client_id, note_id) if note_id else None


def change(
    db: sqlite.Connection, keys: Keyring, wanted: Note, actor: Actor, at: str, *, version: int
) -> Note:
    """Saves what differs. Raises Stale when the row is newer than `version`."""
    current = find(db, wanted.client_id, wanted.id)
    if current.version != version:
        raise Stale(current)
    changes = [
        Change(name, str(getattr(current, name) or ""), str(getattr(wanted, name) or ""))
        for name in _EDITABLE
    ]
    changes = [each for each in changes if each.old != each.new]
    if not changes:
        return current
    db.execute(
        "UPDATE note SET kind = ?, subject = ?, body = ?, people = ?, minutes = ?, at = ?, folded = ?,"
        " edited_at = ?, version = version + 1 WHERE id = ?",
        (*(getattr(wanted, name) for name in _EDITABLE), _folded(wanted), at, wanted.id),
    )
    _after(db, keys, _subject(db, wanted.client_id), wanted.id, "change", changes, actor, at)
    return find(db, wanted.client_id, wanted.id)


def set_pinned(db: sqlite.Connection, keys: Keyring, note: Note, pinned: bool, actor: Actor, at: str) -> Note:
    """Not an edit: the text stays what its author wrote, so its version stays too. Raises NotFound where the note is
    gone meanwhile."""
    current = find(db, note.client_id, note.id)
    if current.pinned == pinned:
        return current
    db.execute("UPDATE note SET pinned = ? WHERE id = ?", (int(pinned), note.id))
    changes = [Change("pinned", "1" if current.pinned else "", "1" if pinned else "")]
    _after(db, keys, _subject(db, note.client_id), note.id, "change", changes, actor, at)
    return replace(current, pinned=pinned)


def remove(db: sqlite.Connection, keys: Keyring, note: Note, actor: Actor, at: str, *, version: int) -> None:
    """The text stays in the change history, its documents stay with the client. Raises Stale like `change`."""
    current = find(db, note.client_id, note.id)
    if current.version != version:
        raise Stale(current)
    documents.detach(db, note.id)
    db.execute("DELETE FROM note WHERE id = ?", (note.id,))
    removed = [Change("body", text(current), "")]
    _after(db, keys, _subject(db, note.client_id), note.id, "remove", removed, actor, at)


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    return {"rows": move_rows(db, "note", from_id, to_id)}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    return return_rows(db, "note", from_id, to_id, moved["rows"])


def _of_client(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM note WHERE client_id = ?", client_id))


def _words(number: int) -> Message:
    return counted("{n} timeline entry", "{n} timeline entries", number)


BELONGING = Belonging(
    "notes",
    ("note",),
    reassign_client,
    give_back,
    _of_client,
    _words,
)


def erase(db: sqlite.Connection, client_id: int) -> int:
    """Erasure: every note of a client, without a trace in the history. Returns how many there were."""
    db.execute(
        "UPDATE document SET note_id = NULL WHERE note_id IN (SELECT id FROM note WHERE client_id = ?)",
        (client_id,),
    )
    return db.execute("DELETE FROM note WHERE client_id = ?", (client_id,)).rowcount


def _sent_before(db: sqlite.Connection, submission: str) -> Note | None:
    row = db.execute(f"SELECT {_COLUMNS} FROM note WHERE submission = ?", (submission,)).fetchone()
    return _note(row) if row else None


def _insert(
    db: sqlite.Connection, keys: Keyring, note: Note, actor: Actor, at: str, submission: str | None
) -> int:
    client = _subject(db, note.client_id)
    row = (
        note.client_id, note.kind, note.subject, note.body, note.people, note.minutes, _folded(note), note.at,
        actor.id, actor.name, at, int(note.pinned), submission,
    )  # fmt: skip
    note_id = int(
        sqlite.one(
            db,
            "INSERT INTO note (client_id, kind, subject, body, people, minutes, folded, at, author_id, author_name,"
            " created_at, pinned, submission) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
            *row,
        )
    )
    _after(db, keys, client, note_id, "create", [Change("body", "", text(note))], actor, at)
    return note_id


def text(note: Note) -> str:
    """Subject and body as one text, as the change history shows them."""
    return "\n\n".join(part for part in (note.subject, note.body) if part)


def _after(
    db: sqlite.Connection,
    keys: Keyring,
    client: Subject,
    note_id: int,
    action: str,
    changes: list[Change],
    actor: Actor,
    at: str,
) -> None:
    """What belongs to every change of a note: the history and the client's own date."""
    history.record(db, keys, client._replace(object=f"note:{note_id}"), action, changes, actor, at)
    clients.touch(db, client.client_id, actor, at)


def _subject(db: sqlite.Connection, client_id: int) -> Subject:
    return Subject(clients.find(db, client_id).uuid, client_id)


def _folded(note: Note) -> str:
    return fold(f"{note.subject} {note.body} {note.people}")


def _note(row: sqlite.Row) -> Note:
    return Note(**{**dict(row), "pinned": bool(row["pinned"])})


def _condition(
    client_id: int, kind: str, kinds: Sequence[str], terms: Sequence[str]
) -> tuple[str, tuple[object, ...]]:
    """A note is found by the names of its documents too."""
    names = "coalesce((SELECT group_concat(folded, ' ') FROM document WHERE note_id = note.id), '')"
    words, values = documents.all_words(f"note.folded || ' ' || {names}", terms)
    marks = ", ".join("?" * len(kinds))
    return f"client_id = ? AND {kind} IN ({marks}) AND {words}", (client_id, *kinds, *values)
