"""SQL of saved views: names for states of the list, one's own or shared with the region."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app import sqlite
from app.errors import NotFound, Refused
from app.i18n import N_
from app.lists.state import MAX_QUERY_LENGTH

# Of each list: a person's own, and those that are shared with everybody.
MOST = 100


@dataclass(frozen=True)
class SavedView:
    """`by` is who shared it, empty for one's own private ones."""

    id: int
    name: str
    query: str
    by: str
    own: bool


def list_views(db: sqlite.Connection, of_list: str, staff_id: int) -> list[SavedView]:
    """This person's, then what others share."""
    rows = db.execute(
        "SELECT id, name, query, iif(shared, staff_name, ''), staff_id = :staff AS own FROM saved_view"
        " WHERE list = :list AND (staff_id = :staff OR shared = 1) ORDER BY own DESC, name, id",
        {"list": of_list, "staff": staff_id},
    )
    return [SavedView(row[0], row[1], row[2], row[3], bool(row[4])) for row in rows]


def add(
    db: sqlite.Connection,
    of_list: str,
    staff_id: int,
    name: str,
    query: str,
    at: str,
    *,
    by: str = "",
    shared: bool = False,
) -> None:
    """One's own view of the same name is replaced. Raises Refused where the address is too long to be kept, or where
    there are MOST of them: a menu shows them all."""
    if len(query) > MAX_QUERY_LENGTH:
        raise Refused(N_("This search is too long to be saved as a view."))
    others = "SELECT count(*) FROM saved_view WHERE list = ? AND NOT (staff_id IS ? AND name = ?)"
    if sqlite.one(db, f"{others} AND staff_id = ?", of_list, staff_id, name, staff_id) >= MOST:
        raise Refused(N_("You have {n} views of this list already. Remove one of them first."), n=MOST)
    if shared and sqlite.one(db, f"{others} AND shared = 1", of_list, staff_id, name) >= MOST:
        raise Refused(N_("{n} views of this list are shared already. Remove one of them first."), n=MOST)
    db.execute(
        "DELETE FROM saved_view WHERE list = ? AND staff_id = ? AND name = ?", (of_list, staff_id, name)
    )
    db.execute(
        "INSERT INTO saved_view (list, staff_id, staff_name, name, query, shared, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (of_list, staff_id, by, name, query, int(shared), at),
    )


def remove(db: sqlite.Connection, staff_id: int, view_id: int, *, also_shared: bool) -> str:
    """Returns which list it was one of. Raises Refused for a shared one of somebody else unless `also_shared`,
    NotFound for what was never seen."""
    gone = db.execute(
        "DELETE FROM saved_view WHERE id = ? AND (staff_id = ? OR (shared = 1 AND ?)) RETURNING list",
        (view_id, staff_id, also_shared),
    ).fetchone()
    if gone:
        return str(gone["list"])
    if sqlite.one(db, "SELECT shared FROM saved_view WHERE id = ?", view_id):
        raise Refused(N_("A view is removed by who made it; a shared one also by a manager."))
    raise NotFound()


def called(db: sqlite.Connection, view_id: int) -> str:
    """For somebody who may know nothing of it but whose it is, unless it is shared."""
    row = db.execute("SELECT name, shared, staff_name FROM saved_view WHERE id = ?", (view_id,)).fetchone()
    return f"{row['name']} ({row['staff_name']})" if row["shared"] else row["staff_name"] or "…"


def rewrite(db: sqlite.Connection, of_list: str, change: Callable[[int, str], str]) -> None:
    """Everybody's: what a filter names has got another name."""
    for view_id, query in db.execute(
        "SELECT id, query FROM saved_view WHERE list = ?", (of_list,)
    ).fetchall():
        changed = change(view_id, query)
        if changed != query:
            db.execute("UPDATE saved_view SET query = ? WHERE id = ?", (changed, view_id))
