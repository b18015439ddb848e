"""What a list shows, read from its URL and written back into one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, tzinfo
from functools import cached_property
from urllib.parse import parse_qsl, urlencode

from app import sqlite

MAX_VALUE_LENGTH = 200
# Of a filter that another feature adds: several names, each of up to 60 characters, of which none is cut in two.
MAX_NAMES_LENGTH = 600
# What is kept under a name. What is only read may be longer: nothing of a list that can be shown is cut off.
MAX_QUERY_LENGTH = 2000
_MOST_READ = 40_000
_BOUND = re.compile(r":(\w+)")


# What of a filter's value means something; the rest of an address filters nothing and is not shown as if it did.
Reading = Callable[[str], str]


def one_of(known: Collection[str]) -> Reading:
    return lambda text: text if text in known else ""


def some_of(known: Collection[str]) -> Reading:
    return lambda text: ",".join(each for each in text.split(",") if each in known)


def a_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def a_number(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 16 else ""


@dataclass(frozen=True)
class Column:
    """`sort` is the indexed column a list is ordered by; empty where it cannot be."""

    key: str
    label: str
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Condition:
    """SQL over a row `c` of the list, with what is bound in it. `ids`, where there is one, selects ids among which all
    fitting rows are: few of them are found from there, many by asking each row of the list's order."""

    where: str
    values: Mapping[str, object]
    ids: str = ""

    def named(self, prefix: str) -> Condition:
        """The same under names of its own, to stand beside others in one statement."""

        def renamed(sql: str) -> str:
            return _BOUND.sub(rf":{prefix}_\1", sql)

        values = {f"{prefix}_{name}": value for name, value in self.values.items()}
        return Condition(renamed(self.where), values, renamed(self.ids))


@dataclass(frozen=True)
class Filter:
    """A filter that another feature adds to a list: `condition` is asked with (db, what stands in the address,
    whose days are meant), `names` with (db, part of a name) for what there is to choose."""

    name: str
    label: str
    condition: Callable[[sqlite.Connection, str, tzinfo], Condition]
    names: Callable[[sqlite.Connection, str], list[str]]


@dataclass(frozen=True)
class ListKind:
    """What is fixed about a list: an allow-list of columns and filters (with their labels), so that no text from a URL
    becomes SQL. The first column is always there: whoever cannot open a row has no use for it. `name` is the list's
    address under the region, `tabs` are the views that everybody has: (label, query)."""

    name: str
    title: str
    columns: tuple[Column, ...]
    default_columns: tuple[str, ...]
    filters: Mapping[str, str]
    default_sort: str
    more_filters: tuple[Filter, ...] = ()
    tabs: tuple[tuple[str, str], ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)

    @property
    def filter_names(self) -> tuple[str, ...]:
        return (*self.filters, *(each.name for each in self.more_filters))

    def filter_label(self, name: str) -> str:
        """Of any of `filter_names`."""
        return self.filters.get(name) or next(each.label for each in self.more_filters if each.name == name)

    def column(self, key: str) -> Column | None:
        return next((each for each in self.columns if each.key == key), None)


@dataclass(frozen=True)
class ListState:
    """The sort is "name" or "-name"; `after`/`before` are cursors made by paging; days are those of `zone`."""

    kind: ListKind
    q: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    after: str = ""
    before: str = ""
    columns: tuple[str, ...] = ()
    zone: tzinfo = UTC

    @classmethod
    def read(cls, kind: ListKind, query: Mapping[str, str], zone: tzinfo = UTC) -> ListState:
        """Whatever is unknown or too long is left out; a list never fails because of its address."""
        wanted = query.get("sort", "")
        column = kind.column(wanted.removeprefix("-"))
        chosen = tuple(key for key in query.get("columns", "").split(",") if kind.column(key))
        return cls(
            kind=kind,
            q=_bounded(query.get("q", "")),
            filters={name: value for name in kind.filter_names if (value := _filter(kind, name, query))},
            sort=wanted if column and column.sort else "",
            after=_bounded(query.get("after", ""), 600),
            before=_bounded(query.get("before", ""), 600),
            columns=chosen,
            zone=zone,
        )

    @classmethod
    def of_query(cls, kind: ListKind, query: str, zone: tzinfo = UTC) -> ListState:
        """From what `query` has written."""
        return cls.read(kind, dict(parse_qsl(query.removeprefix("?")[:_MOST_READ])), zone)

    def __hash__(self) -> int:
        filters = tuple(sorted(self.filters.items()))
        return hash((self.q, filters, self.sort, self.after, self.before, self.columns))

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        keys = {self.kind.columns[0].key, *(self.columns or self.kind.default_columns)}
        return tuple(column for column in self.kind.columns if column.key in keys)

    @property
    def sorting(self) -> tuple[Column, bool]:
        """(column, descending)"""
        wanted = self.sort or self.kind.default_sort
        column = self.kind.column(wanted.removeprefix("-"))
        assert column is not None
        return column, wanted.startswith("-")

    @property
    def is_plain(self) -> bool:
        return not self.q and not self.filters

    def query(self, **changes: str) -> str:
        """The query string of this state with some things changed; a changed list starts at its first page."""
        kept = [text for name, text in self._encoded.items() if name not in changes]
        changed = urlencode({name: value for name, value in changes.items() if value})
        return f"?{'&'.join([*kept, changed] if changed else kept)}"

    @cached_property
    def _encoded(self) -> dict[str, str]:
        """Each set part as it stands in the address, without the place in the list."""
        parts = {"q": self.q, **self.filters, "sort": self.sort, "columns": ",".join(self.columns)}
        return {name: urlencode({name: value}) for name, value in parts.items() if value}

    def sorted_by(self, column: Column) -> str:
        """The query string that sorts by this column, or turns its direction."""
        current, descending = self.sorting
        same = current.key == column.key and (
            bool(self.sort) or not self.q
        )  # hits stand in an order of their own
        return self.query(sort=f"-{column.key}" if same and not descending else column.key)

    def without(self, *names: str) -> ListState:
        kept = {name: value for name, value in self.filters.items() if name not in names}
        return replace(self, filters=kept, q="" if "q" in names else self.q, after="", before="")


def _filter(kind: ListKind, name: str, query: Mapping[str, str]) -> str:
    text = _bounded(query.get(name, ""), MAX_VALUE_LENGTH if name in kind.filters else MAX_NAMES_LENGTH)
    return kind.readings[name](text) if text and name in kind.readings else text


def _bounded(text: str, limit: int = MAX_VALUE_LENGTH) -> str:
    return text.replace("\0", "").strip()[:limit].rstrip()
