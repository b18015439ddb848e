"""The list of products: which, in which order, one page at a time.

A catalogue has hundreds of rows, at most some thousands: a walk along the order's index that looks at every row is
bounded by that.
"""

from __future__ import annotations

from app import sqlite
from app.catalogue.model import KINDS, STATUSES, Product
from app.catalogue.store import find_many
from app.i18n import N_
from app.lists import Column, ListKind, ListState, Page, one_of, page_of_ids
from app.text import query_terms

KIND = ListKind(
    name="products",
    title=N_("Products and services"),
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
    readings={"kind": one_of(KINDS), "status": one_of((*STATUSES, "all"))},
)


def list_products(db: sqlite.Connection, state: ListState) -> Page[Product]:
    """Retired ones are hidden until somebody asks for them."""
    where, values = _condition(state)
    page = page_of_ids(db, state, "product c", where, values)
    return page.of(find_many(db, page.rows))


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
