"""Tags and groups as filters of the clients list, and the list that has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, tzinfo
from functools import partial

from app import sqlite
from app.clients.filters import condition, selection
from app.clients.listing import KIND
from app.groups import groups
from app.groups.carried import GROUP, TAG, Carried, ids_named, suggested
from app.groups.model import Group, names_in
from app.i18n import N_
from app.lists import Column, Condition, Filter, ListState

_NOBODY = Condition("0", {})


def _tags(db: sqlite.Connection, value: str, _: tzinfo) -> Condition:
    return _carrying(TAG, ids_named(db, TAG, names_in(value)))


def _without_tags(db: sqlite.Connection, value: str, zone: tzinfo) -> Condition:
    """None of these tags; a tag that nobody has keeps nobody out."""
    carrying = _tags(db, value, zone)
    return Condition(f"NOT {carrying.where}", carrying.values)


def _groups(db: sqlite.Connection, value: str, zone: tzinfo, *, only_static: bool = False) -> Condition:
    """Any of these groups. Where there are dynamic ones, only the rows themselves tell."""
    found = groups.named(db, names_in(value))
    dynamic = [] if only_static else [each for each in found if not each.is_static]
    static = [each.id for each in found if each.is_static]
    conditions = [_fitting(db, each, zone).named(f"g{each.id}") for each in dynamic]
    if static or not conditions:
        conditions.append(_carrying(GROUP, static))
    if len(conditions) == 1:
        return conditions[0]
    values = {name: value for each in conditions for name, value in each.values.items()}
    return Condition(f"({' OR '.join(f'({each.where})' for each in conditions)})", values)


def _fitting(db: sqlite.Connection, group: Group, zone: tzinfo) -> Condition:
    return condition(db, selection(db, state_of(group, zone)))


def _carrying(of: Carried, ids: Sequence[int]) -> Condition:
    if not ids:
        return _NOBODY
    among = f"{of.column} IN ({', '.join(f':id{place}' for place in range(len(ids)))})"
    return Condition(
        f"EXISTS (SELECT 1 FROM {of.link} WHERE client_id = c.id AND {among})",
        {f"id{place}": each for place, each in enumerate(ids)},
        f"SELECT client_id FROM {of.link} WHERE {among}",
    )


_TAG = Filter("tag", N_("Tag"), _tags, partial(suggested, of=TAG))
_WITHOUT = Filter("without", N_("Without tag"), _without_tags, partial(suggested, of=TAG))
_GROUP = Filter("group", N_("Group"), _groups, partial(suggested, of=GROUP))
CLIENT_LIST = replace(
    KIND,
    columns=(*KIND.columns[:-2], Column("labels", N_("Groups and tags")), *KIND.columns[-2:]),
    default_columns=("name", "vat_id", "city", "country", "status", "labels", "changed"),
    more_filters=(_TAG, _WITHOUT, _GROUP),
)
# Inside a dynamic group static ones may stand, but no dynamic ones: none can contain itself.
_IN_A_GROUP = replace(
    CLIENT_LIST,
    more_filters=(_TAG, _WITHOUT, replace(_GROUP, condition=partial(_groups, only_static=True))),
)


def state_of(group: Group, zone: tzinfo = UTC) -> ListState:
    """What a dynamic group's filter says."""
    return ListState.of_query(_IN_A_GROUP, group.query, zone)


def dynamic_within(db: sqlite.Connection, query: str) -> list[Group]:
    """Groups that a dynamic one cannot be made of."""
    names = ListState.of_query(CLIENT_LIST, query).filters.get("group", "")
    return [each for each in groups.named(db, names_in(names)) if not each.is_static]
