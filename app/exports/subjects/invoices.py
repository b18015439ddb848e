"""Invoices of every type: one row each, with what was written on them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from app import sqlite
from app.exports.figures import CURRENCY, Column, Figures, paper
from app.exports.formats.model import Context
from app.exports.model import Wanted
from app.exports.subjects.listing import FORMATS, chosen, clients_in, filters_of, in_parts
from app.exports.subjects.subject import Listed, Many, Subject, When, names_of
from app.i18n import N_, counted
from app.invoices.listing import KIND, InvoiceRow, every_id
from app.invoices.model import STATUSES, TYPES
from app.lists import ListState
from app.paper import Sheet


class Row(NamedTuple):
    """An invoice on its way out; `order` are the numbers of the orders it was made of, else the buyer's own."""

    number: str
    type: str
    issued_on: str
    due_on: str
    client: str
    vat_id: str
    currency: str
    net: int
    vat: int
    gross: int
    paid: int
    open: int
    status: str
    order: str
    client_id: int


COLUMNS = (
    Column("number", N_("Number")),
    Column("type", N_("Type"), words=TYPES, width=22),
    Column("issued_on", N_("Issued on"), "day"),
    Column("due_on", N_("Due on"), "day"),
    Column("client", N_("Client"), width=34),
    Column("vat_id", N_("VAT ID")),
    CURRENCY,
    Column("net", N_("Net"), "amount"),
    Column("vat", N_("VAT"), "amount"),
    Column("gross", N_("Gross"), "amount"),
    Column("paid", N_("Paid so far"), "amount"),
    Column("open", N_("Outstanding"), "amount"),
    Column("status", N_("Status"), words=STATUSES),
    Column("order", N_("Order"), on_paper=False),
    Column("client_id", N_("Client number"), "number", on_paper=False),
)
_BUYER = "(SELECT {0} FROM invoice_party WHERE invoice_id = i.id AND role = 'buyer')"
_ORDERS = (
    "(SELECT group_concat(number, ', ') FROM (SELECT DISTINCT o.number FROM order_line_invoiced l"
    " CROSS JOIN client_order_line n ON n.id = l.order_line_id CROSS JOIN client_order o ON o.id = n.order_id"
    " WHERE l.invoice_id = i.id ORDER BY o.id))"
)
# CROSS JOIN keeps this order, which is that of the list. A draft has no buyer of its own yet: it is the client.
_ROWS = (
    "SELECT i.id, i.client_id, i.number, i.type, coalesce(nullif(i.buyer_name, ''), c.name), i.issued_on, i.due_on,"
    " i.currency, i.gross, i.paid, i.open, i.state, '' AS sort_value, i.net, i.vat,"
    f" coalesce({_BUYER.format('vat_id')}, c.vat_id), coalesce({_ORDERS}, i.order_reference)"
    " FROM json_each(?) wanted CROSS JOIN invoice i ON i.id = wanted.value CROSS JOIN client c ON c.id = i.client_id"
)
_SHOWN = len(InvoiceRow._fields)


def _read(db: sqlite.Connection, ids: Sequence[int], today: str) -> Iterator[Row]:
    cursor = db.cursor()
    cursor.row_factory = None
    for some in in_parts(ids):
        for found in cursor.execute(_ROWS, (json.dumps(some),)):
            yield _row(InvoiceRow(*found[:_SHOWN]), found[_SHOWN:], today)


def _row(shown: InvoiceRow, more: Sequence[Any], today: str) -> Row:
    net, vat, vat_id, order = more
    return Row(
        shown.number or "", shown.type, shown.issued_on, shown.due_on, shown.buyer_name, vat_id, shown.currency, net,
        vat, shown.gross, shown.paid, shown.open_amount, shown.status(today), order, shown.client_id,
    )  # fmt: skip


def _find(db: sqlite.Connection, wanted: Wanted, when: When) -> Listed:
    ids: array[int] = (
        chosen(db, "invoice", wanted.ids) if wanted.ids else every_id(db, _state(wanted.query), when.today)
    )
    return Listed(db, ids, partial(_read, today=when.today), partial(clients_in, "invoice"), _table, _paper)


def _state(query: str) -> ListState:
    return ListState.of_query(KIND, query)


def _table(locale: str) -> Figures:
    return Figures(KIND.title, COLUMNS, locale)


def _paper(rows: Sequence[Row], context: Context) -> Sheet:
    return paper(_table(context.locale), rows, context)


_CHOICES: Mapping[str, Mapping[str, str]] = {"status": STATUSES, "type": TYPES}
SUBJECT = Subject(
    KIND.name, KIND.title, FORMATS, _find, lambda query: _state(query).query(),
    lambda query, locale: filters_of(_state(query), _CHOICES, locale),
    lambda wanted: f"invoices{wanted.query.removesuffix('?')}",
    lambda n: counted("{n} invoice", "{n} invoices", Many(n)), names_of(KIND),
)  # fmt: skip
