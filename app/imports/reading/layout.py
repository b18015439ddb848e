"""Finding out how a table lies in its file: where the header stands and what parts the cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from app.imports.reading.model import Row

# So many records tell how a file is laid out; a header further down is named by the user.
SAMPLED_ROWS = 60
_JUDGED_CHARACTERS = 100
_LONGEST_HEADING = 200
# What each row above the first one of the usual width takes from a delimiter's likelihood.
_UNEVEN_BEGINNING = 0.3
# What stands in a row of data and hardly ever in a heading: an e-mail address, a number, a date, a web address.
_DATA = re.compile(
    r"[^\s@]+@[^\s@]+\.\w+|[-+()./\d\s]*\d[-+()./\d\s]{3,}|https?://.*|[A-Z]{2}[A-Z0-9]?\d{7,}.*"
)


def find_header(rows: Sequence[Row]) -> int:
    """The line of the header, 0 when the table begins with data. Titles above the header are passed over."""
    width = usual_width(rows)
    needed = max(2, (width + 1) // 2) if width > 1 else 1
    for row in rows:
        filled = [cell.strip()[:_JUDGED_CHARACTERS] for cell in row.cells if cell.strip()]
        if len(filled) >= needed:
            return 0 if any(_DATA.fullmatch(cell) for cell in filled) else row.line
    return 0


def headings(rows: Sequence[Row], has_header: bool) -> tuple[str, ...]:
    """The first row's cells in one line each; columns that only the rows below have get an empty heading."""
    names = (
        [" ".join(cell.split())[:_LONGEST_HEADING] for cell in rows[0].cells] if rows and has_header else []
    )
    return (*names, *[""] * (usual_width(rows) - len(names)))


def usual_width(rows: Sequence[Row]) -> int:
    """How many cells most rows have; of equally many the wider ones."""
    widths = Counter(len(row.cells) for row in rows)
    return max(widths, key=lambda width: (widths[width], width), default=0)


def find_delimiter(readings: Mapping[str, Sequence[Row]]) -> str:
    """Of the same beginning read with each delimiter: the one under which it looks most like a table."""
    return max(readings, key=lambda delimiter: _evenness(readings[delimiter]))


def _evenness(rows: Sequence[Row]) -> float:
    """Even rows count more than wide ones, and the first row most: a comma in each address parts no cells."""
    width = usual_width(rows)
    if width < 2:
        return 0.0
    even = [len(row.cells) == width for row in rows]
    share: float = sum(even) / len(even)
    return share**2 * (width - 1) * _UNEVEN_BEGINNING ** even.index(True)
