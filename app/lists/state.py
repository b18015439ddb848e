"""What a list shows, read from its URL and written back into one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

MAX_VALUE_LENGTH = 200


@dataclass(frozen=True)
class Column:
    """`sort` is the indexed column a list is ordered by; empty where it cannot be."""

    key: str
    label: str
    sort: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class ListKind:
    """What is fixed about a list: an allow-list of columns and filters, so that no text from a URL becomes SQL."""

    columns: tuple[Column, ...]
    default_columns: tuple[str, ...]
    filters: tuple[str, ...]
    default_sort: str

    def column(self, key: str) -> Column | None:
        return next((each for each in self.columns if each.key == key), None)


@dataclass(frozen=True)
class ListState:
    """The sort is "name" or "-name"; `after`/`before` are cursors made by paging."""

    kind: ListKind
    q: str = ""
    filters: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    after: str = ""
    before: str = ""
    columns: tuple[str, ...] = ()

    @classmethod
    def read(cls, kind: ListKind, query: Mapping[str, str]) -> ListState:
        """Whatever is unknown or too long is left out; a list never fails because of its address."""
        wanted = query.get("sort", "")
        column = kind.column(wanted.removeprefix("-"))
        chosen = tuple(key for key in query.get("columns", "").split(",") if kind.column(key))
        return cls(
            kind=kind,
            q=_bounded(query.get("q", "")),
            filters={name: _bounded(query[name]) for name in kind.filters if query.get(name, "").strip()},
            sort=wanted if column and column.sort else "",
            after=_bounded(query.get("after", ""), 600),
            before=_bounded(query.get("before", ""), 600),
            columns=chosen,
        )

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        keys = self.columns or self.kind.default_columns
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
        parts = {"q": self.q, **self.filters, "sort": self.sort, "columns": ",".join(self.columns)}
        parts |= {"after": "", "before": ""} | changes
        text = urlencode({name: value for name, value in parts.items() if value})
        return f"?{text}" if text else "?"

    def sorted_by(self, column: Column) -> str:
        """The query string that sorts by this column, or turns its direction."""
        current, descending = self.sorting
        same = current.key == column.key
        return self.query(sort=f"-{column.key}" if same and not descending else column.key)

    def without(self, *names: str) -> ListState:
        kept = {name: value for name, value in self.filters.items() if name not in names}
        return replace(self, filters=kept, q="" if "q" in names else self.q, after="", before="")


def _bounded(text: str, limit: int = MAX_VALUE_LENGTH) -> str:
    return text.replace("\0", "").strip()[:limit]
