"""Clients found by the words of what hangs on them: each note and each document has a row of its own in one index.

So a note costs the same however many its client has. What is searched for may lie apart, some words with the client and
others in two of its notes, which FTS5 cannot tell: the ids that each word is found at are intersected.
"""

from __future__ import annotations

from typing import NamedTuple

from app import sqlite
from app.clients.search import TextQuery, all_of, one_of

# As documents.schema numbers them. `note_whose` holds only this: a whole note is much to read for a number.
_CLIENT = (
    "CASE s.rowid % 2 WHEN 0 THEN (SELECT client_id FROM note INDEXED BY note_whose WHERE id = s.rowid / 2)"
    " ELSE (SELECT client_id FROM document WHERE id = s.rowid / 2) END"
)
_BY_ATTACHED = f"SELECT {_CLIENT} AS id FROM attached_search s WHERE s.attached_search MATCH"
_BY_OWN = "SELECT s.rowid AS id FROM client_search s WHERE s.client_search MATCH"
_ANYTHING = "SELECT (SELECT max(id) FROM note) IS NOT NULL OR (SELECT max(id) FROM document) IS NOT NULL"
# So many clients are tried one by one sooner than the ids of a common word are all read.
_FEW = 500


class _Words(NamedTuple):
    """Two FTS5 expressions, for a client's own words and for those of what hangs on it: one has to match."""

    own: str
    attached: str


def occurring(db: sqlite.Connection, query: TextQuery) -> frozenset[str]:
    """Which terms occur in anything that hangs on a client. Short ones may, where there is anything."""
    terms = {*query.terms, *query.apart} - {*query.short}
    found = {each for each in terms if _count(db, "attached_search", one_of([each]), 1)}
    if query.short and sqlite.one(db, _ANYTHING):
        found.update(query.short)
    return frozenset(found)


def candidates(db: sqlite.Connection, query: TextQuery, values: dict[str, object]) -> tuple[str, bool]:
    """SELECT of the ids (some of them repeatedly) of all clients that fit, but lack an indexed word among their own;
    empty where there can be none. And whether everybody there fits; else they have to be tried. What is bound is put
    into `values`."""
    if not query.attached - {*query.short}:
        return "", True
    words = _all_words(query)
    few = _fewest(db, words) if len(words) > 1 else None
    chosen = [few] if few else words
    selects = [_select(each, place, values) for place, each in enumerate(chosen)]
    parts = [f"SELECT id FROM ({' INTERSECT '.join(selects)})"] if selects else []
    if query.any_of:
        parts.append(_select(_Words("", one_of(query.terms)), len(selects), values))
    return " UNION ALL ".join(parts), not (few or query.short)


def _all_words(query: TextQuery) -> list[_Words]:
    """All of these have to match. What nothing attached has must be among the client's own words."""
    words = [each for each in (query.apart if query.any_of else query.terms) if each not in query.short]
    own = all_of(each for each in words if each not in query.attached)
    attached = [each for each in words if each in query.attached]
    found = [_Words(one_of([each]) if len(attached) > 1 else "", one_of([each])) for each in attached]
    return [_Words(own, ""), *found] if own else found


def _fewest(db: sqlite.Connection, words: list[_Words]) -> _Words | None:
    """The rarest of them, where it is rare."""
    counts = [_number_of(db, each) for each in words]
    return words[counts.index(min(counts))] if min(counts) < _FEW else None


def _number_of(db: sqlite.Connection, words: _Words) -> int:
    both = zip(("client_search", "attached_search"), words, strict=True)
    return sum(_count(db, index, each, _FEW) for index, each in both if each)


def _count(db: sqlite.Connection, index: str, words: str, most: int) -> int:
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} s WHERE s.{index} MATCH ? LIMIT {most})"
    return int(sqlite.one(db, sql, words))


def _select(words: _Words, place: int, values: dict[str, object]) -> str:
    parts = []
    for select, name, expression in (
        (_BY_OWN, f"own{place}", words.own),
        (_BY_ATTACHED, f"attached{place}", words.attached),
    ):
        if expression:
            values[name] = expression
            parts.append(f"{select} :{name}")
    return f"SELECT id FROM ({' UNION ALL '.join(parts)})"
