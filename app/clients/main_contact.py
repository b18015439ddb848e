"""The main contact person as the client's own form names them."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from app import sqlite
from app.clients import search_index
from app.text import fold

_MAIN = "SELECT name, position || email || phone AS known FROM contact WHERE client_id = ? AND main = 1"
_SLIPS = 2  # so many letters may be wrong, missing or swapped in a name that is corrected


def set_main_contact(db: sqlite.Connection, client_id: int, name: str) -> None:
    """Who has that name already becomes the main one; otherwise somebody new comes, or the main one is renamed where
    nothing is known of them but the name, or it is the same but for a slip: an email address and a phone stay whose
    they are."""
    main = db.execute(_MAIN, (client_id,)).fetchone()
    if name == (main["name"] if main else ""):
        return
    there = sqlite.one(db, "SELECT min(id) FROM contact WHERE client_id = ? AND name = ?", client_id, name)
    if main and name and not there and (not main["known"] or _is_slip(main["name"], name)):
        db.execute("UPDATE contact SET name = ? WHERE client_id = ? AND main = 1", (name, client_id))
    else:
        db.execute("UPDATE contact SET main = 0 WHERE client_id = ? AND main = 1", (client_id,))
        if there:
            db.execute("UPDATE contact SET main = 1 WHERE id = ?", (there,))
        elif name:
            db.execute("INSERT INTO contact (name, client_id, main) VALUES (?, ?, 1)", (name, client_id))
    index_contacts(db, client_id)


def index_contacts(db: sqlite.Connection, client_id: int) -> None:
    """The words of all contact persons, for the search."""
    rows = db.execute(
        "SELECT name, position, email, phone_key FROM contact WHERE client_id = ? ORDER BY id", (client_id,)
    ).fetchall()
    search_index.set_text(db, client_id, "contacts", " ".join(fold(" ".join(row)) for row in rows))


def _is_slip(before: str, now: str) -> bool:
    return OSA.distance(fold(before), fold(now), score_cutoff=_SLIPS) <= _SLIPS
