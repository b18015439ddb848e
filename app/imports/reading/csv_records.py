"""The records of a CSV text, where what is broken costs its own line and not the rest of the file."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from app.i18n import N_, Message
from app.imports.reading.model import MAX_CELL_CHARACTERS, Row

# A record with more lines or letters than these has a quotation mark that is never closed.
_MAX_RECORD_LINES = 500
_MAX_RECORD_CHARACTERS = 2 * MAX_CELL_CHARACTERS
# After so many of them no quotation mark reaches beyond its line any more: looking for the end of each
# would take hours in a file made for that.
_MAX_UNCLOSED = 100

_UNCLOSED = Message(N_("A quotation mark in this line is never closed."))
_TOO_LONG = Message(N_("This line is too long. Is a quotation mark missing?"))


def records(
    text: Iterable[str], delimiter: str, first_line: int = 1, widths: range | None = None
) -> Iterator[Row]:
    """The records; one over several lines must have one of the `widths`, else its quotation mark is a mistake."""
    lines = _Lines(text, first_line)
    reader = csv.reader(lines, delimiter=delimiter)
    while True:
        line = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_Endless, csv.Error):
            yield Row(line, *_broken(lines, delimiter))
            continue
        if lines.are_no_record(len(cells), widths, delimiter):
            yield Row(line, *_broken(lines, delimiter))
        else:
            yield Row(line, cells)


def _broken(lines: _Lines, delimiter: str) -> tuple[list[str], Message]:
    """The first line of the record, read as it stands; the others get another chance."""
    text = lines.keep_first()
    if len(text) > _MAX_RECORD_CHARACTERS:
        return [], _TOO_LONG
    long = len(text) > MAX_CELL_CHARACTERS
    return text.rstrip("\r\n").split(delimiter), _TOO_LONG if long else _UNCLOSED


def _is_strict(record: list[str], delimiter: str) -> bool:
    """Whether each quotation mark opens or closes a cell: else it closed what the line above forgot to."""
    try:
        next(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True


class _Endless(Exception):
    """The record in hand has grown too long to be one."""


class _Lines:
    """Hands out lines one by one and remembers those of the record in hand."""

    def __init__(self, text: Iterable[str], first_line: int) -> None:
        self.record: list[str] = []
        self._text = iter(text)
        self._again: deque[str] = deque()
        self._line = first_line
        self._length = 0
        self._unclosed = 0
        self._ended = False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.record and (len(self.record) >= self._most_lines or self._length > _MAX_RECORD_CHARACTERS):
            raise _Endless
        try:
            text = self._again.popleft() if self._again else next(self._text)
        except StopIteration:
            self._ended = True
            raise
        self.record.append(text)
        self._length += len(text)
        if len(text) > _MAX_RECORD_CHARACTERS:
            raise _Endless
        return text

    @property
    def _most_lines(self) -> int:
        return _MAX_RECORD_LINES if self._unclosed < _MAX_UNCLOSED else 1

    def begin(self) -> int:
        """The next record begins; answers its line."""
        self._line += len(self.record)
        self.record.clear()
        self._length = 0
        return self._line

    def are_no_record(self, cells: int, widths: range | None, delimiter: str) -> bool:
        """The reader asked for more lines than there are, or several lines do not make one row of the table."""
        if self._ended or len(self.record) < 2:
            return self._ended and bool(self.record)
        return (widths is not None and cells not in widths) or not _is_strict(self.record, delimiter)

    def keep_first(self) -> str:
        self._unclosed += 1
        self._again.extendleft(reversed(self.record[1:]))
        del self.record[1:]
        self._ended = False
        return self.record[0]
