"""What a kind of file is, and what it is told about the export besides the rows: how these become a table or paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import IO, Any, Protocol

from app.exports.model import USUAL, Options
from app.paper import Sheet

Value = str | int | float | Decimal


class Table(Protocol):
    """Rows as cells, in one language. `numbers`, `moments` and `days` are the places of what is no plain text in every
    row; a cell without anything is ""."""

    @property
    def title(self) -> str: ...
    @property
    def headings(self) -> Sequence[str]: ...
    @property
    def widths(self) -> Sequence[int]: ...
    @property
    def numbers(self) -> Sequence[int]: ...
    @property
    def moments(self) -> Sequence[int]: ...
    @property
    def days(self) -> Sequence[int]: ...

    @property
    def words(self) -> str:
        """All of ours that can stand in it."""

    def values(self, row: Any) -> list[Value]: ...

    def name(self, row: Any) -> str:
        """What a person calls the row."""


@dataclass(frozen=True)
class Context:
    """`total` rows go out; `filters` are the set ones as a person reads them, (label, value); `columns` are those
    that the list shows. `table` makes the table in a language, `paper` what is printed of the first rows."""

    region: str
    locale: str
    zone: tzinfo
    at: datetime
    by: str
    purpose: str
    total: int
    table: Callable[[str], Table]
    paper: Callable[[Sequence[Any], Context], Sheet]
    filters: Sequence[tuple[str, str]] = ()
    columns: Sequence[str] = ()
    options: Options = USUAL


@dataclass(frozen=True)
class Format:
    """`write` takes the rows as they come and keeps none. `most` is how many rows such a file can hold at all (0: any
    number); what is left out is told in the file, before and after."""

    key: str
    label: str
    hint: str
    extension: str
    media_type: str
    icon: str
    write: Callable[[IO[bytes], Iterator[Any], Context], None]
    most: int = 0
