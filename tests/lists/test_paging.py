"""Keyset pages: where one ends the next begins, whatever happens to the rows between."""

from __future__ import annotations

import base64
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.lists import Column, Keyset, ListKind, ListState, Page, cut, keyset
from app.lists.paging import PAGE_ROWS, cursor, read_cursor

KIND = ListKind(
    name="houses",
    title="Houses",
    columns=(Column("name", "Name", "name"), Column("size", "Size", "size", numeric=True)),
    default_columns=("name",),
    filters=(),
    default_sort="name",
)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
Row = tuple[int, str, int]


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | NUMBERS, NUMBERS, st.integers(1, 2**31)
)
def test_a_cursor_comes_back_whole(value: str | int, row_id: int, position: int) -> None:
    text = cursor(value, row_id, position)
    assert read_cursor(text) == (value, row_id, position)
    assert text.isascii() and "=" not in text and "+" not in text and "/" not in text


@given(st.text(st.characters(exclude_categories=[]), max_size=60))
@example("W10")
@example("WyJhIiwxLDFd")
@example("WyJhIiwxLDFdW")
@example("bnVsbA")
@example("SW5maW5pdHk")
def test_no_text_breaks_a_cursor(text: str) -> None:
    found = read_cursor(text)
    assert found is None or found[2] > 0


@pytest.mark.parametrize("value", [None, 1.5, True, [], 2**63])
def test_no_page_made_a_cursor_with_such_a_value(value: object) -> None:
    assert read_cursor(cursor(value, 1, 1)) is None


@pytest.mark.parametrize("numbers", [("1", 1), (1, None), (2**63, 1), (1, 0), (1, -7), (True, 1)])
def test_no_page_made_a_cursor_with_such_numbers(numbers: tuple[int, int]) -> None:
    assert read_cursor(cursor("a", *numbers)) is None


def test_brackets_within_brackets_are_no_value_to_look_for() -> None:
    assert read_cursor(base64.urlsafe_b64encode(b"[" * 100_000).decode()) is None


def test_half_a_character_is_no_value_to_look_for() -> None:
    assert read_cursor(base64.urlsafe_b64encode(b'["\\ud800",1,1]').decode()) is None


def test_an_order_goes_by_the_id_where_the_values_are_equal() -> None:
    assert keyset(ListState(KIND)).order == "name ASC, id ASC"
    assert keyset(ListState(KIND, sort="-size")).order == "size DESC, id DESC"


def test_the_page_before_is_read_backwards() -> None:
    keys = keyset(ListState(KIND, before=cursor("m", 7, 51)))
    assert keys == Keyset("(name, id) < (:key, :key_id)", ("m", 7), "name DESC, id DESC", True, 51)


@pytest.mark.parametrize("before", ["x", "W10", cursor("m", 7, 0)])
def test_a_damaged_cursor_reads_forwards_from_the_beginning(before: str) -> None:
    assert keyset(ListState(KIND, before=before)) == keyset(ListState(KIND))


ROWS = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 3)), max_size=170)


@given(ROWS, st.sampled_from(["name", "-name", "size", "-size"]))
def test_pages_hold_every_row_once_there_and_back(rows: list[tuple[str, int]], sort: str) -> None:
    table = [(number, *row) for number, row in enumerate(rows)]
    key = 1 if sort.endswith("name") else 2
    wanted = sorted(table, key=lambda row: (row[key], row[0]), reverse=sort.startswith("-"))
    db = _filled(table)
    state, pages = ListState(KIND, sort=sort), list[Page[Row]]()
    while not pages or pages[-1].next:
        pages.append(_page(db, state))
        state = replace(state, after=pages[-1].next)
    back = [pages[-1]]
    while back[0].previous:
        back.insert(0, _page(db, replace(state, after="", before=back[0].previous)))
    db.close()
    assert [row for page in pages for row in page.rows] == wanted
    assert [row for page in back for row in page.rows] == wanted
    assert [(page.first, page.last) for page in back] == [(page.first, page.last) for page in pages]


def _filled(table: list[Row]) -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, size INTEGER)")
    db.executemany("INSERT INTO thing VALUES (?, ?, ?)", table)
    return db


def _page(db: sqlite3.Connection, state: ListState) -> Page[Row]:
    keys, key = keyset(state), 1 if state.sorting[0].key == "name" else 2
    bound = dict(zip(("key", "key_id"), keys.values, strict=False))
    rows = db.execute(
        f"SELECT * FROM thing WHERE {keys.where} ORDER BY {keys.order} LIMIT {PAGE_ROWS + 1}", bound
    ).fetchall()
    return cut(rows, keys, state, 0, lambda row: (row[key], row[0]))


def test_an_empty_page_has_no_first_row() -> None:
    page = cut([], keyset(ListState(KIND)), ListState(KIND), 0, lambda row: row)
    assert (page.first, page.last, page.previous, page.next, page.capped) == (0, 0, "", "", False)
