"""The list of orders: which, in which order, one page at a time along the order's index."""

from __future__ import annotations

from app import sqlite
from app.i18n import N_
from app.lists import CAPPED_AT, PAGE_ROWS, Column, ListKind, ListState, Page, cut, keyset
from app.orders.model import OPEN, PRIORITIES, STATES, Order
from app.orders.store import FIND, from_row
from app.text import query_terms

KIND = ListKind(
    columns=(
        Column("number", N_("Number"), "number_key"),
        Column("client", N_("Client")),
        Column("ordered", N_("Ordered on"), "ordered_on", numeric=True),
        Column("deadline", N_("Deadline"), "deadline", numeric=True),
        Column("priority", N_("Priority"), "urgency"),
        Column("state", N_("Status"), "state"),
        Column("gross", N_("Gross"), "gross", numeric=True),
    ),
    default_columns=("number", "client", "ordered", "deadline", "priority", "state", "gross"),
    filters={"state": N_("Status"), "priority": N_("Priority"), "late": N_("Late")},
    default_sort="-number",
)


def list_orders(db: sqlite.Connection, state: ListState, today: str) -> Page[Order]:
    """`today` decides what is late."""
    where, values = _condition(state, today)
    sql = f"SELECT 1 FROM client_order o WHERE {where} LIMIT {CAPPED_AT + 1}"
    count = int(sqlite.one(db, f"SELECT count(*) FROM ({sql})", values))
    keys, (column, _) = keyset(state), state.sorting
    if keys.values:
        where = f"{where} AND {keys.where}"
        values["key"], values["key_id"] = keys.values
    ids = db.execute(
        f"SELECT {column.sort}, id FROM client_order o WHERE {where} ORDER BY {keys.order} LIMIT {PAGE_ROWS + 1}",
        values,
    ).fetchall()
    page = cut([(row[0], row[1]) for row in ids], keys, state, count, lambda row: row)
    orders = [from_row(db.execute(f"{FIND} WHERE o.id = ?", (number,)).fetchone()) for _, number in page.rows]
    return Page(orders, page.count, page.previous, page.next, page.first)


def _condition(state: ListState, today: str) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {f"term{place}": term for place, term in enumerate(query_terms(state.q))}
    parts = [f"instr(search, :{name}) > 0" for name in values]
    for name, known in (("state", STATES), ("priority", PRIORITIES)):
        if state.filters.get(name) in known:
            parts.append(f"{name} = :{name}")
            values[name] = state.filters[name]
    if state.filters.get("state") == "on_hold":
        parts.append("on_hold = 1")
    if "late" in state.filters:
        states = ", ".join(f"'{each}'" for each in OPEN)
        parts.append(f"deadline <> '' AND deadline < :today AND state IN ({states})")
        values["today"] = today
    return " AND ".join(parts) or "1", values
