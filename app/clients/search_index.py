"""The words that clients are found by, and the index over them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from app import sqlite

TextColumn = Literal["name", "basics", "contacts", "tags"]
_EACH = ("name", "basics", "contacts", "tags")
_COLUMNS = ", ".join(_EACH)


def as_indexed(columns: str, row: str = "") -> str:
    """SQL of the texts as an index of trigrams holds them: with a blank in front of the first word too, the two
    letters that a word begins with are a trigram."""
    return ", ".join(f"' ' || {row}{column}" for column in columns.split(", "))


_ADD = f"INSERT INTO client_search (rowid, {_COLUMNS}) VALUES (new.id, {as_indexed(_COLUMNS, 'new.')});"
_REMOVE = (
    f"INSERT INTO client_search (client_search, rowid, {_COLUMNS})"
    f" VALUES ('delete', old.id, {as_indexed(_COLUMNS, 'old.')});"
)
# Taken away during an import, which fills the index in one pass at its end (three times as fast).
SEARCH_TRIGGERS = {
    "client_text_added": f"AFTER INSERT ON client_text BEGIN {_ADD} END",
    "client_text_removed": f"AFTER DELETE ON client_text BEGIN {_REMOVE} END",
    "client_text_changed": f"AFTER UPDATE ON client_text BEGIN {_REMOVE} {_ADD} END",
}
_SET = (
    f"UPDATE client_text AS t SET {', '.join(f'{each} = coalesce(new.{each}, t.{each})' for each in _EACH)}"
    f" FROM (SELECT key + 0 AS id, {', '.join(f'value->>{each!r} AS {each}' for each in _EACH)} FROM json_each(?)) new"
    f" WHERE t.id = new.id AND ({' OR '.join(f'new.{each} <> t.{each}' for each in _EACH)})"
)
# What the index collects in memory before it writes a part that has to be merged with the others later: with more,
# one pass over many clients takes a third of the time and leaves half the index.
_HASH_BYTES = 32 * 1024 * 1024
_HASH_BYTES_BEFORE = 1024 * 1024
# What is collected is written at the end of each statement. In memory it is several times what FTS5 takes it for:
# 100 MB for 100,000 clients in one statement, 20 MB like this, in the same time and for the same index.
_INDEXED_AT_ONCE = 20_000
# Every save writes a small part. FTS5 begins to merge parts of one size when there are so many; with its 4 a save among
# 100,000 clients costs the index twice as much.
_PARTS_TO_MERGE = 8
# A pass that brings at least this share of all leaves one part. Else the first saves after it have to merge its large
# parts with their small ones, one of them for more than a second.
_WORTH_MERGING = 1 / 4
# What is merged comes to lie a level above all there was, and is merged again once eight parts have come up to it.
# In an empty index that is the first; merging the first two of at least three parts beforehand makes it the third.
_PARTS_AT_LEAST = 3


def set_text(db: sqlite.Connection, client_id: int, column: TextColumn, folded: str) -> None:
    """Each feature keeps its own column of a client's words (folded by app.text.fold)."""
    set_texts(db, client_id, {column: folded})


def set_texts(db: sqlite.Connection, client_id: int, texts: Mapping[TextColumn, str]) -> None:
    """They are written with those of all other clients of the transaction: FTS5 puts what it has collected on the
    disk before each statement that can fail halfway, and a part for each client costs twice as much as one for all."""
    db.put_off(_write, [(client_id, texts)])


def _write(db: sqlite.Connection, texts: Sequence[tuple[int, Mapping[TextColumn, str]]]) -> None:
    together: defaultdict[int, dict[TextColumn, str]] = defaultdict(dict)
    for client_id, some in texts:
        together[client_id].update(some)
    db.execute(_SET, (json.dumps(together),))


@contextmanager
def filled_at_once(db: sqlite.Connection) -> Iterator[None]:
    """For imports: the index takes all new clients in one pass at the end, in the same transaction."""
    db.catch_up()
    highest = sqlite.one(db, "SELECT coalesce(max(id), 0) FROM client_text")
    for name in SEARCH_TRIGGERS:
        db.execute(f"DROP TRIGGER {name}")
    yield
    db.catch_up()
    fill(db, "client_search", "client_text", _COLUMNS, highest)
    for name, statement in SEARCH_TRIGGERS.items():
        db.execute(f"CREATE TRIGGER {name} {statement}")


def fill(
    db: sqlite.Plain, index: str, source: str, columns: str, highest: int = 0, *, rowid: str = "id"
) -> None:
    """The index takes all rows of a table above `highest`, in one pass."""
    last = sqlite.one(db, f"SELECT coalesce(max(id), 0) FROM {source}")
    worth_merging = last - highest > last * _WORTH_MERGING
    step = min(_INDEXED_AT_ONCE, (last - highest) // _PARTS_AT_LEAST + 1)
    _set(db, index, "hashsize", _HASH_BYTES)
    for number, start in enumerate(range(highest, last, step), 1):
        db.execute(
            f"INSERT INTO {index} (rowid, {columns}) SELECT {rowid}, {as_indexed(columns)} FROM {source}"
            " WHERE id > ? AND id <= ?",
            (start, start + step),
        )
        if number == 2 and highest == 0:
            _merge(db, index)
    _set(db, index, "hashsize", _HASH_BYTES_BEFORE)
    if worth_merging:
        _merge(db, index)


def merge_seldom(db: sqlite.Plain, index: str) -> None:
    """Once for every index: what it has becomes one part, and what is saved from now on is merged later."""
    _set(db, index, "automerge", _PARTS_TO_MERGE)
    _merge(db, index)


def _merge(db: sqlite.Plain, index: str) -> None:
    db.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")


def _set(db: sqlite.Plain, index: str, option: str, value: int) -> None:
    db.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (option, value))
