"""SQL of the firm: one row and its history."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.errors import Conflict
from app.history import store as history
from app.history.model import Change, Entry, Subject
from app.i18n import N_
from app.seller.model import SELLER_FIELDS, Seller
from app.vault import Keyring

# In the history an entry without a client: there is none with this number.
_NO_CLIENT = 0
_OBJECT = "seller"
_COLUMNS = (*SELLER_FIELDS, "logo", "uuid")


class Stale(Conflict):
    """Somebody saved it after the form was opened; `current` is what they saved."""

    def __init__(self, current: Seller) -> None:
        super().__init__(N_("Somebody else changed the firm's data meanwhile. Nothing of yours is lost."))
        self.current = current


def load(db: sqlite.Connection) -> Seller:
    """An empty one where nobody has entered it yet."""
    row = db.execute(f"SELECT {', '.join(_COLUMNS)}, version FROM seller").fetchone()
    if row is None:
        return Seller()
    return Seller(**{**dict(row), "small_business": bool(row["small_business"])})


def change(
    db: sqlite.Connection, keys: Keyring, wanted: Seller, actor: Actor, at: str, *, version: int
) -> Seller:
    """Saves what differs. Raises Stale when the row is newer than `version`."""
    current = load(db)
    old, new = _as_text(current), _as_text(wanted)
    changes = [Change(name, old[name], new[name]) for name in new if new[name] != old[name]]
    if not changes:
        return current
    if current.version != version:
        raise Stale(current)
    saved = replace(wanted, uuid=current.uuid or str(uuid.uuid4()), version=version + 1)
    _write(db, saved)
    action = "change" if current.version else "create"
    history.record(db, keys, Subject(saved.uuid, _NO_CLIENT, _OBJECT), action, changes, actor, at)
    return saved


def set_logo(db: sqlite.Connection, keys: Keyring, logo: bytes, actor: Actor, at: str) -> Seller:
    """Another picture, or none (b""). Raises Conflict where there is no firm yet."""
    current = load(db)
    if not current.version:
        raise Conflict(N_("Enter the firm's name first."))
    return change(db, keys, replace(current, logo=logo), actor, at, version=current.version)


def changes(db: sqlite.Connection, keys: Keyring) -> list[Entry]:
    """The newest 200."""
    return history.of_object(db, keys, _NO_CLIENT, _OBJECT)


def _write(db: sqlite.Connection, seller: Seller) -> None:
    values = [*(getattr(seller, name) for name in _COLUMNS), seller.version]
    columns = (*_COLUMNS, "version")
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns)
    db.execute(
        f"INSERT INTO seller (only, {', '.join(columns)}) VALUES (1, {', '.join('?' * len(columns))})"
        f" ON CONFLICT (only) DO UPDATE SET {updates}",
        values,
    )


def _as_text(seller: Seller) -> dict[str, str]:
    """Every field as the history records it; of a picture its digest."""
    texts = {name: str(getattr(seller, name)) for name in SELLER_FIELDS}
    small = "1" if seller.small_business else ""
    logo = hashlib.sha256(seller.logo).hexdigest()[:16] if seller.logo else ""
    return texts | {"small_business": small, "logo": logo}
