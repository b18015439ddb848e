"""SQL of filters that were kept under a name: saved views and dynamic groups follow a label to its new name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl, urlencode

from app import sqlite
from app.clients.labels import LabelKind
from app.groups.model import key_of, names_in
from app.lists import MAX_QUERY_LENGTH, views

# The filters in which a tag or a group is named.
_NAMED_IN: Mapping[LabelKind, tuple[str, ...]] = {"tag": ("tag", "without"), "group": ("group",)}
# Of a saved view ("view 3") or a dynamic group: the filters with a name in them, and what each says.
Places = Mapping[str, Mapping[str, str]]


def follow(db: sqlite.Connection, kind: LabelKind, old: str, new: str) -> None:
    _rewrite(db, lambda _, query: renamed(query, kind, old, new))


def places_of(db: sqlite.Connection, kind: LabelKind, name: str) -> Places:
    found: dict[str, dict[str, str]] = {}

    def look(place: str, query: str) -> str:
        named = {key: value for key, value in _parts(query) if key in _NAMED_IN[kind] and _names(value, name)}
        if named:
            found[place] = named
        return query

    _rewrite(db, look)
    return found


def turn(
    db: sqlite.Connection, places: Places, now: Callable[[str], str], then: Callable[[str], str]
) -> None:
    """Each filter as `then` makes it of what it said at first, where it is still as `now` made it."""

    def turned(place: str, query: str) -> str:
        first = places.get(place, {})
        return _joined(
            query, lambda key, value: then(first[key]) if key in first and value == now(first[key]) else value
        )

    _rewrite(db, turned)


def renamed(query: str, kind: LabelKind, old: str, new: str) -> str:
    """The same filter with the new name in the old one's place."""
    return _joined(query, lambda key, value: replaced(value, old, new) if key in _NAMED_IN[kind] else value)


def replaced(names: str, old: str, new: str) -> str:
    """ "x,old" is "x,new" afterwards. There may be several new ones, each stands there once."""
    if not _names(names, old):
        return names
    return ",".join(
        names_in(",".join(new if key_of(each) == key_of(old) else each for each in names_in(names)))
    )


def _names(value: str, name: str) -> bool:
    return key_of(name) in map(key_of, names_in(value))


def _parts(query: str) -> list[tuple[str, str]]:
    return parse_qsl(query.removeprefix("?"))


def _joined(query: str, change: Callable[[str, str], str]) -> str:
    parts = _parts(query)
    changed = [(key, change(key, value)) for key, value in parts]
    return query if changed == parts else f"?{urlencode(changed)}"


def _rewrite(db: sqlite.Connection, change: Callable[[str, str], str]) -> None:
    views.rewrite(db, "clients", lambda view_id, query: change(f"view {view_id}", query))
    for group_id, query in db.execute("SELECT id, query FROM client_group WHERE kind = 'dynamic'").fetchall():
        changed = change(f"group {group_id}", query)
        if changed != query and len(changed) <= MAX_QUERY_LENGTH:
            db.execute("UPDATE client_group SET query = ? WHERE id = ?", (changed, group_id))
