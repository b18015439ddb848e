"""What an OpenDocument spreadsheet would cost, found before it is opened.

A cell or row says how often it is repeated: one line of XML can ask for a thousand million cells. Empty ones at the
end, which every program writes, cost nothing.
"""

from __future__ import annotations

from pathlib import Path
from xml.parsers import expat

from app.errors import Refused
from app.imports.reading import archive
from app.imports.reading.workbook_guard import Extent, xml_pieces

_CONTENT = "content.xml"
_DIGITS_OF_A_COUNT = 7


def check(path: Path) -> None:
    """Refuses a spreadsheet that would take too much to read, or that no spreadsheet program made."""
    with archive.opened(path) as opened:
        members = opened.infolist()
    for member in members:
        measure = _Measure() if member.filename == _CONTENT else None
        for _, piece in xml_pieces(path, member):
            if measure:
                measure.feed(piece)


class _Measure:
    """Follows the tables of the content; entities and other encodings were refused before."""

    def __init__(self) -> None:
        self._extent = Extent()
        self._row = self._rows = self._column = self._filled_to = self._filled = 0
        self._cell = 0  # how often the cell in hand is repeated
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end

    def feed(self, piece: bytes) -> None:
        try:
            self._parser.Parse(piece, False)
        except expat.ExpatError as error:
            raise Refused(archive.DAMAGED) from error

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name in ("table-cell", "covered-table-cell"):
            self._cell = _repeated(attributes, "number-columns-repeated")
            self._column += self._cell
            if any(each.endswith("value-type") for each in attributes):
                self._fill()
        elif name == "p" and self._cell:
            self._fill()
        elif name == "table-row":
            self._row = _repeated(attributes, "number-rows-repeated")
            self._column = self._filled_to = self._filled = 0
        elif name == "table":
            self._extent, self._rows = Extent(), 0

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in ("table-cell", "covered-table-cell"):
            self._cell = 0
        elif name == "table-row":
            self._rows += self._row
            if self._filled:
                self._measure_row()

    def _fill(self) -> None:
        if self._filled_to < self._column:
            self._filled_to = self._column
            self._filled += self._cell

    def _measure_row(self) -> None:
        extent = self._extent
        extent.rows, extent.columns = self._rows, max(extent.columns, self._filled_to)
        extent.cells += self._filled * self._row
        refusal = extent.refusal()
        if refusal:
            raise refusal


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), "1")
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS_OF_A_COUNT):
        raise Refused(archive.DAMAGED)
    return int(text)
