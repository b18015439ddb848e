"""The list of invoices: which ones, in which order, one page at a time."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app import lists, sqlite
from app.i18n import N_
from app.invoices.model import STATUSES, TYPES
from app.lists import (
    CAPPED_AT,
    Column,
    ListKind,
    ListState,
    Page,
    Source,
    counted,
    cut,
    keyset,
    page_of_hits,
    page_rows,
    rows_by_id,
)
from app.text import PART_OF_WORD_LENGTH, query_terms

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
)
# Up to so many matches are sorted; of more, the order's index is walked.
FEW = 2_000


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
    "invoice c",
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


@dataclass(frozen=True)
class Selection:
    """SQL over a row `c` of invoice for the filters, what is bound in it, and the words that have to fit as well."""

    where: str
    values: dict[str, object]
    terms: tuple[str, ...]


def list_invoices(
    db: sqlite.Connection,
    state: ListState,
    today: str,
    total: int | None = None,
    hits: Sequence[int] | None = None,
) -> Page[InvoiceRow]:
    """`total` saves counting and `hits` (of `find_hits`) searching where the caller knows them."""
    chosen = selection(state, today)
    where, values, cap = chosen.where, dict(chosen.values), CAPPED_AT
    if chosen.terms:
        hits = find_hits(db, state, today) if hits is None else hits
        if len(hits) <= FEW:
            return page_of_hits(state, hits, lambda ids: rows_by_id(db, state, _SOURCE, ids), FEW)
        # Words so common that trying row by row along the order soon fills a page.
        where, total, cap = f"{where} AND {_word_condition(chosen.terms, values)}", len(hits), FEW
    count = count_invoices(db, state, today) if total is None else total
    few = count <= FEW and not state.is_plain
    keys = keyset(state)
    rows = page_rows(db, state, _SOURCE, keys, where, values, few=few)
    return cut(rows, keys, state, count, lambda row: (row.sort_value, row.id), cap)


def count_invoices(db: sqlite.Connection, state: ListState, today: str) -> int:
    """Exact up to CAPPED_AT (with words: up to FEW)."""
    chosen = selection(state, today)
    if chosen.terms:
        return len(find_hits(db, state, today))
    return counted(db, _SOURCE.table, chosen.where, chosen.values)


def find_hits(db: sqlite.Connection, state: ListState, today: str) -> array[int]:
    """The ids of a search in the list's order; of more than FEW, FEW + 1 in no order."""
    chosen, (column, descending) = selection(state, today), state.sorting
    source, where, values = _searched(db, chosen)
    way = "DESC" if descending else "ASC"
    # Materialized: else SQLite sorts all hits of a common word before it takes the first of them.
    rows = db.execute(
        f"WITH hit AS MATERIALIZED (SELECT c.id AS id, c.{column.sort} AS place FROM {source} WHERE {where}"
        f" LIMIT {FEW + 1}) SELECT id FROM hit ORDER BY place {way}, id {way}",
        values,
    )
    return array("q", (row[0] for row in rows))


def every_id(db: sqlite.Connection, state: ListState, today: str) -> array[int]:
    """The whole list, for exports."""
    chosen = selection(state, today)
    where, values = chosen.where, dict(chosen.values)
    if chosen.terms:
        where = f"{where} AND {_word_condition(chosen.terms, values)}"
    return lists.every_id(db, state, _SOURCE.table, where, values)


def _searched(db: sqlite.Connection, chosen: Selection) -> tuple[str, str, dict[str, object]]:
    """(table, condition, values): from the index of words, or from few rows that the filters leave."""
    values = dict(chosen.values)
    where = f"{chosen.where} AND {_word_condition(chosen.terms, values)}"
    long = [f'"{term}"' for term in chosen.terms if len(term) >= PART_OF_WORD_LENGTH]
    if not long or counted(db, _SOURCE.table, chosen.where, chosen.values, FEW) <= FEW:
        return _SOURCE.table, where, values
    values["match"] = " AND ".join(long)
    # CROSS JOIN keeps this order: from the hits to their rows, never the other way round.
    return (
        "invoice_search s CROSS JOIN invoice c ON c.id = s.rowid",
        f"s.invoice_search MATCH :match AND {where}",
        values,
    )


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


def _word_condition(terms: Iterable[str], values: dict[str, object]) -> str:
    """Every word in the number or the buyer's name: parts of words from three letters on, else beginnings."""
    parts = []
    for place, term in enumerate(terms):
        values[f"word{place}"] = term if len(term) >= PART_OF_WORD_LENGTH else f" {term}"
        parts.append(f"instr(' ' || c.search, :word{place}) > 0")
    return " AND ".join(parts)


def _before(day: str) -> str:
    return date.fromordinal(date.fromisoformat(day).toordinal() - 1).isoformat()


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""
