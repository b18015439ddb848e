"""A client's account between two days: the movements between both balances, then what is open at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.errors import NotFound
from app.exports.figures import CURRENCY, Column, Figures
from app.exports.formats.model import Context
from app.exports.model import Wanted
from app.exports.subjects.listing import FORMATS
from app.exports.subjects.subject import Many, Subject, When
from app.i18n import N_, Message, counted, translate
from app.invoices.paper.figures import iban
from app.invoices.paper.sheet import pictures_of
from app.paper import Sheet
from app.payments.forms import read_asked
from app.payments.statement import KINDS, Asked, Statement, movements, statement
from app.seller import store as sellers
from app.seller.model import Seller
from app.settings import ROOT

_TITLE = N_("Account statement")
_OPENING, _CLOSING, _ITEM = "opening", "closing", "open"
_STYLE = ROOT / "templates" / "exports" / "statement.css"


class Row(NamedTuple):
    """A balance, a movement or, after the closing balance, what is open of one document."""

    day: str
    what: str
    number: str
    amount: int | None
    balance: int | None
    due_on: str
    late: int | None
    open: int | None
    currency: str


COLUMNS = (
    Column("day", N_("Day"), "day"),
    Column(
        "what", N_("Movement"), width=26,
        words={**KINDS, _OPENING: N_("Opening balance"), _CLOSING: N_("Closing balance"), _ITEM: N_("Open item")},
    ),
    Column("number", N_("Document")),
    Column("amount", N_("Amount"), "amount"),
    Column("balance", N_("Balance"), "amount"),
    Column("due_on", N_("Due on"), "day"),
    Column("late", N_("Days late"), "number"),
    Column("open", N_("Outstanding"), "amount"),
    CURRENCY,
)  # fmt: skip


@dataclass(frozen=True)
class Account:
    """For `app.exports.subjects.subject.Found`."""

    db: sqlite.Connection
    statement: Statement
    client: Client
    seller: Seller

    @property
    def total(self) -> int:
        return self.statement.count + len(self.statement.items) + 2

    def rows(self, most: int) -> Iterator[Row]:
        rows = self._rows()
        for number, row in enumerate(rows, 1):
            yield row
            if number == most:
                return

    def clients(self, most: int) -> Sequence[int]:
        return (self.client.id,)

    def table(self, locale: str) -> Figures:
        return Figures(_TITLE, COLUMNS, locale)

    def paper(self, rows: Sequence[Row], context: Context) -> Sheet:
        """A letter of the firm in the client's language."""
        # Templates bring the whole web layer: the other kinds start without it, in a third of the time.
        from app.web.templates import render

        locale = self.client.invoice_language
        table = self.table(locale)
        words = {
            value: translate(Message(label), locale) for value, label in (COLUMNS[1].words or {}).items()
        }
        items = [each for each in rows if each.what == _ITEM]
        html = render(
            "exports/statement.html", locale, client=self.client, seller=self.seller, statement=self.statement,
            iban=iban, moved=rows[: len(rows) - len(items)], items=items, words=words,
            currency=self.statement.asked.currency,
            total=self.total, shown=len(rows), title=table.title,
        )  # fmt: skip
        return Sheet(html, _STYLE.read_bytes(), language=locale, pictures=pictures_of(self.seller.logo))

    def _rows(self) -> Iterator[Row]:
        found = self.statement
        asked, currency = found.asked, found.asked.currency

        def balance(day: str, what: str, amount: int) -> Row:
            return Row(day, what, "", None, amount, "", None, None, currency)

        yield balance(asked.since, _OPENING, found.opening)
        for each in movements(self.db, asked, found.opening):
            yield Row(each.day, each.kind, each.number, each.amount, each.balance, "", None, None, currency)
        yield balance(asked.until, _CLOSING, found.closing)
        for item in found.items:
            late = max(item.days_late(asked.until), 0)
            yield Row(
                item.issued_on, _ITEM, item.number, None, None, item.due_on, late, item.amount, currency
            )


def _asked(query: str) -> Asked:
    sent = dict(parse_qsl(query.removeprefix("?")[:500]))
    number = sent.get("client", "")
    client_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
    asked, problems = read_asked(sent, client_id)
    if problems or not client_id:
        raise NotFound(N_("There is no such account."))
    return asked


def _find(db: sqlite.Connection, wanted: Wanted, when: When) -> Account:
    asked = _asked(wanted.query)
    return Account(db, statement(db, asked), clients.find(db, asked.client_id), sellers.load(db))


def _query(query: str) -> str:
    asked = _asked(query)
    return f"?{urlencode({'client': asked.client_id, **_period(asked)})}"


def _period(asked: Asked) -> dict[str, str]:
    return {"from": asked.since, "until": asked.until, "currency": asked.currency}


def _address(wanted: Wanted) -> str:
    asked = _asked(wanted.query)
    return f"clients/{asked.client_id}/statement?{urlencode(_period(asked))}"


def _filters(query: str, locale: str) -> tuple[tuple[str, str], ...]:
    asked = _asked(query)
    labels = {N_("Client number"): str(asked.client_id), N_("From"): asked.since, N_("Until"): asked.until}
    labels[N_("Currency")] = asked.currency
    return tuple((translate(Message(label), locale), value) for label, value in labels.items() if value)


SUBJECT = Subject(
    "statement", _TITLE, FORMATS, _find, _query, _filters, _address,
    lambda n: counted("{n} row", "{n} rows", Many(n)), frozenset({"client", "from", "until", "currency"}),
)  # fmt: skip
