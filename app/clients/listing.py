"""The clients list: which clients, in which order, one page at a time."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from app import sqlite
from app.clients import attached
from app.clients.filters import MISSING, Selection, by_any_words, selection
from app.clients.model import KINDS, STATUSES
from app.clients.search import (
    MATCHING,
    MATCHING_SHORT,
    NAMES_BEGINNING,
    name_condition,
    name_words_condition,
    relevance,
    short_condition,
    word_condition,
)
from app.i18n import N_
from app.lists import (
    CAPPED_AT,
    PAGE_ROWS,
    Column,
    ListKind,
    ListState,
    Page,
    Source,
    a_day,
    counted,
    cut,
    keyset,
    one_of,
    page_of_hits,
    page_rows,
    rows_by_id,
    some_of,
)

KIND = ListKind(
    name="clients",
    title=N_("Clients"),
    columns=(
        Column("name", N_("Name"), "name_key"),
        Column("vat_id", N_("VAT ID"), "vat_key"),
        Column("contact", N_("Contact person"), "contact_key"),
        Column("email", N_("Email"), "email_key"),
        Column("phone", N_("Phone"), "phone_key"),
        Column("city", N_("City"), "city_key"),
        Column("country", N_("Country"), "country"),
        Column("industry", N_("Industry"), "industry_key"),
        Column("status", N_("Status"), "status"),
        Column("added", N_("Added"), "added_at"),
        Column("changed", N_("Changed"), "changed_at"),
    ),
    default_columns=("name", "vat_id", "contact", "city", "country", "status", "changed"),
    filters={
        "name": N_("Name"),
        "vat_id": N_("VAT ID"),
        "country": N_("Country"),
        "status": N_("Status"),
        "kind": N_("Kind"),
        "incomplete": N_("Incomplete"),
        "missing": N_("Missing"),
        "changed_from": N_("Changed since"),
        "changed_to": N_("Changed until"),
    },
    default_sort="name",
    tabs=(
        (N_("All clients"), ""),
        (N_("Incomplete"), "?incomplete=1"),
        (N_("Archived clients"), "?status=archived"),
    ),
    readings={
        "status": some_of((*STATUSES, "all")),
        "kind": some_of(KINDS),
        "incomplete": one_of(("1",)),
        "missing": some_of(MISSING),
        "changed_from": a_day,
        "changed_to": a_day,
    },
)
# Up to so many hits are ranked or sorted; of more, the first ones found. Nobody reads two thousand.
FEW = 2_000
_WITH_INDEX = {"country", "status"}


class ClientRow(NamedTuple):
    """What one row of the list shows; `sort_value` is what the page is ordered by. (A tuple: made fifty at a time.)"""

    id: int
    name: str
    vat_id: str
    email: str
    phone: str
    city: str
    country: str
    industry: str
    status: str
    added_at: str
    changed_at: str
    incomplete: int
    contact: str
    sort_value: str | int


_COLUMNS = "id, name, vat_id, email, phone, city, country, industry, status, added_at, changed_at, incomplete"
_CONTACT = "coalesce((SELECT name FROM contact WHERE client_id = c.id AND main = 1), '')"
_SOURCE = Source("client c", f"{_COLUMNS}, {_CONTACT}", ClientRow)


def ranked_hits(db: sqlite.Connection, state: ListState) -> array[int] | None:
    """The ids of a search, best first, at most FEW + 1; None where the list is not one of hits."""
    chosen = selection(db, state)
    return array("q", _hits(db, chosen, ranked=True)) if chosen.by_words and not state.sort else None


def list_clients(
    db: sqlite.Connection, state: ListState, total: int | None = None, hits: Sequence[int] | None = None
) -> Page[ClientRow]:
    """`total` saves counting and `hits` (of `ranked_hits`) searching where the caller knows them."""
    if hits is not None:
        return _ranked(db, state, hits)
    chosen = selection(db, state)
    if chosen.by_words:
        if not state.sort:
            return _ranked(db, state, _hits(db, chosen, ranked=True))
        ids = _hits(db, chosen)
        if len(ids) <= FEW:
            return _among_ids(db, state, ids)
        total = len(ids)
    count = count_clients(db, state) if total is None else total
    few = count <= FEW and not state.is_plain
    return _walked(db, state, chosen, count, _among(db, state, chosen) if few else "", few=few)


def count_and_cap(db: sqlite.Connection, state: ListState) -> tuple[int, int]:
    """(how many clients, up to which number that is exact)"""
    return count_clients(db, state), _cap(selection(db, state))


def count_clients(db: sqlite.Connection, state: ListState) -> int:
    """Exact up to CAPPED_AT (with words: up to FEW)."""
    chosen = selection(db, state)
    if chosen.by_words:
        return len(_hits(db, chosen))
    found, among = 0, _among(db, state, chosen)
    for archived in chosen.archived:
        where = _found_from(among, archived) if among else f"archived = {archived}"
        most = CAPPED_AT - found
        found += counted(db, _SOURCE.table, f"{where} AND {chosen.where}", chosen.values, most)
    return found


def wider(db: sqlite.Connection, state: ListState) -> list[tuple[str, ListState, int, int]]:
    """Where nothing fits: (filter, the list without it, how many clients that would be, up to which number that is
    exact), those that help.

    Archived clients are left out unasked: "status" is among them where no status was chosen.
    """
    states = {name: state.without(name) for name in state.filters}
    if "status" not in states:
        states["status"] = replace(state.without(), filters={**state.filters, "status": "all"})
    found = [(name, each, *count_and_cap(db, each)) for name, each in states.items()]
    return [each for each in found if each[2]]


def every_id(db: sqlite.Connection, state: ListState) -> array[int]:
    """All clients of the list in its order, however many: for exports. Eight bytes each."""
    chosen, (column, descending) = selection(db, state), state.sorting
    values: dict[str, object] = dict(chosen.values)
    where = f"archived IN ({', '.join(map(str, chosen.archived))}) AND {chosen.where}"
    order = f"{column.sort} {'DESC' if descending else 'ASC'}, id {'DESC' if descending else 'ASC'}"
    if chosen.among:
        where = f"c.id IN ({chosen.among}) AND {where}"
    if chosen.by_words:
        ids = _hits(db, chosen, limit=-1, ranked=not state.sort)
        if not state.sort:
            return array("q", ids)
        values = {"ids": json.dumps(ids)}
        where = "id IN (SELECT value FROM json_each(:ids))"
    rows = db.execute(f"SELECT id FROM client c WHERE {where} ORDER BY {order}", values)
    return array("q", (row[0] for row in rows))


def _hits(
    db: sqlite.Connection, chosen: Selection, *, limit: int = FEW + 1, ranked: bool = False
) -> list[int]:
    """The ids of the clients whose words fit, from the words outwards; -1 for all of them. `ranked`, best first.

    What hangs on clients is asked where their own words have not found enough.
    """
    found = _by_own_words(db, chosen, limit, ranked)
    more = [] if len(found) == limit else _by_attached(db, chosen, found, limit)
    if not more:
        return found
    return _best_first(db, chosen, [*found, *more]) if ranked else [*found, *more]


def _by_own_words(db: sqlite.Connection, chosen: Selection, limit: int, ranked: bool) -> list[int]:
    if not chosen.text.names_first or chosen.match != chosen.text.match:
        return _by_index(db, chosen, limit, ranked)
    found = _by_beginning(db, chosen, limit, ranked)
    if len(found) == limit or not chosen.text.match:
        return found
    known = set(found)
    more = [each for each in _by_index(db, chosen, limit, ranked) if each not in known]
    return [*found, *more][: limit if limit >= 0 else None]


def _by_index(db: sqlite.Connection, chosen: Selection, limit: int, ranked: bool) -> list[int]:
    values, source, where = {**chosen.values, "match": chosen.match}, MATCHING, _wanted(chosen)
    if chosen.text.short:
        source, where = MATCHING_SHORT, f"{short_condition(chosen.text, values)} AND {where}"
    return _first(db, chosen, source, f"s.client_search MATCH :match AND {where}", values, limit, ranked)


def _by_beginning(db: sqlite.Connection, chosen: Selection, limit: int, ranked: bool) -> list[int]:
    values = dict(chosen.values)
    where = f"{name_condition(chosen.text, values)} AND {_wanted(chosen)}"
    return _first(db, chosen, NAMES_BEGINNING, where, values, limit, ranked)


def _first(
    db: sqlite.Connection,
    chosen: Selection,
    source: str,
    where: str,
    values: dict[str, object],
    limit: int,
    ranked: bool,
) -> list[int]:
    rank = relevance(chosen.text, values) if ranked and chosen.text else "0"
    sql = f"SELECT c.id AS id, {rank} AS place, c.name_key AS name_key FROM {source} WHERE {where} LIMIT {limit}"
    if ranked:
        # Materialized: else SQLite sorts all hits of a common word before it takes the first of them.
        sql = f"WITH hit AS MATERIALIZED ({sql}) SELECT id FROM hit ORDER BY place, name_key, id"
    return [row[0] for row in db.execute(sql, values)]


def _by_attached(db: sqlite.Connection, chosen: Selection, found: list[int], limit: int) -> list[int]:
    """Those that are not `found` already."""
    values = {**chosen.values, "found": json.dumps(found)}
    among, all_fit = attached.candidates(db, chosen.text, values)
    if not among:
        return []
    where = f"{_wanted(chosen)} AND c.id NOT IN (SELECT value FROM json_each(:found))"
    if not all_fit or chosen.name.match:
        where = f"{where} AND {by_any_words(chosen, values)}"
    sql = (
        f"SELECT c.id FROM (SELECT DISTINCT id FROM ({among})) a CROSS JOIN client c ON c.id = a.id WHERE {where}"
        f" LIMIT {limit if limit < 0 else limit - len(found)}"
    )
    return [row[0] for row in db.execute(sql, values)]


def _best_first(db: sqlite.Connection, chosen: Selection, ids: list[int]) -> list[int]:
    values: dict[str, object] = {"ids": json.dumps(ids)}
    rank = relevance(chosen.text, values)
    rows = db.execute(
        f"SELECT id FROM client c WHERE id IN (SELECT value FROM json_each(:ids)) ORDER BY {rank}, name_key, id",
        values,
    )
    return [row[0] for row in rows]


def _wanted(chosen: Selection) -> str:
    return f"c.archived IN ({', '.join(map(str, chosen.archived))}) AND {chosen.where}"


def _ranked(db: sqlite.Connection, state: ListState, ids: Sequence[int]) -> Page[ClientRow]:
    """Best hits first."""
    return page_of_hits(state, ids, lambda shown: rows_by_id(db, state, _SOURCE, shown), FEW)


def _among_ids(db: sqlite.Connection, state: ListState, ids: Sequence[int]) -> Page[ClientRow]:
    keys = keyset(state)
    where = "id IN (SELECT value FROM json_each(:ids))"
    rows = page_rows(db, state, _SOURCE, keys, where, {"ids": json.dumps(ids)}, few=True)
    return cut(rows, keys, state, len(ids), _key_of)


def _walked(
    db: sqlite.Connection, state: ListState, chosen: Selection, count: int, among: str, *, few: bool
) -> Page[ClientRow]:
    """A walk along the order's index, archived and other clients apart; few matches are sorted instead."""
    keys, values = keyset(state), dict(chosen.values)
    words = _words(chosen, values)
    found: list[ClientRow] = []
    for archived in chosen.archived:
        source = _found_from(among, archived) if among else f"archived = {archived}"
        where = f"{source} AND {chosen.where} AND {words}"
        found += page_rows(db, state, _SOURCE, keys, where, values, few=few)
    if len(chosen.archived) > 1:
        _, descending = state.sorting
        found.sort(key=_key_of, reverse=descending != keys.backwards)
    return cut(found[: PAGE_ROWS + 1], keys, state, count, _key_of, _cap(chosen))


def _words(chosen: Selection, values: dict[str, object]) -> str:
    """The words of `_hits`, tried row by row: of so many clients that fit, a page is soon full."""
    parts = []
    if chosen.text and chosen.match:
        parts.append(word_condition(chosen.text, values))
    elif chosen.text:
        parts.append(name_condition(chosen.text, values, by_index=False))
    if chosen.name.match:
        parts.append(name_words_condition(chosen.name, values))
    return " AND ".join(parts) or "1"


def _cap(chosen: Selection) -> int:
    """Up to how many clients are counted one by one."""
    return FEW if chosen.by_words else CAPPED_AT


def _among(db: sqlite.Connection, state: ListState, chosen: Selection) -> str:
    """What to find the rows from: not from very many ids where a filter has an index of its own."""
    if not chosen.among or not _WITH_INDEX & state.filters.keys():
        return chosen.among
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({chosen.among}) LIMIT {CAPPED_AT + 1})"
    return chosen.among if sqlite.one(db, sql, chosen.values) <= CAPPED_AT else ""


def _found_from(among: str, archived: int) -> str:
    """From the ids to their rows; the plus keeps SQLite off the indexes that begin with this column."""
    return f"c.id IN ({among}) AND +c.archived = {archived}"


def _key_of(row: ClientRow) -> tuple[str | int, int]:
    return row.sort_value, row.id
