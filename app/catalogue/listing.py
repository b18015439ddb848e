"""The list of products: which, in which order, one page at a time.

A catalogue has hundreds of rows, at most some thousands: a walk along the order's index that looks at every row is
bounded by that.
"""

from __future__ import annotations

from app import sqlite
from app.catalogue.model import KINDS, STATUSES, Product
from app.catalogue.store import find_many
from app.i18n import N_
from app.lists import CAPPED_AT, PAGE_ROWS, Column, ListKind, ListState, Page, cut, keyset
from app.text import query_terms

KIND = ListKind(
    columns=(
        Column("code", N_("Item number"), "code_key"),
        Column("name", N_("Name"), "name_key"),
        Column("kind", N_("Kind")),
        Column("unit", N_("Unit")),
        Column("price", N_("Net price"), numeric=True),
        Column("rate", N_("VAT")),
        Column("status", N_("Status")),
        Column("changed", N_("Changed"), "changed_at", numeric=True),
    ),
    default_columns=("code", "name", "kind", "unit", "price", "rate", "status", "changed"),
    filters={"kind": N_("Kind"), "status": N_("Status")},
    default_sort="name",
)


def list_products(db: sqlite.Connection, state: ListState) -> Page[Product]:
    """Retired ones are hidden until somebody asks for them."""
    where, values = _condition(state)
    sql = f"SELECT 1 FROM product WHERE {where} LIMIT {CAPPED_AT + 1}"
    count = int(sqlite.one(db, f"SELECT count(*) FROM ({sql})", values))
    keys, (column, _) = keyset(state), state.sorting
    if keys.values:
        where = f"{where} AND {keys.where}"
        values["key"], values["key_id"] = keys.values
    rows = db.execute(
        f"SELECT {column.sort}, id FROM product WHERE {where} ORDER BY {keys.order} LIMIT {PAGE_ROWS + 1}",
        values,
    ).fetchall()
    page = cut([(row[0], row[1]) for row in rows], keys, state, count, lambda row: row)
    products = find_many(db, [number for _, number in page.rows])
    return Page(products, page.count, page.previous, page.next, page.first)


def _condition(state: ListState) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {f"term{place}": term for place, term in enumerate(query_terms(state.q))}
    parts = [f"instr(search, :{name}) > 0" for name in values]
    kind, status = state.filters.get("kind"), state.filters.get("status", "active")
    if kind in KINDS:
        parts.append("kind = :kind")
        values["kind"] = kind
    if status != "all":
        parts.append("status = :status")
        values["status"] = status if status in STATUSES else "active"
    return " AND ".join(parts) or "1", values
