"""SQL of the documents."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import partial

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.belongings import Belonging, Moved, move_rows, return_rows
from app.documents.model import CLIENT_QUOTA_BYTES, REGION_QUOTA_BYTES, Document, Sealed
from app.documents.sealing import open_part, open_sent
from app.errors import NotFound, TooLarge
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_, Message, counted
from app.text import PART_OF_WORD_LENGTH, fold
from app.vault import Keyring

# (added_at, id): where a list goes on.
Place = tuple[str, int]
LAST: Place = ("~", 0)

_COLUMNS = ", ".join(field.name for field in fields(Document))
_INSERT = (
    "INSERT INTO document (uuid, client_id, note_id, filename, folded, media_type, inline_safe, size, parts,"
    " key_owner, upload, preview_width, preview_height, added_by_id, added_by_name, added_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"
)


def read_place(text: str) -> Place | None:
    """A cursor as links carry it: "2026-11-20T09:12:00Z.17"."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\.(\d{1,18})", text, re.ASCII)
    return (found[1], int(found[2])) if found else None


def find(db: sqlite.Connection, client_id: int, document_id: int) -> Document:
    row = db.execute(
        f"SELECT {_COLUMNS} FROM document WHERE id = ? AND client_id = ?", (document_id, client_id)
    ).fetchone()
    if row is None:
        raise NotFound()
    return _document(row)


def listed(
    db: sqlite.Connection,
    client_id: int,
    *,
    terms: Sequence[str] = (),
    alone: bool = False,
    before: Place = LAST,
    limit: int = 50,
) -> list[Document]:
    """Newest first, older than `before`; `alone` leaves out what is attached to a note."""
    where, values = _condition(client_id, terms, alone)
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM document WHERE {where} AND (added_at, id) < (?, ?)"
        " ORDER BY added_at DESC, id DESC LIMIT ?",
        (*values, *before, limit),
    )
    return [_document(row) for row in rows]


def count(db: sqlite.Connection, client_id: int, *, terms: Sequence[str] = (), alone: bool = False) -> int:
    where, values = _condition(client_id, terms, alone)
    return int(sqlite.one(db, f"SELECT count(*) FROM document WHERE {where}", *values))


def of_notes(db: sqlite.Connection, note_ids: Sequence[int]) -> dict[int, list[Document]]:
    """The documents attached to each of these notes, in the order they were added."""
    if not note_ids:
        return {}
    marks = ", ".join("?" * len(note_ids))
    found: dict[int, list[Document]] = {}
    for row in db.execute(
        f"SELECT {_COLUMNS} FROM document WHERE note_id IN ({marks}) ORDER BY id", tuple(note_ids)
    ):
        found.setdefault(row["note_id"], []).append(_document(row))
    return found


def add(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    sealed: Sequence[Sealed],
    actor: Actor,
    at: str,
    *,
    upload: str | None,
    note_id: int | None = None,
) -> list[int]:
    """Stores all of them, once however often the form (`upload`) is sent with the same files.

    Raises NotFound where the client is gone, TooLarge where its or the region's space does not suffice.
    """
    clients.find(db, client_id)
    before = _sent_before(db, upload) if upload else []
    if len(before) == len(sealed) and all(map(partial(_same, db, keys), before, sealed)):
        return []
    if before or upload is None:
        upload = str(uuid.uuid4())
    _check_space(db, client_id, sum(each.size for each in sealed))
    added = [_add(db, keys, client_id, each, actor, at, upload, note_id) for each in sealed]
    clients.touch(db, client_id, actor, at)
    return added


def part(db: sqlite.Connection, document_id: int, number: int) -> bytes:
    sealed: bytes | None = sqlite.one(
        db, "SELECT sealed FROM document_part WHERE document_id = ? AND part = ?", document_id, number
    )
    if sealed is None:
        raise NotFound()
    return sealed


def preview(db: sqlite.Connection, document_id: int) -> bytes:
    sealed: bytes | None = sqlite.one(
        db, "SELECT sealed FROM document_preview WHERE document_id = ?", document_id
    )
    if sealed is None:
        raise NotFound()
    return sealed


def remove(db: sqlite.Connection, keys: Keyring, document: Document, actor: Actor, at: str) -> None:
    """Raises NotFound where somebody was faster."""
    current = find(db, document.client_id, document.id)
    removed = [Change("filename", current.filename, "")]
    history.record(
        db, keys, _subject(current.id, current.client_id, current.key_owner), "remove", removed, actor, at
    )
    _delete(db, [current.id])
    clients.touch(db, current.client_id, actor, at)


def detach(db: sqlite.Connection, note_id: int) -> None:
    """The documents of a note stay with the client when the note goes."""
    db.execute("UPDATE document SET note_id = NULL WHERE note_id = ?", (note_id,))


def reassign_client(db: sqlite.Connection, from_id: int, to_id: int) -> Moved:
    """The rows get a new client, the key that opens them stays whose it was."""
    return {"rows": move_rows(db, "document", from_id, to_id)}


def give_back(db: sqlite.Connection, from_id: int, to_id: int, moved: Moved) -> int:
    """What was attached to a note meanwhile goes with the note, which was given back before."""
    gone = return_rows(db, "document", from_id, to_id, moved["rows"])
    db.execute(
        "UPDATE document SET client_id = ? WHERE client_id = ?"
        " AND note_id IN (SELECT id FROM note WHERE client_id = ?)",
        (from_id, to_id, from_id),
    )
    return gone


def erase(db: sqlite.Connection, client_id: int) -> int:
    """Erasure: every document of a client, without a trace in the history. Returns how many there were."""
    ids = [row[0] for row in db.execute("SELECT id FROM document WHERE client_id = ?", (client_id,))]
    _delete(db, ids)
    return len(ids)


def all_words(text: str, terms: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """SQL for "every term occurs in this folded text", with its values.

    Parts of words count from three letters on, shorter terms where a word begins. Folded terms hold no wildcards.
    """
    patterns = tuple(f"%{term}%" if len(term) >= PART_OF_WORD_LENGTH else f"% {term}%" for term in terms)
    return " AND ".join(["1", *[f"(' ' || {text}) LIKE ?"] * len(patterns)]), patterns


def _condition(client_id: int, terms: Sequence[str], alone: bool) -> tuple[str, tuple[object, ...]]:
    words, values = all_words("folded", terms)
    return f"client_id = ? AND {'note_id IS NULL' if alone else '1'} AND {words}", (client_id, *values)


def _words(number: int) -> Message:
    return counted("{n} document", "{n} documents", number)


BELONGING = Belonging("documents", ("document",), reassign_client, give_back, count, _words)


def _add(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    sealed: Sealed,
    actor: Actor,
    at: str,
    upload: str,
    note_id: int | None,
) -> int:
    width, height = sealed.preview_size or (None, None)
    kind = sealed.kind
    values = (
        sealed.uuid, client_id, note_id, sealed.filename, fold(sealed.filename), kind.media_type,
        int(kind.inline_safe), sealed.size, len(sealed.parts), sealed.key_owner, upload, width, height,
        actor.id, actor.name, at,
    )  # fmt: skip
    document_id = int(sqlite.one(db, _INSERT, *values))
    db.executemany(
        "INSERT INTO document_part (document_id, part, sealed) VALUES (?, ?, ?)",
        ((document_id, number, each) for number, each in enumerate(sealed.parts)),
    )
    if sealed.preview is not None:
        db.execute(
            "INSERT INTO document_preview (document_id, sealed) VALUES (?, ?)", (document_id, sealed.preview)
        )
    added = [Change("filename", "", sealed.filename)]
    history.record(db, keys, _subject(document_id, client_id, sealed.key_owner), "create", added, actor, at)
    return document_id


def _sent_before(db: sqlite.Connection, upload: str) -> list[Document]:
    rows = db.execute(f"SELECT {_COLUMNS} FROM document WHERE upload = ? ORDER BY id", (upload,))
    return [_document(row) for row in rows]


def _same(db: sqlite.Connection, keys: Keyring, stored: Document, sent: Sealed) -> bool:
    """Looks into both: a file that was corrected may have its old name and length."""
    stored_key, sent_key = keys.find(stored.key_owner), keys.find(sent.key_owner)
    if (stored.filename, stored.size) != (sent.filename, sent.size) or not (stored_key and sent_key):
        return False
    return all(
        open_part(stored, number, part(db, stored.id, number), stored_key)
        == open_sent(sent, number, sent_key)
        for number in range(stored.parts)
    )


def _check_space(db: sqlite.Connection, client_id: int, needed: int) -> None:
    taken = sqlite.one(db, "SELECT total(size) FROM document WHERE client_id = ?", client_id)
    if taken + needed > CLIENT_QUOTA_BYTES:
        raise TooLarge(
            N_("This client's documents may take 1 GB in all. Remove some first; nothing was stored.")
        )
    if sqlite.one(db, "SELECT total(size) FROM document") + needed > REGION_QUOTA_BYTES:
        raise TooLarge(N_("The documents of this region may take 20 GB in all; nothing was stored."))


def _delete(db: sqlite.Connection, ids: Iterable[int]) -> None:
    for document_id in ids:
        for table, column in (
            ("document_preview", "document_id"),
            ("document_part", "document_id"),
            ("document", "id"),
        ):
            db.execute(f"DELETE FROM {table} WHERE {column} = ?", (document_id,))


def _subject(document_id: int, client_id: int, owner: str) -> Subject:
    return Subject(owner, client_id, f"document:{document_id}")


def _document(row: sqlite.Row) -> Document:
    return Document(**{**dict(row), "inline_safe": bool(row["inline_safe"])})
