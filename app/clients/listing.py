"""The clients list: which clients, in which order, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from app import sqlite
from app.clients.model import STATUSES
from app.clients.search import TextQuery, relevance, short_condition, text_query
from app.i18n import N_
from app.lists import CAPPED_AT, PAGE_ROWS, Column, ListKind, ListState, Page, cut, keyset
from app.text import compact, fold

KIND = ListKind(
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
    default_columns=("name", "vat_id", "contact", "city", "country", "status", "phone", "changed"),
    filters=("name", "vat_id", "country", "status", "kind", "incomplete", "changed_from", "changed_to"),
    default_sort="name",
)
# Hits that are ranked; of more, the first ones found. Nobody reads two thousand.
RANKED_HITS = 2_000
# Below this many matches sorting them is cheaper than walking an order and leaving most rows out.
FEW = 2_000


@dataclass(frozen=True)
class ClientRow:
    """What one row of the list shows."""

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
    incomplete: bool
    contact: str
    sort_value: str | int


@dataclass(frozen=True)
class _Filter:
    """A condition over `c` (client) with its values."""

    where: str
    values: dict[str, object]
    text: TextQuery


def list_clients(db: sqlite.Connection, state: ListState) -> Page[ClientRow]:
    chosen = _filter(state)
    if chosen.text and not state.sort:
        return _ranked(db, state, chosen)
    return _sorted(db, state, chosen)


def count_clients(db: sqlite.Connection, state: ListState) -> int:
    """Exact up to CAPPED_AT."""
    return _count(db, _filter(state), CAPPED_AT)


def _filter(state: ListState) -> _Filter:
    values: dict[str, object] = {}
    parts = [_status(state.filters.get("status", ""), values)]
    for name in ("country", "kind"):
        wanted = [each.strip() for each in state.filters.get(name, "").split(",") if each.strip()][:40]
        if wanted:
            parts.append(
                _among(name, [each.upper() if name == "country" else each for each in wanted], values)
            )
    if state.filters.get("incomplete"):
        parts.append("c.incomplete = 1")
    for name, sign in (("changed_from", ">="), ("changed_to", "<=")):
        if name in state.filters:
            values[name] = state.filters[name] + ("T24" if name == "changed_to" else "")
            parts.append(f"c.changed_at {sign} :{name}")
    _text_filters(state, parts, values)
    return _Filter(" AND ".join(parts), values, text_query(state.q))


def _status(wanted: str, values: dict[str, object]) -> str:
    """Archived clients are hidden until somebody asks for them."""
    statuses = [each for each in wanted.split(",") if each in STATUSES]
    if wanted == "all":
        return "c.archived IN (0, 1)"
    if not statuses:
        return "c.archived = 0"
    archived = "c.archived IN (0, 1)" if "archived" in statuses else "c.archived = 0"
    if statuses == ["archived"]:
        archived = "c.archived = 1"
    return f"{archived} AND {_among('status', statuses, values)}"


def _among(column: str, wanted: list[str], values: dict[str, object]) -> str:
    values.update({f"{column}{index}": each for index, each in enumerate(wanted)})
    if len(wanted) == 1:
        return f"c.{column} = :{column}0"
    return f"c.{column} IN ({', '.join(f':{column}{index}' for index in range(len(wanted)))})"


def _text_filters(state: ListState, parts: list[str], values: dict[str, object]) -> None:
    name, vat_id = fold(state.filters.get("name", "")), compact(state.filters.get("vat_id", ""))
    if name:
        query = text_query(name, ("name",))
        values["name_match"], values["name_like"] = query.match, f"{name}%"
        parts.append(_matching("name_match") if query.match else "c.name_fold LIKE :name_like")
    if vat_id:
        values["vat_match"], values["vat_like"] = f'{{basics}} : "{vat_id}"', f"%{vat_id}%"
        parts.append(
            (f"{_matching('vat_match')} AND " if len(vat_id) > 2 else "") + "c.vat_key LIKE :vat_like"
        )


def _matching(parameter: str) -> str:
    return f"c.id IN (SELECT rowid FROM client_search WHERE client_search MATCH :{parameter})"


def _text_condition(chosen: _Filter, values: dict[str, object]) -> str:
    query = chosen.text
    if not query:
        return "1"
    parts = []
    if query.match:
        values["match"] = query.match
        parts.append(_matching("match"))
    else:
        # Only one or two letters: the names that begin with them, from the index.
        values["from"], values["to"] = query.terms[0], query.terms[0] + "\U0010ffff"
        parts.append("c.name_fold >= :from AND c.name_fold < :to AND c.name_fold <> ''")
    if query.short and query.match:
        parts.append(
            f"c.id IN (SELECT t.id FROM client_text t WHERE t.id = c.id AND {short_condition(query, values)})"
        )
    return " AND ".join(parts)


def _count(db: sqlite.Connection, chosen: _Filter, cap: int) -> int:
    values = dict(chosen.values)
    where = f"{chosen.where} AND {_text_condition(chosen, values)}"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM client c WHERE {where} LIMIT {cap + 1})"
    return int(db.execute(sql, values).fetchone()[0])


def _sorted(db: sqlite.Connection, state: ListState, chosen: _Filter) -> Page[ClientRow]:
    """A walk along the order's index; few matches are sorted instead."""
    total = _count(db, chosen, CAPPED_AT)
    values = dict(chosen.values)
    where = f"{chosen.where} AND {_text_condition(chosen, values)}"
    keys = keyset(state)
    column, _ = state.sorting
    after = ""
    if keys.values:
        values["key"], values["key_id"] = keys.values
        after = f" AND {keys.where.replace('(?, ?)', '(:key, :key_id)')}"
    order = keys.order
    if total <= FEW and not state.is_plain:
        # The unary plus keeps SQLite from choosing the order's index, where nearly every row would be left out.
        order = order.replace(column.sort, f"+{column.sort}", 1)
    rows = db.execute(
        f"{_select(column)} FROM client c WHERE {where}{after} ORDER BY {order} LIMIT {PAGE_ROWS + 1}", values
    ).fetchall()
    return cut([_row(row) for row in rows], keys, state, total, lambda row: (row.sort_value, row.id))


def _ranked(db: sqlite.Connection, state: ListState, chosen: _Filter) -> Page[ClientRow]:
    """Best hits first. Their place is their number: pages of a ranking are counted, not keyed."""
    values = dict(chosen.values)
    where = f"{chosen.where} AND {_text_condition(chosen, values)}"
    skip = _position(state)
    column, _ = state.sorting
    total = _count(db, chosen, RANKED_HITS)
    order = relevance(chosen.text, values)
    rows = db.execute(
        f"{_select(column)} FROM client c WHERE c.id IN (SELECT c.id FROM client c WHERE {where} LIMIT {RANKED_HITS})"
        f" ORDER BY {order}, name_key, id LIMIT {PAGE_ROWS + 1} OFFSET {skip}",
        values,
    ).fetchall()
    found = [_row(row) for row in rows[:PAGE_ROWS]]
    following = str(skip + PAGE_ROWS) if len(rows) > PAGE_ROWS else ""
    previous = str(max(0, skip - PAGE_ROWS)) if skip else ""
    return Page(found, total, previous, following, skip + 1 if found else 0)


def _position(state: ListState) -> int:
    text = state.after or state.before
    return min(int(text), RANKED_HITS) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _select(column: Column) -> str:
    return (
        "SELECT id, name, vat_id, email, phone, city, country, industry, status, added_at, changed_at, incomplete,"
        f" (SELECT name FROM contact WHERE client_id = c.id AND main = 1) AS contact, {column.sort} AS sort_value"
    )


def _row(row: sqlite.Row) -> ClientRow:
    return ClientRow(
        row["id"], row["name"], row["vat_id"], row["email"], row["phone"], row["city"], row["country"], row["industry"],
        row["status"], row["added_at"], row["changed_at"], bool(row["incomplete"]), row["contact"] or "",
        row["sort_value"],
    )  # fmt: skip
