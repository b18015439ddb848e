"""What a kind of file is, and what it is told about the export besides the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import IO

from app.exports.model import USUAL, Options, Row


@dataclass(frozen=True)
class Context:
    """`total` clients go out; `filters` are the set ones as a person reads them, (label, value); `columns` are those
    that the list shows."""

    region: str
    locale: str
    zone: tzinfo
    at: datetime
    by: str
    purpose: str
    total: int
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
    write: Callable[[IO[bytes], Iterator[Row], Context], None]
    most: int = 0
