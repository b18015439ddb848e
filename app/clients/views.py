"""SQL of saved views: names for states of the list."""

from __future__ import annotations

from dataclasses import dataclass

from app import sqlite
from app.errors import Refused
from app.i18n import N_
from app.lists import MAX_QUERY_LENGTH


@dataclass(frozen=True)
class SavedView:
    id: int
    name: str
    query: str


def list_views(db: sqlite.Connection, staff_id: int) -> list[SavedView]:
    rows = db.execute(
        "SELECT id, name, query FROM saved_view WHERE staff_id = ? ORDER BY name, id LIMIT 50", (staff_id,)
    )
    return [SavedView(row["id"], row["name"], row["query"]) for row in rows]


def add(db: sqlite.Connection, staff_id: int, name: str, query: str, at: str) -> None:
    """A view of the same name is replaced. Raises Refused where the list's address is too long to be kept."""
    if len(query) > MAX_QUERY_LENGTH:
        raise Refused(N_("This search is too long to be saved as a view."))
    db.execute("DELETE FROM saved_view WHERE staff_id = ? AND name = ?", (staff_id, name))
    db.execute(
        "INSERT INTO saved_view (staff_id, name, query, made_at) VALUES (?, ?, ?, ?)",
        (staff_id, name, query, at),
    )


def remove(db: sqlite.Connection, staff_id: int, view_id: int) -> None:
    db.execute("DELETE FROM saved_view WHERE id = ? AND staff_id = ?", (view_id, staff_id))
