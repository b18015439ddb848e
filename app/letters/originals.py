"""The mail as it went out, sealed where it is a business letter: one that carried a document of the firm."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass

from app import sqlite
from app.errors import NotFound
from app.i18n import N_
from app.invoices.originals import owner_of, retained_until
from app.invoices.originals.sealing import closed, unsealed
from app.vault import Keyring
from app.vault.keys import WrongKey


@dataclass(frozen=True)
class Kept:
    letter_id: int
    owner: str
    sha256: str
    retained_until: str
    sealed: bytes


def seal(letter_id: int, mail: bytes, keys: Keyring, region: str, years: int, at: str) -> Kept:
    until = retained_until(at, years)
    owner = owner_of(region, until)
    data = closed(mail, keys.key(owner), _place(letter_id))
    return Kept(letter_id, owner, hashlib.sha256(mail).hexdigest(), until, data)


def add(db: sqlite.Connection, kept: Kept) -> None:
    db.execute(
        "INSERT INTO letter_original (letter_id, owner, sha256, retained_until, sealed) VALUES (?, ?, ?, ?, ?)",
        (kept.letter_id, kept.owner, kept.sha256, kept.retained_until, kept.sealed),
    )


def find(db: sqlite.Connection, letter_id: int) -> Kept:
    row = db.execute("SELECT * FROM letter_original WHERE letter_id = ?", (letter_id,)).fetchone()
    if row is None:
        raise NotFound(N_("There is no original of this document here."))
    return Kept(**dict(row))


def opened(kept: Kept, keys: Keyring) -> bytes:
    """Raises NotFound where its time is over, WrongKey where it is not what was sealed."""
    return unsealed(kept.sealed, kept.owner, kept.sha256, _place(kept.letter_id), keys)


def broken(db: sqlite.Connection, keys: Keyring) -> tuple[int, list[int]]:
    """How many there are, and the letters whose originals are not as they were."""
    found = []
    count = 0
    for row in db.execute("SELECT * FROM letter_original ORDER BY letter_id"):
        kept = Kept(**dict(row))
        count += 1
        try:
            opened(kept, keys)
        except NotFound:
            continue  # past its time
        except (WrongKey, zlib.error):
            found.append(kept.letter_id)
    return count, found


def _place(letter_id: int) -> bytes:
    return f"letter:{letter_id}".encode()
