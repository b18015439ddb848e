"""Gapless numbers per series and year, drawn in the transaction that issues; what a restore lost is written down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter

from app import sqlite
from app.clients.model import Client
from app.i18n import N_, Message
from app.invoices.law import Law
from app.invoices.model import ELSEWHERE, Invoice

# By (series, year); a series whose numbers do not name the year goes on for ever, under the year 0.
Marks = Mapping[tuple[str, int], int]


@dataclass(frozen=True)
class Lost:
    """Numbers somebody may have in hand, of invoices this file no longer knows."""

    series: str
    year: int
    first: int
    last: int

    @property
    def message(self) -> Message:
        text = N_("Numbers of the series {series} {year} that were given out and are lost: {first} to {last}")
        return Message(
            text, {"series": self.series, "year": self.year, "first": self.first, "last": self.last}
        )


def series_of(formats: Mapping[str, str], kind: str) -> str:
    """The series a type of document is numbered in: its own, where the region has one for it."""
    return kind if kind in formats else "invoice"


def year_of(template: str, day: str) -> int:
    return int(day[:4]) if "{year" in template else 0


def shown(template: str, day: str, sequence: int) -> str:
    """ "RE-{year}-{number:04}" is RE-2026-0438."""
    return template.format(year=int(day[:4]), number=sequence)


def could_be(template: str, number: str) -> bool:
    """Whether this series gives out such numbers."""
    digits = {"year": "[0-9]{4}", "number": "[0-9]+", None: ""}
    pattern = "".join(re.escape(text) + digits[name] for text, name, _, _ in Formatter().parse(template))
    return re.fullmatch(pattern, number) is not None


def draw(db: sqlite.Connection, name: str, year: int, floor: int, at: str) -> int:
    """The next number, above what was ever given out. Nobody else draws until the transaction ends."""
    reconcile(db, {(name, year): floor}, at)
    return int(
        sqlite.one(
            db,
            "INSERT INTO number_series (series, year, last) VALUES (?, ?, 1)"
            " ON CONFLICT (series, year) DO UPDATE SET last = last + 1 RETURNING last",
            name,
            year,
        )
    )


def numbered(
    db: sqlite.Connection, invoice: Invoice, client: Client, law: Law, marks: Marks, at: str
) -> Invoice:
    """With the next number of its series. What is issued elsewhere keeps the number it has there, and none is drawn:
    among those the order is that of recording."""
    day = invoice.issued_on
    if law.wants_clearance(invoice, client):
        return replace(
            invoice, series=ELSEWHERE, year=int(day[:4]), sequence=invoice.id, number=invoice.number_elsewhere
        )
    name = series_of(law.formats, invoice.type)
    template = law.formats[name]
    year = year_of(template, day)
    drawn = draw(db, name, year, marks.get((name, year), 0), at)
    return replace(invoice, series=name, year=year, sequence=drawn, number=shown(template, day, drawn))


def following(db: sqlite.Connection, name: str, year: int) -> int:
    """What the next one will probably be: a promise to nobody."""
    return series(db).get((name, year), 0) + 1


def series(db: sqlite.Connection) -> dict[tuple[str, int], int]:
    rows = db.execute("SELECT series, year, last FROM number_series")
    return {(row["series"], row["year"]): row["last"] for row in rows}


def last_day(db: sqlite.Connection, name: str) -> str:
    """The day on which the last number of the series was given out; "" where there is none yet."""
    found: str | None = sqlite.one(
        db,
        "SELECT issued_on FROM invoice WHERE series = ? AND number IS NOT NULL"
        " ORDER BY year DESC, sequence DESC LIMIT 1",
        name,
    )
    return found or ""


def reconcile(db: sqlite.Connection, marks: Marks, at: str) -> list[Lost]:
    """Series that stand below their mark go on above it; the numbers between are lost."""
    lost = []
    known = series(db)
    for (name, year), mark in sorted(marks.items()):
        last = known.get((name, year), 0)
        if mark > last:
            lost.append(Lost(name, year, last + 1, mark))
    db.executemany(
        "INSERT INTO number_series (series, year, last) VALUES (?, ?, ?)"
        " ON CONFLICT (series, year) DO UPDATE SET last = excluded.last",
        [(each.series, each.year, each.last) for each in lost],
    )
    db.executemany(
        "INSERT INTO lost_number (series, year, first, last, found_at) VALUES (?, ?, ?, ?, ?)",
        [(each.series, each.year, each.first, each.last, at) for each in lost],
    )
    return lost


def lost_numbers(db: sqlite.Connection) -> list[Lost]:
    rows = db.execute("SELECT series, year, first, last FROM lost_number ORDER BY series, year, first")
    return [Lost(**dict(row)) for row in rows]
