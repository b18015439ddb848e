"""What an export can be of: how its rows are found, read, put into cells and printed."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol

from app import sqlite
from app.exports.formats.model import Context, Table
from app.exports.model import Wanted
from app.i18n import Message
from app.lists import ListKind
from app.paper import Sheet


@dataclass(frozen=True)
class When:
    """The moment of the export, and where its days are meant."""

    at: datetime
    zone: tzinfo

    @property
    def today(self) -> str:
        return self.at.astimezone(self.zone).date().isoformat()


class Many(int):
    """How many, inside a message: grouped as in the list."""

    def localised(self, locale: str) -> str:
        from app.web.formats import number

        return number(self, locale)


class Found(Protocol):
    """What is meant by an address, in one snapshot. `most` is how many rows a file takes, 0: all."""

    @property
    def total(self) -> int: ...

    def rows(self, most: int) -> Iterator[Any]: ...

    def clients(self, most: int) -> Sequence[int]:
        """Whose data are in these rows, for the access log."""

    def table(self, locale: str) -> Table: ...

    def paper(self, rows: Sequence[Any], context: Context) -> Sheet: ...


@dataclass(frozen=True)
class Subject:
    """`query` brings an address to the one form in which it is kept, `filters` says it in words, `address` leads to
    where a person sees what goes out; `known` are the names in an address. Raises NotFound for what is not there."""

    key: str
    title: str
    formats: tuple[str, ...]
    find: Callable[[sqlite.Connection, Wanted, When], Found]
    query: Callable[[str], str]
    filters: Callable[[str, str], tuple[tuple[str, str], ...]]
    address: Callable[[Wanted], str]
    counted: Callable[[int], Message]
    known: frozenset[str]
    columns: Callable[[str], Sequence[str]] = lambda query: ()


def names_of(kind: ListKind) -> frozenset[str]:
    return frozenset({*kind.filter_names, "q", "sort", "columns"})


@dataclass(frozen=True)
class Listed:
    """Rows of a list by their ids in its order: eight bytes each, read in batches."""

    db: sqlite.Connection
    ids: array[int]
    read: Callable[[sqlite.Connection, Sequence[int]], Iterator[Any]]
    clients_of: Callable[[sqlite.Connection, Sequence[int]], Sequence[int]]
    table: Callable[[str], Table]
    paper: Callable[[Sequence[Any], Context], Sheet]

    @property
    def total(self) -> int:
        return len(self.ids)

    def rows(self, most: int) -> Iterator[Any]:
        return self.read(self.db, self._first(most))

    def clients(self, most: int) -> Sequence[int]:
        return self.clients_of(self.db, self._first(most))

    def _first(self, most: int) -> Sequence[int]:
        return self.ids[:most] if most else self.ids
