"""Tables of figures: invoices, orders, movements of an account. Amounts are exact numbers, days are days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from app.exports.formats.model import Context, Value
from app.exports.style import style
from app.i18n import N_, Message, translate
from app.money import exponent
from app.paper import Sheet

_WIDTHS = {"text": 18, "day": 12, "amount": 16, "number": 10}


@dataclass(frozen=True)
class Column:
    """`words` are what its values are called; `on_paper`: there is room for it on a sheet."""

    key: str
    label: str
    kind: Literal["text", "day", "amount", "number"] = "text"
    words: Mapping[str, str] | None = None
    width: int = 0
    on_paper: bool = True


class Figures:
    """Rows are tuples with a field per column, and `currency`; amounts in its minor units, None where there is none."""

    moments: Sequence[int] = ()

    def __init__(self, title: str, columns: Sequence[Column], locale: str) -> None:
        self.title = translate(Message(title), locale)
        self.columns = columns
        self.headings = [translate(Message(each.label), locale) for each in columns]
        self.widths = [each.width or _WIDTHS[each.kind] for each in columns]
        self.numbers = [place for place, each in enumerate(columns) if each.kind in ("amount", "number")]
        self.days = [place for place, each in enumerate(columns) if each.kind == "day"]
        self._called = [
            {value: translate(Message(label), locale) for value, label in (each.words or {}).items()}
            for each in columns
        ]

    @property
    def words(self) -> str:
        return " ".join([*self.headings, *(word for each in self._called for word in each.values())])

    def name(self, row: Any) -> str:
        return str(row.number)

    def values(self, row: Any) -> list[Value]:
        places = exponent(row.currency)
        return [
            self._value(column, called, getattr(row, column.key), places)
            for column, called in zip(self.columns, self._called, strict=True)
        ]

    def _value(self, column: Column, called: Mapping[str, str], value: Any, places: int) -> Value:
        if value is None:
            return ""
        if column.kind == "amount":
            return Decimal(value).scaleb(-places)
        found: Value = called.get(value, value) if called else value
        return found


class Line(NamedTuple):
    """A row on paper: the words of its cells, and the row itself."""

    row: Any
    words: Sequence[Value]


def paper(table: Figures, rows: Sequence[Any], context: Context) -> Sheet:
    """The columns that a sheet has room for, with what made the list."""
    # Templates bring the whole web layer: the other kinds start without it, in a third of the time.
    from app.web.templates import render

    columns = [(place, each) for place, each in enumerate(table.columns) if each.on_paper]
    lines = [Line(row, table.values(row)) for row in rows]
    html = render(
        "exports/figures.html", context.locale, columns=columns, headings=table.headings, lines=lines,
        context=context, zone=context.zone, title=table.title,
    )  # fmt: skip
    return Sheet(html, style("figures"), language=context.locale)


CURRENCY = Column("currency", N_("Currency"), width=10)
