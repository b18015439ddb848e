"""The records of a CSV text, where what is broken costs its own line and not the rest of the file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain

from app.i18n import N_, Message
from app.imports.reading.model import MAX_CELL_CHARACTERS, Row

# A record with more lines or letters than these has a quotation mark that is never closed.
_MAX_RECORD_LINES = 10_001  # notes of a client can have so many
_MAX_RECORD_CHARACTERS = 2 * MAX_CELL_CHARACTERS
# After so many of them no quotation mark reaches beyond its line any more: looking for the end of each
# would take hours in a file made for that.
_MAX_UNCLOSED = 100

_UNCLOSED = Message(N_("A quotation mark in this line is never closed."))
_TOO_LONG = Message(N_("This line is too long. Is a quotation mark missing?"))


def records(
    lines: Iterable[str], delimiter: str, first_line: int = 1, widths: range | None = None
) -> Iterator[Row]:
    """The records; one over several lines must have one of the `widths`, else its quotation mark is a mistake."""
    rest = iter(lines)
    number = first_line
    quoted = _Quoted(delimiter)
    while True:
        for line in rest:
            if '"' in line or len(line) > MAX_CELL_CHARACTERS:
                break
            yield Row(number, line.rstrip("\r\n").split(delimiter))  # twice as fast as csv
            number += 1
        else:
            return
        cells, problem = quoted.read(line, rest, widths)
        yield Row(number, cells, problem)
        number += len(quoted.record)
        rest = quoted.rest


class _Endless(Exception):
    """The record in hand has grown too long to be one."""


class _Quoted:
    """Reads one record at a time from its first line, and takes as many further lines as it needs."""

    def __init__(self, delimiter: str) -> None:
        self.record: list[str] = []
        self.rest: Iterator[str] = iter(())
        self._delimiter = delimiter
        self._reader = csv.reader(self, delimiter=delimiter)
        self._length = 0
        self._unclosed = 0
        self._next: str | None = None
        self._ended = False

    def read(self, line: str, rest: Iterator[str], widths: range | None) -> tuple[list[str], Message | None]:
        """The cells, or what is wrong with the first line alone; then the others are given back to `rest`."""
        self.record, self._length, self._next, self._ended = [], 0, line, False
        self.rest = rest
        try:
            cells = next(self._reader)
        except (_Endless, csv.Error):
            return self._first_line_alone()
        if self._ended or (len(self.record) > 1 and not self._is_row(cells, widths)):
            return self._first_line_alone()
        return cells, None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The lines of the record in hand, as the csv reader asks for them."""
        if len(self.record) >= self._most_lines or self._length > _MAX_RECORD_CHARACTERS:
            raise _Endless
        line, self._next = self._next, None
        if line is None:
            line = next(self.rest, None)
        if line is None:
            self._ended = True
            raise StopIteration
        self.record.append(line)
        self._length += len(line)
        if len(line) > _MAX_RECORD_CHARACTERS:
            raise _Endless
        return line

    @property
    def _most_lines(self) -> int:
        return _MAX_RECORD_LINES if self._unclosed < _MAX_UNCLOSED else 1

    def _is_row(self, cells: list[str], widths: range | None) -> bool:
        """Whether several lines make one row, in which each quotation mark opens or closes a cell."""
        if widths is not None and len(cells) not in widths:
            return False
        try:
            next(csv.reader(self.record, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return False
        return True

    def _first_line_alone(self) -> tuple[list[str], Message]:
        self._unclosed += 1
        line, *others = self.record
        self.record = [line]
        if others:
            self.rest = chain(others, self.rest)
        if len(line) > _MAX_RECORD_CHARACTERS:
            return [], _TOO_LONG
        long = len(line) > MAX_CELL_CHARACTERS
        return line.rstrip("\r\n").split(self._delimiter), _TOO_LONG if long else _UNCLOSED
