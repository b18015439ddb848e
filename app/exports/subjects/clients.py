"""Clients: those of a list's address, or chosen ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import sqlite
from app.clients.model import STATUSES
from app.exports import store
from app.exports.formats.model import Context
from app.exports.model import Row, Wanted
from app.exports.selection import ids_of, state_of
from app.exports.style import style
from app.exports.subjects.subject import Listed, Many, Subject, When, names_of
from app.exports.table import Table
from app.groups.filters import CLIENT_LIST
from app.i18n import N_, Message, counted, translate
from app.paper import Sheet

_FIELDS = {"contact": "contact_name", "added": "added_at", "changed": "changed_at"}
_USUAL = ("name", "vat_id", "contact", "email", "phone", "city", "country", "status")


@dataclass(frozen=True)
class Column:
    key: str
    label: str


def paper(rows: Sequence[Row], context: Context) -> Sheet:
    """The columns of the list with what made it."""
    # Templates bring the whole web layer: the other kinds start without it, in a third of the time.
    from app.web.templates import render

    wanted = context.columns or _USUAL
    columns = [
        Column(_FIELDS.get(each.key, each.key), each.label)
        for each in CLIENT_LIST.columns
        if each.key in wanted
    ]
    html = render(
        "exports/report.html", context.locale, columns=columns, rows=rows, context=context, zone=context.zone,
        statuses=STATUSES,
    )  # fmt: skip
    return Sheet(html, style("clients"))


def _find(db: sqlite.Connection, wanted: Wanted, when: When) -> Listed:
    ids = ids_of(db, wanted, when.zone)
    return Listed(db, ids, store.rows_of, lambda db, ids: ids, Table, paper)


def _filters(query: str, locale: str) -> tuple[tuple[str, str], ...]:
    """The search and the set filters of a list's address as a person reads them: (label, value)."""
    from app.clients.routes.listing import filter_texts

    state = state_of(query)
    found = [(translate(Message(N_("Search")), locale), state.q)] if state.q else []
    texts = filter_texts(state, locale)
    found += [
        (translate(Message(state.kind.filter_label(name)), locale), texts[name]) for name in state.filters
    ]
    return tuple(found)


def _address(wanted: Wanted) -> str:
    if len(wanted.ids) == 1:
        return f"clients/{wanted.ids[0]}"
    return f"clients{wanted.query.removesuffix('?')}"


SUBJECT = Subject(
    "clients", N_("Clients"), ("xlsx", "csv", "pdf", "vcf", "vcf4", "ods", "json"), _find,
    lambda query: state_of(query).query(), _filters, _address,
    lambda n: counted("{n} client", "{n} clients", Many(n)), names_of(CLIENT_LIST),
    lambda query: state_of(query).columns,
)  # fmt: skip
