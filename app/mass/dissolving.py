"""A static group that is removed: it goes with the last of its members, and comes back before the first.

Whoever is put into it meanwhile keeps it; so does who was left in it because the rest was given up.
"""

from __future__ import annotations

from app import sqlite
from app.groups import carried, groups
from app.groups.carried import GROUP
from app.groups.model import Group
from app.mass.model import Run


def open_run(db: sqlite.Connection, group_id: int) -> int:
    """The operation that is removing it, 0 where there is none."""
    found = sqlite.one(
        db,
        "SELECT id FROM operation WHERE kind = 'mass' AND state IN ('under_way', 'undoing')"
        " AND detail ->> 'group_id' = ?",
        group_id,
    )
    return int(found or 0)


def begin_undo(db: sqlite.Connection, run: Run) -> None:
    detail = run.operation.detail
    name, by, at = detail["value"], detail["made_by"], detail["made_at"]
    groups.bring_back(db, Group(run.action.group, name, "static", "", by, at))


def left_with(db: sqlite.Connection, run: Run) -> int:
    """How many are in it although all was done that will be."""
    return carried.count(db, GROUP, run.action.group) if run.operation.state == "done" else 0
