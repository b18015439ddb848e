"""Searching a list by a column of folded text, `search`, with an index of trigrams over it, `<table>_search`."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app import sqlite
from app.lists.paging import Page, cut, keyset, page_of_hits
from app.lists.state import ListState
from app.lists.walking import Source, counted, page_rows, rows_by_id
from app.text import PART_OF_WORD_LENGTH

T = TypeVar("T")
# Up to so many matches are sorted; of more, the order's index is walked.
FEW = 2_000


@dataclass(frozen=True)
class Selection:
    """SQL over a row `c` for the filters, what is bound in it, and the words that have to fit as well."""

    where: str
    values: dict[str, object]
    terms: tuple[str, ...] = ()


def with_words(chosen: Selection) -> tuple[str, dict[str, object]]:
    """Condition and values, the words tried row by row: parts of words from three letters on, else beginnings."""
    parts, values = [chosen.where], dict(chosen.values)
    for place, term in enumerate(chosen.terms):
        values[f"word{place}"] = term if _is_long(term) else f" {term}"
        parts.append(f"instr(' ' || c.search, :word{place}) > 0")
    return " AND ".join(parts), values


def find_hits(db: sqlite.Connection, state: ListState, table: str, chosen: Selection) -> array[int]:
    """The ids of a search in the list's order; of more than FEW, FEW + 1 in no order."""
    column, descending = state.sorting
    source, where, values = _searched(db, table, chosen)
    way = "DESC" if descending else "ASC"
    # Materialized: else SQLite sorts all hits of a common word before it takes the first of them.
    rows = db.execute(
        f"WITH hit AS MATERIALIZED (SELECT c.id AS id, c.{column.sort} AS place FROM {source} WHERE {where}"
        f" LIMIT {FEW + 1}) SELECT id FROM hit ORDER BY place {way}, id {way}",
        values,
    )
    return array("q", (row[0] for row in rows))


def page_of_words(
    db: sqlite.Connection,
    state: ListState,
    source: Source[T],
    chosen: Selection,
    hits: Sequence[int],
    key_of: Callable[[T], tuple[str | int, int]],
) -> Page[T]:
    """`hits` are those of `find_hits`. Of many the words are common, so that trying row by row soon fills a page."""
    if len(hits) <= FEW:
        return page_of_hits(state, hits, lambda ids: rows_by_id(db, state, source, ids), FEW)
    where, values = with_words(chosen)
    keys = keyset(state)
    rows = page_rows(db, state, source, keys, where, values, few=False)
    return cut(rows, keys, state, len(hits), key_of, FEW)


def _searched(db: sqlite.Connection, table: str, chosen: Selection) -> tuple[str, str, dict[str, object]]:
    """(tables, condition, values): from the index of words, or from few rows that the filters leave."""
    where, values = with_words(chosen)
    long = [f'"{term}"' for term in chosen.terms if _is_long(term)]
    if not long or counted(db, f"{table} c", chosen.where, chosen.values, FEW) <= FEW:
        return f"{table} c", where, values
    values["match"] = " AND ".join(long)
    # CROSS JOIN keeps this order: from the hits to their rows, never the other way round.
    index = f"{table}_search"
    return f"{index} s CROSS JOIN {table} c ON c.id = s.rowid", f"s.{index} MATCH :match AND {where}", values


def _is_long(term: str) -> bool:
    return len(term) >= PART_OF_WORD_LENGTH
