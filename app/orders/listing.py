"""The list of orders: which, in which order, one page at a time along the order's index."""

from __future__ import annotations

from array import array

from app import lists, sqlite
from app.i18n import N_
from app.lists import Column, ListKind, ListState, Page, Source, a_number, one_of, page_of_ids, words
from app.lists.words import Selection, page_of_words, with_words
from app.orders.model import OPEN, PRIORITIES, STATES, Order
from app.orders.store import find_many
from app.text import query_terms

KIND = ListKind(
    name="orders",
    title=N_("Orders"),
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
    filters={
        "state": N_("Status"),
        "priority": N_("Priority"),
        "late": N_("Late"),
        "client": N_("Client number"),
    },
    default_sort="-number",
    tabs=(
        (N_("All"), ""),
        (N_("Late"), "?late=1&sort=deadline"),
        (N_("In progress"), "?state=in_progress"),
        (N_("Completed"), "?state=completed"),
    ),
    readings={
        "state": one_of((*STATES, "on_hold")),
        "priority": one_of(PRIORITIES),
        "late": one_of(("1",)),
        "client": a_number,
    },
)
_TABLE = "client_order"
_SOURCE: Source[tuple[str | int, int]] = Source(f"{_TABLE} c", "c.id", lambda row_id, place: (place, row_id))


def list_orders(db: sqlite.Connection, state: ListState, today: str) -> Page[Order]:
    """`today` decides what is late."""
    chosen = _selection(state, today)
    if chosen.terms:
        hits = words.find_hits(db, state, _TABLE, chosen)
        found = page_of_words(db, state, _SOURCE, chosen, hits, lambda row: row)
        page = found.of([row_id for _, row_id in found.rows])
    else:
        page = page_of_ids(db, state, _SOURCE.table, chosen.where, chosen.values)
    return page.of(find_many(db, page.rows))


def every_id(db: sqlite.Connection, state: ListState, today: str) -> array[int]:
    """The whole list, for exports."""
    return lists.every_id(db, state, _SOURCE.table, *with_words(_selection(state, today)))


def _selection(state: ListState, today: str) -> Selection:
    parts: list[str] = []
    values: dict[str, object] = {}
    for name, known in (("state", STATES), ("priority", PRIORITIES)):
        if state.filters.get(name) in known:
            parts.append(f"c.{name} = :{name}")
            values[name] = state.filters[name]
    client = state.filters.get("client", "")
    if client.isascii() and client.isdigit() and len(client) < 16:
        parts.append("c.client_id = :client")
        values["client"] = int(client)
    if state.filters.get("state") == "on_hold":
        parts.append("c.on_hold = 1")
    if "late" in state.filters:
        states = ", ".join(f"'{each}'" for each in OPEN)
        parts.append(f"c.deadline <> '' AND c.deadline < :today AND c.state IN ({states})")
        values["today"] = today
    return Selection(" AND ".join(parts) or "1", values, tuple(query_terms(state.q)))
