"""A tag renamed, merged or removed, begun as a mass action over all that carry it."""

from __future__ import annotations

from app import sqlite
from app.actor import Actor
from app.groups import tags
from app.groups.model import key_of
from app.mass import store, tagging


def begin(
    db: sqlite.Connection,
    tag_id: int,
    key: str,
    name: str,
    colour: str,
    submission: str,
    actor: Actor,
    at: str,
) -> int:
    """Archived clients too. 0 where only the spelling or the colour changes, which is no change of the clients.

    Raises NotFound, NameTaken, NoOtherTag, InUse.
    """
    if before := store.begun(db, submission):
        return before
    tag = tags.find(db, tag_id)
    if key == "rename" and key_of(name) == key_of(tag.name):
        tags.respell(db, tag_id, name, colour)
        return 0
    action, kept = tagging.prepare(db, tag, key, name, colour)
    carriers = "client_tag WHERE tag_id = :tag"
    total = int(sqlite.one(db, f"SELECT count(*) FROM {carriers}", {"tag": tag_id}))
    operation_id = store.enter(db, action, total, submission, actor, at, kept)
    db.execute(
        f"INSERT INTO mass_target (operation_id, client_id) SELECT :operation, client_id FROM {carriers}",
        {"operation": operation_id, "tag": tag_id},
    )
    return operation_id
