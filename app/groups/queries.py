"""SQL of filters that were kept under a name: saved views and dynamic groups follow a label to its new name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from urllib.parse import parse_qsl, urlencode

from app import sqlite
from app.clients.labels import LabelKind
from app.errors import Conflict
from app.groups.model import key_of, names_in
from app.i18n import N_
from app.lists import MAX_NAMES_LENGTH, MAX_QUERY_LENGTH, views

# The filters in which a tag or a group is named.
_NAMED_IN: Mapping[LabelKind, tuple[str, ...]] = {"tag": ("tag", "without"), "group": ("group",)}
# Of a saved view ("view 3") or a dynamic group: the filters with a name in them, and what each says.
Places = Mapping[str, Mapping[str, str]]


class TooLong(Conflict):
    """All others were rewritten."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(
            N_("With the new name a filter would become too long: {names}. It has to be shortened first."),
            names=", ".join(names),
        )


def follow(db: sqlite.Connection, kind: LabelKind, old: str, new: str) -> None:
    """Raises TooLong."""
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
    """Each filter as `then` makes it of what it said at first, where it is still as `now` made it. Raises TooLong."""

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
    too_long: list[str] = []

    def fitting(place: str, query: str, named: Callable[[], str]) -> str:
        changed = change(place, query)
        if changed == query or _fits(changed):
            return changed
        too_long.append(named())
        return query

    views.rewrite(
        db,
        "clients",
        lambda view_id, query: fitting(f"view {view_id}", query, partial(views.called, db, view_id)),
    )
    groups = db.execute("SELECT id, name, query FROM client_group WHERE kind = 'dynamic'").fetchall()
    for group_id, name, query in groups:
        changed = fitting(f"group {group_id}", query, partial(str, name))
        if changed != query:
            db.execute("UPDATE client_group SET query = ? WHERE id = ?", (changed, group_id))
    if too_long:
        raise TooLong(too_long)


def _fits(query: str) -> bool:
    """Else a name in it would be cut off when it is read."""
    return len(query) <= MAX_QUERY_LENGTH and all(
        len(value) <= MAX_NAMES_LENGTH for _, value in _parts(query)
    )
