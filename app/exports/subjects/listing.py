"""What the lists of invoices and of orders have in common on their way out."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Mapping, Sequence

from app import sqlite
from app.i18n import N_, Message, translate
from app.lists import ListState

FORMATS = ("xlsx", "csv", "pdf", "ods")
_AT_ONCE = 1_000


def in_parts(ids: Sequence[int]) -> Iterator[list[int]]:
    return (list(ids[begin : begin + _AT_ONCE]) for begin in range(0, len(ids), _AT_ONCE))


def chosen(db: sqlite.Connection, table: str, ids: Sequence[int]) -> array[int]:
    """In the order they were chosen in, without those that are no more."""
    rows = db.execute(
        f"SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(ids),)
    )
    there = {row[0] for row in rows}
    return array("q", (each for each in dict.fromkeys(ids) if each in there))


def clients_in(table: str, db: sqlite.Connection, ids: Sequence[int]) -> Sequence[int]:
    """Whose rows these are, each once, in their order."""
    found: dict[int, None] = {}
    for some in in_parts(ids):
        rows = db.execute(
            f"SELECT t.client_id FROM json_each(?) wanted CROSS JOIN {table} t ON t.id = wanted.value",
            (json.dumps(some),),
        )
        found.update(dict.fromkeys(row[0] for row in rows))
    return list(found)


def filters_of(
    state: ListState, choices: Mapping[str, Mapping[str, str]], locale: str
) -> tuple[tuple[str, str], ...]:
    """The search and the set filters as a person reads them: (label, value)."""
    from app.lists.menus import labelled, texts_of

    found = [(translate(Message(N_("Search")), locale), state.q)] if state.q else []
    texts = texts_of(state, {name: labelled(known, locale) for name, known in choices.items()}, locale)
    found += [
        (translate(Message(state.kind.filter_label(name)), locale), text) for name, text in texts.items()
    ]
    return tuple(found)
