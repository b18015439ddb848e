"""SQL of filters that were kept under a name: saved views and dynamic groups follow a label to its new name."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from app import sqlite
from app.clients.labels import LabelKind
from app.groups.model import key_of, names_in
from app.lists import MAX_QUERY_LENGTH, views

# The filters in which a tag or a group is named.
_NAMED_IN: Mapping[LabelKind, tuple[str, ...]] = {"tag": ("tag", "without"), "group": ("group",)}


def follow(db: sqlite.Connection, kind: LabelKind, old: str, new: str) -> None:
    views.rewrite(db, "clients", lambda query: renamed(query, kind, old, new))
    for group_id, query in db.execute("SELECT id, query FROM client_group WHERE kind = 'dynamic'").fetchall():
        changed = renamed(query, kind, old, new)
        if changed != query and len(changed) <= MAX_QUERY_LENGTH:
            db.execute("UPDATE client_group SET query = ? WHERE id = ?", (changed, group_id))


def renamed(query: str, kind: LabelKind, old: str, new: str) -> str:
    """The same filter with the new name in the old one's place."""
    parts = parse_qsl(query.removeprefix("?"))
    changed = [(name, _with(value, old, new) if name in _NAMED_IN[kind] else value) for name, value in parts]
    return query if changed == parts else f"?{urlencode(changed)}"


def _with(value: str, old: str, new: str) -> str:
    names = names_in(value)
    if key_of(old) not in map(key_of, names):
        return value
    return ",".join(names_in(",".join(new if key_of(each) == key_of(old) else each for each in names)))
