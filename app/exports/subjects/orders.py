"""Orders: one row each, with how far it is."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from app import sqlite
from app.exports.figures import CURRENCY, Column, Figures, paper
from app.exports.formats.model import Context
from app.exports.model import Wanted
from app.exports.subjects.listing import FORMATS, chosen, clients_in, filters_of, in_parts
from app.exports.subjects.subject import Listed, Many, Subject, When, names_of
from app.i18n import N_, counted
from app.lists import ListState
from app.orders.listing import KIND, every_id
from app.orders.model import PRIORITIES, STATES, Order
from app.orders.store import find_many
from app.paper import Sheet

_YES: Mapping[str, str] = {"1": N_("yes")}


class Row(NamedTuple):
    """An order on its way out; `late` and `on_hold` are "1" or ""."""

    number: str
    reference: str
    client: str
    ordered_on: str
    deadline: str
    late: str
    priority: str
    state: str
    on_hold: str
    currency: str
    net: int
    vat: int
    gross: int
    client_id: int


COLUMNS = (
    Column("number", N_("Number")),
    Column("reference", N_("The client's number")),
    Column("client", N_("Client"), width=34),
    Column("ordered_on", N_("Ordered on"), "day"),
    Column("deadline", N_("Deadline"), "day"),
    Column("late", N_("Late"), words=_YES, width=8),
    Column("priority", N_("Priority"), words=PRIORITIES),
    Column("state", N_("Status"), words=STATES),
    Column("on_hold", N_("On hold"), words=_YES, width=8),
    CURRENCY,
    Column("net", N_("Net"), "amount"),
    Column("vat", N_("VAT"), "amount"),
    Column("gross", N_("Gross"), "amount"),
    Column("client_id", N_("Client number"), "number", on_paper=False),
)


def _read(db: sqlite.Connection, ids: Sequence[int], today: str) -> Iterator[Row]:
    for some in in_parts(ids):
        yield from (_row(each, today) for each in find_many(db, some))


def _row(order: Order, today: str) -> Row:
    return Row(
        order.number, order.reference, order.client_name, order.ordered_on, order.deadline,
        "1" if order.is_late(today) else "", order.priority, order.state, "1" if order.on_hold else "",
        order.currency, order.net, order.vat, order.gross, order.client_id,
    )  # fmt: skip


def _find(db: sqlite.Connection, wanted: Wanted, when: When) -> Listed:
    ids: array[int] = (
        chosen(db, "client_order", wanted.ids)
        if wanted.ids
        else every_id(db, _state(wanted.query), when.today)
    )
    return Listed(
        db, ids, partial(_read, today=when.today), partial(clients_in, "client_order"), _table, _paper
    )


def _state(query: str) -> ListState:
    return ListState.of_query(KIND, query)


def _table(locale: str) -> Figures:
    return Figures(KIND.title, COLUMNS, locale)


def _paper(rows: Sequence[Row], context: Context) -> Sheet:
    return paper(_table(context.locale), rows, context)


_CHOICES: Mapping[str, Mapping[str, str]] = {
    "state": {**STATES, "on_hold": N_("On hold")}, "priority": PRIORITIES, "late": _YES,
}  # fmt: skip
SUBJECT = Subject(
    KIND.name, KIND.title, FORMATS, _find, lambda query: _state(query).query(),
    lambda query, locale: filters_of(_state(query), _CHOICES, locale),
    lambda wanted: f"orders{wanted.query.removesuffix('?')}",
    lambda n: counted("{n} order", "{n} orders", Many(n)), names_of(KIND),
)  # fmt: skip
