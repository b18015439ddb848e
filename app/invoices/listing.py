"""The list of invoices: which ones, in which order, one page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from app import lists, sqlite
from app.i18n import N_
from app.invoices.model import STATUSES, TYPES
from app.lists import (
    Column,
    ListKind,
    ListState,
    Page,
    Source,
    a_day,
    a_number,
    counted,
    cut,
    keyset,
    page_rows,
    some_of,
    words,
)  # fmt: skip
from app.lists.words import Selection, page_of_words, with_words
from app.text import query_terms

KIND = ListKind(
    name="invoices",
    title=N_("Invoices"),
    columns=(
        Column("number", N_("Number"), "number_key"),
        Column("type", N_("Type"), "type"),
        Column("client", N_("Client"), "buyer_key"),
        Column("issued", N_("Issued on"), "issued_on", numeric=True),
        Column("due", N_("Due on"), "due_on", numeric=True),
        Column("gross", N_("Total"), "gross", numeric=True),
        Column("open", N_("Outstanding"), numeric=True),
        Column("status", N_("Status"), "state"),
    ),
    default_columns=("number", "client", "issued", "due", "gross", "open", "status"),
    filters={
        "status": N_("Status"),
        "type": N_("Type"),
        "client": N_("Client number"),
        "currency": N_("Currency"),
        "issued_from": N_("Issued since"),
        "issued_to": N_("Issued until"),
        "due_from": N_("Due since"),
        "due_to": N_("Due until"),
    },
    default_sort="-number",
    tabs=(
        (N_("All"), ""),
        (N_("Drafts"), "?status=draft"),
        (N_("Overdue"), "?status=overdue&sort=due"),
        (N_("Paid up"), "?status=paid"),
    ),
    readings={
        "status": some_of(STATUSES),
        "type": some_of(TYPES),
        "client": a_number,
        "issued_from": a_day,
        "issued_to": a_day,
        "due_from": a_day,
        "due_to": a_day,
    },
)
_TABLE = "invoice"


class InvoiceRow(NamedTuple):
    """What one row of the list shows; `sort_value` is what the page is ordered by."""

    id: int
    client_id: int
    number: str | None
    type: str
    buyer_name: str
    issued_on: str
    due_on: str
    currency: str
    gross: int
    paid: int
    open: int
    state: str
    sort_value: str | int

    def status(self, today: str) -> str:
        """As app.invoices.model.status says it."""
        if self.state not in ("open", "partly_paid"):
            return self.state
        if self.due_on and self.due_on < today:
            return "overdue"
        return "issued" if self.state == "open" else "partly_paid"

    @property
    def open_amount(self) -> int:
        return self.open if self.state in ("open", "partly_paid") else 0


_SOURCE = Source(
    f"{_TABLE} c",
    "id, client_id, number, type, buyer_name, issued_on, due_on, currency, gross, paid, open, state",
    InvoiceRow,
)
_OPEN = "c.state IN ('open', 'partly_paid')"
_STATUS: Mapping[str, str] = {
    "draft": "c.state = 'draft'",
    "cancelled": "c.state = 'cancelled'",
    "credited": "c.state = 'credited'",
    "paid": "c.state = 'paid'",
    "overdue": f"({_OPEN} AND c.due_on BETWEEN '0' AND :yesterday)",
    "issued": "(c.state = 'issued' OR (c.state = 'open' AND NOT c.due_on BETWEEN '0' AND :yesterday))",
    "partly_paid": "(c.state = 'partly_paid' AND NOT c.due_on BETWEEN '0' AND :yesterday)",
}
_DAYS = (
    ("issued_from", "issued_on", ">="), ("issued_to", "issued_on", "<="), ("due_from", "due_on", ">="),
    ("due_to", "due_on", "<="),
)  # fmt: skip


def list_invoices(
    db: sqlite.Connection,
    state: ListState,
    today: str,
    total: int | None = None,
    hits: Sequence[int] | None = None,
) -> Page[InvoiceRow]:
    """`total` saves counting and `hits` (of `find_hits`) searching where the caller knows them."""
    chosen = selection(state, today)
    if chosen.terms:
        hits = find_hits(db, state, today) if hits is None else hits
        return page_of_words(db, state, _SOURCE, chosen, hits, _place)
    count = count_invoices(db, state, today) if total is None else total
    few = count <= words.FEW and not state.is_plain
    keys = keyset(state)
    rows = page_rows(db, state, _SOURCE, keys, chosen.where, chosen.values, few=few)
    return cut(rows, keys, state, count, _place)


def _place(row: InvoiceRow) -> tuple[str | int, int]:
    return row.sort_value, row.id


def count_invoices(db: sqlite.Connection, state: ListState, today: str) -> int:
    """Exact up to CAPPED_AT (with words: up to FEW)."""
    chosen = selection(state, today)
    if chosen.terms:
        return len(find_hits(db, state, today))
    return counted(db, _SOURCE.table, chosen.where, chosen.values)


def find_hits(db: sqlite.Connection, state: ListState, today: str) -> array[int]:
    return words.find_hits(db, state, _TABLE, selection(state, today))


def every_id(db: sqlite.Connection, state: ListState, today: str) -> array[int]:
    """The whole list, for exports."""
    return lists.every_id(db, state, _SOURCE.table, *with_words(selection(state, today)))


def selection(state: ListState, today: str) -> Selection:
    """The one reading of the list's address."""
    values: dict[str, object] = {"yesterday": _before(today)}
    statuses = [each for each in state.filters.get("status", "").split(",") if each in STATUSES]
    parts = [f"({' OR '.join(_STATUS[each] for each in statuses)})"] if statuses else []
    types = [each for each in state.filters.get("type", "").split(",") if each in TYPES]
    if types:
        parts.append(f"c.type IN ({', '.join(f':type{place}' for place in range(len(types)))})")
        values |= {f"type{place}": each for place, each in enumerate(types)}
    client = state.filters.get("client", "")
    if client.isascii() and client.isdigit() and len(client) < 16:
        parts.append("c.client_id = :client")
        values["client"] = int(client)
    if "currency" in state.filters:
        parts.append("c.currency = :currency")
        values["currency"] = state.filters["currency"].upper()
    for name, column, sign in _DAYS:
        day = _day(state.filters.get(name, ""))
        if day:
            parts.append(f"c.{column} {sign} :{name} AND c.{column} <> ''")
            values[name] = day
    return Selection(" AND ".join(parts) or "1", values, tuple(query_terms(state.q)))


def _before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
