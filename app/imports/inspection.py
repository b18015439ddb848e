"""A first look at a file that somebody wants to import: what is in it, and what each column seems to be."""

from __future__ import annotations

from dataclasses import dataclass
from operator import add
from pathlib import Path

from app.errors import Refused
from app.i18n import N_
from app.imports import reading
from app.imports.reading import Format, Row
from app.imports.recognition import SAMPLED_CELLS, Match, recognise

_SHOWN_CELLS = 3
_SHOWN_CHARACTERS = 80


@dataclass(frozen=True)
class Column:
    """`samples` are a few different cells, cut to what can be shown; `filled` counts the cells with something in."""

    heading: str
    samples: tuple[str, ...]
    filled: int
    match: Match


@dataclass(frozen=True)
class Inspection:
    """`source` is the name of the program the file comes from, or ""; `broken` rows are counted in `rows`."""

    format: Format
    sheets: tuple[str, ...]
    source: str
    columns: tuple[Column, ...]
    rows: int
    broken: int

    @property
    def mapping(self) -> dict[int, str]:
        return {place: column.match.field for place, column in enumerate(self.columns) if column.match.field}


def inspect(path: Path, wanted: Format, filename: str = "", source: str = "") -> Inspection:
    """Reads the whole file once. For files from strangers: `reading.confinement.run_confined(inspect, ...)`.

    Raises Refused where nothing stands in it.
    """
    table = reading.read(path, wanted, filename)
    if not table.headings:
        raise Refused(N_("All rows of the file are empty."))
    seen = _Seen(len(table.headings))
    for row in table.rows:
        seen.add(row)
    found = recognise(table.headings, seen.samples, source)
    shown = zip(table.headings, map(_shown, seen.samples), seen.filled, found.columns, strict=True)
    columns = tuple(Column(*column) for column in shown)
    return Inspection(table.format, table.sheets, found.source, columns, seen.rows, seen.broken)


class _Seen:
    """What the rows had, column by column; of the cells only the first filled ones are kept."""

    def __init__(self, width: int) -> None:
        self.rows = 0
        self.broken = 0
        self.filled = [0] * width
        self.samples: list[list[str]] = [[] for _ in range(width)]
        self._lacking = list(range(width))

    def add(self, row: Row) -> None:
        self.rows += 1
        if row.problem:
            self.broken += 1
            return
        self.filled = list(map(add, self.filled, map(bool, row.cells)))
        for place in self._lacking:
            if row.cells[place].strip():
                self.samples[place].append(row.cells[place])
        self._lacking = [place for place in self._lacking if len(self.samples[place]) < SAMPLED_CELLS]


def _shown(cells: list[str]) -> tuple[str, ...]:
    different = dict.fromkeys(" ".join(cell.split())[:_SHOWN_CHARACTERS] for cell in cells)
    return tuple(different)[:_SHOWN_CELLS]
