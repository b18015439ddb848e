"""Keyset pages: the last page of a million rows costs what the first one costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from app.lists.state import ListState

T = TypeVar("T")
U = TypeVar("U")
PAGE_ROWS = 50
CAPPED_AT = 10_000


@dataclass(frozen=True)
class Page(Generic[T]):
    """`count` is exact up to `cap`; `first` is the number of the first row, 0 of an empty page."""

    rows: Sequence[T]
    count: int
    previous: str
    next: str
    first: int
    cap: int = CAPPED_AT

    def of(self, rows: Sequence[U]) -> Page[U]:
        """The same place in the list, its rows as something else."""
        return Page(rows, self.count, self.previous, self.next, self.first, self.cap)

    @property
    def capped(self) -> bool:
        return self.count > self.cap

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.first else 0


@dataclass(frozen=True)
class Keyset:
    """Pieces of SQL for one page: a condition (`values` are bound as :key and :key_id), and the order."""

    where: str
    values: tuple[object, ...]
    order: str
    backwards: bool
    position: int


def keyset(state: ListState, id_column: str = "id") -> Keyset:
    """Collation sits on the stored sort key itself: a COLLATE in the comparison would scan the whole index."""
    column, descending = state.sorting
    cursor = read_cursor(state.before or state.after)
    backwards = bool(state.before) and cursor is not None
    down = descending != backwards
    direction, sign = ("DESC", "<") if down else ("ASC", ">")
    order = f"{column.sort} {direction}, {id_column} {direction}"
    if cursor is None:
        return Keyset("1", (), order, backwards, 1)
    value, row_id, position = cursor
    return Keyset(
        f"({column.sort}, {id_column}) {sign} (:key, :key_id)", (value, row_id), order, backwards, position
    )


def cursor(value: object, row_id: int, position: int) -> str:
    """`position` is the number of the row that the page this cursor leads to begins after (or ends before)."""
    text = json.dumps([value, row_id, position], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[str | int, int, int] | None:
    """None for an empty or damaged cursor: the list then starts at its beginning."""
    try:
        value, row_id, position = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if isinstance(value, str):
            value.encode()  # half a character cannot be looked for
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    numbers = _is_number(row_id) and _is_number(position) and position > 0
    return (value, row_id, position) if numbers and (isinstance(value, str) or _is_number(value)) else None


def _is_number(value: object) -> bool:
    """A whole one that a column can hold; for JSON true is one too, for us it is not."""
    return type(value) is int and -(2**63) <= value < 2**63


def cut(
    rows: list[T],
    keys: Keyset,
    state: ListState,
    count: int,
    key_of: Callable[[T], tuple[str | int, int]],
    cap: int = CAPPED_AT,
) -> Page[T]:
    """A page from up to PAGE_ROWS + 1 rows in the keyset's order."""
    more = len(rows) > PAGE_ROWS
    rows = rows[:PAGE_ROWS]
    if keys.backwards:
        rows.reverse()
        first = max(1, keys.position - len(rows))
    else:
        first = keys.position
    has_previous = more if keys.backwards else bool(state.after) and first > 1
    has_next = True if keys.backwards else more
    previous = cursor(*key_of(rows[0]), first) if rows and has_previous else ""
    following = cursor(*key_of(rows[-1]), first + len(rows)) if rows and has_next else ""
    return Page(rows, count, previous, following, first if rows else 0, cap)


def page_of_hits(
    state: ListState, ids: Sequence[int], rows_of: Callable[[Sequence[int]], Mapping[int, T]], cap: int
) -> Page[T]:
    """A page of what was found and put in order before: up to `cap` of `ids` are shown. A hit's place is its number,
    so these pages are counted, not keyed. `rows_of` reads the rows of some ids, without those that are gone."""
    skip = _position(state, cap)
    shown = ids[:cap][skip : skip + PAGE_ROWS]
    rows = rows_of(shown)
    following = str(skip + PAGE_ROWS) if min(len(ids), cap) > skip + PAGE_ROWS else ""
    previous = str(max(0, skip - PAGE_ROWS)) if skip else ""
    found = [rows[each] for each in shown if each in rows]
    return Page(found, len(ids), previous, following, skip + 1 if len(shown) else 0, cap)


def _position(state: ListState, most: int) -> int:
    text = state.after or state.before
    return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 6 else 0
