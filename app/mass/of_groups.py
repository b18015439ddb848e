"""A group removed, begun as a mass action over all that are in it."""

from __future__ import annotations

from app import sqlite
from app.actor import Actor
from app.groups import carried, groups
from app.groups.carried import GROUP
from app.mass import dissolving, store
from app.mass.model import DISSOLVE, Action


def begin(db: sqlite.Connection, group_id: int, submission: str, actor: Actor, at: str) -> int:
    """Archived clients too. 0 where nobody is in it, as in a dynamic one: then it is gone. Whoever comes second is led
    to the first. Raises NotFound."""
    group = groups.find(db, group_id)
    if before := dissolving.open_run(db, group_id):
        return before
    if groups.remove_empty(db, group_id):
        return 0
    action = Action(DISSOLVE, group.name, group=group_id)
    kept = {"group_id": group_id, "made_by": group.made_by, "made_at": group.made_at}
    total = carried.count(db, GROUP, group_id)
    operation_id = store.enter(db, action, total, submission, actor, at, kept)
    db.execute(
        "INSERT INTO mass_target (operation_id, client_id)"
        " SELECT :operation, client_id FROM group_member WHERE group_id = :group",
        {"operation": operation_id, "group": group_id},
    )
    return operation_id
