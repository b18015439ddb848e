"""SQL of the change history. Writing happens inside the transaction of the change itself."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from app import sqlite
from app.actor import Actor
from app.history import chain
from app.history.model import Change, Entry, Subject, Verdict
from app.vault import Key, Keyring, WrongKey

Recorded = tuple[Subject, str, Change, Actor, Key]
_WRITTEN_AT_ONCE = 500


class Committed(NamedTuple):
    """An entry whose values are sealed already: all that remains is its place in the chain."""

    subject: Subject
    action: str
    field: str
    actor: Actor
    commitment: bytes
    sealed: bytes


_LINK = (
    "INSERT INTO history"
    " (seq, at, actor_id, actor_name, source, action, client_id, object, field, commitment, hash)"
)
_VALUE = "INSERT INTO history_value (seq, owner, sealed)"
_INSERT = f"{_LINK} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_VALUE = f"{_VALUE} VALUES (?, ?, ?)"
_INSERT_AT_ONCE = (
    f"{_LINK} SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8,"
    " unhex(value->>9), unhex(value->>10) FROM json_each(?)"
)
_INSERT_VALUES_AT_ONCE = f"{_VALUE} SELECT value->>0, value->>1, unhex(value->>2) FROM json_each(?)"
_OF_CLIENTS = "client_id IN (SELECT value FROM json_each(?))"
_ENTRY = (
    "SELECT h.seq, client_id, at, actor_id, actor_name, source, action, object, field, v.owner, v.sealed"
    " FROM history h LEFT JOIN history_value v ON v.seq = h.seq"
)


def record(
    db: sqlite.Connection,
    keys: Keyring,
    subject: Subject,
    action: str,
    changes: Iterable[Change],
    actor: Actor,
    at: str,
) -> None:
    """Appends one entry per change; what did not change is left out."""
    add(db, seal(keys.key(subject.owner), subject, action, changes, actor), at)


def record_many(db: sqlite.Connection, entries: Iterable[Recorded], at: str) -> None:
    for subject, action, change, actor, key in entries:
        add(db, seal(key, subject, action, [change], actor), at)


def seal(key: Key, subject: Subject, action: str, changes: Iterable[Change], actor: Actor) -> list[Committed]:
    """What `record` appends, worked out before it is anybody's turn to write."""
    return [
        Committed(subject, action, each.field, actor, *chain.commit(each.old, each.new, key))
        for each in changes
        if each.old != each.new
    ]


def add(db: sqlite.Connection, entries: Iterable[Committed], at: str) -> None:
    """At the end of the chain, with everything else that this transaction records."""
    db.put_off(_write, ((at, each) for each in entries))


def append(db: sqlite.Connection, entries: Iterable[Committed], at: str) -> None:
    """Puts any number of them at the end of the chain, in their order."""
    db.catch_up()
    waiting = ((at, each) for each in entries)
    while some := list(islice(waiting, _WRITTEN_AT_ONCE)):
        links, values = _linked(last(db), some)
        db.executemany(_INSERT, links)
        db.executemany(_INSERT_VALUE, values)


def _write(db: sqlite.Connection, entries: Sequence[tuple[str, Committed]]) -> None:
    """In one statement each: SQLite needs the interpreter, for which others wait, only between statements. Where nobody
    waits, as in `append`, row by row takes a third less."""
    links, values = _linked(last(db), entries)
    plain = [(*link, commitment.hex(), digest.hex()) for *link, commitment, digest in links]
    db.execute(_INSERT_AT_ONCE, (json.dumps(plain),))
    db.execute(
        _INSERT_VALUES_AT_ONCE, (json.dumps([(seq, owner, sealed.hex()) for seq, owner, sealed in values]),)
    )


def _linked(
    end: tuple[int, bytes], entries: Iterable[tuple[str, Committed]]
) -> tuple[list[tuple[Any, ...]], list[tuple[int, str, bytes]]]:
    """The rows of the chain, and those of the values apart from it."""
    seq, head = end
    links, values = [], []
    for at, (subject, action, field, actor, commitment, sealed) in entries:
        seq += 1
        who = (at, actor.id, actor.name, actor.source, action)
        what = (subject.object, field)
        head = chain.link(head, seq, (*who, str(subject.client_id), *what), commitment)
        links.append((seq, *who, subject.client_id, *what, commitment, head))
        values.append((seq, subject.owner, sealed))
    return links, values


def last(db: sqlite.Connection) -> tuple[int, bytes]:
    """The end of the chain: (seq, hash)."""
    row = db.execute("SELECT seq, hash FROM history ORDER BY seq DESC LIMIT 1").fetchone()
    return (row["seq"], row["hash"]) if row else (0, chain.GENESIS)


def end_after(db: sqlite.Connection, known: tuple[int, bytes] | None) -> tuple[int, bytes]:
    """The end of a chain that still goes through a known earlier one; (0, b"") where it does not."""
    if known and known[0] and sqlite.one(db, "SELECT hash FROM history WHERE seq = ?", known[0]) != known[1]:
        return 0, b""
    return last(db)


def of_client(
    db: sqlite.Connection,
    keys: Keyring,
    client_id: int,
    *,
    absorbed: Sequence[int] = (),
    field: str = "",
    actor: str = "",
    before: int = 0,
    limit: int = 50,
) -> list[Entry]:
    """Newest first, older than `before`; `field` and `actor` narrow it down.

    `absorbed` are clients that became part of this one.
    """
    rows = db.execute(
        f"{_ENTRY} WHERE client_id IN (SELECT value FROM json_each(:clients)) AND (:before = 0 OR h.seq < :before)"
        " AND (:field = '' OR field = :field) AND (:actor = '' OR actor_id = :actor)"
        " ORDER BY h.seq DESC LIMIT :limit",
        {
            "clients": json.dumps([client_id, *absorbed]),
            "before": before,
            "field": field,
            "actor": actor,
            "limit": limit,
        },
    )
    return [_entry(row, keys) for row in rows]


def of_object(
    db: sqlite.Connection, keys: Keyring, client_id: int, object_name: str, absorbed: Sequence[int] = ()
) -> list[Entry]:
    """Everything recorded of one thing of a client ("note:12"), newest first, also while it was an absorbed one's."""
    rows = db.execute(
        f"{_ENTRY} WHERE {_OF_CLIENTS} AND object = ? ORDER BY h.seq DESC LIMIT 200",
        (json.dumps([client_id, *absorbed]), object_name),
    )
    return [_entry(row, keys) for row in rows]


def find(db: sqlite.Connection, keys: Keyring, client_id: int, seq: int) -> Entry | None:
    row = db.execute(f"{_ENTRY} WHERE h.seq = ? AND client_id = ?", (seq, client_id)).fetchone()
    return _entry(row, keys) if row else None


def count(db: sqlite.Connection, client_id: int, absorbed: Sequence[int] = ()) -> int:
    ids = json.dumps([client_id, *absorbed])
    return int(sqlite.one(db, f"SELECT count(*) FROM history WHERE {_OF_CLIENTS}", ids))


def actors(db: sqlite.Connection, client_id: int, absorbed: Sequence[int] = ()) -> list[Actor]:
    rows = db.execute(
        f"SELECT actor_id, max(actor_name) FROM history WHERE {_OF_CLIENTS} GROUP BY actor_id ORDER BY 2",
        (json.dumps([client_id, *absorbed]),),
    )
    return [Actor(row[0], row[1]) for row in rows]


def fields(db: sqlite.Connection, client_id: int, absorbed: Sequence[int] = ()) -> list[str]:
    rows = db.execute(
        f"SELECT DISTINCT field FROM history WHERE {_OF_CLIENTS} ORDER BY field",
        (json.dumps([client_id, *absorbed]),),
    )
    return [row[0] for row in rows]


def verify(
    db: sqlite.Connection, keys: Keyring | None = None, mark: tuple[int, bytes] | None = None
) -> Verdict:
    """Walks the whole chain. With `keys` every value still readable is held against its commitment too;
    `mark` is an earlier known end: a chain that does not pass through it was cut or rewritten."""
    seq, head, marked = 0, chain.GENESIS, mark is None or mark[0] == 0
    for row in _chain_rows(db):
        if row["seq"] != seq + 1:
            return Verdict(seq, seq + 1, "missing", head)
        seq = row["seq"]
        parts = (
            row["at"], row["actor_id"], row["actor_name"], row["source"], row["action"],
            str(row["client_id"]), row["object"], row["field"],
        )  # fmt: skip
        if chain.link(head, seq, parts, row["commitment"]) != row["hash"]:
            return Verdict(seq, seq, "changed", head)
        if keys is not None and not _value_fits(row, keys):
            return Verdict(seq, seq, "value", head)
        head = row["hash"]
        if mark is not None and seq == mark[0]:
            marked = head == mark[1]
            if not marked:
                return Verdict(seq, seq, "rewritten", head)
    return Verdict(seq, None if marked else seq + 1, "" if marked else "cut", head)


def _chain_rows(db: sqlite.Connection) -> Iterator[sqlite.Row]:
    return db.execute(
        "SELECT h.*, v.owner, v.sealed FROM history h LEFT JOIN history_value v ON v.seq = h.seq ORDER BY h.seq"
    )


def _value_fits(row: sqlite.Row, keys: Keyring) -> bool:
    key = keys.find(row["owner"]) if row["owner"] else None
    if key is None:
        return True
    try:
        return bool(chain.reveal(row["sealed"], key)[2] == row["commitment"])
    except WrongKey:
        return False


def _entry(row: sqlite.Row, keys: Keyring) -> Entry:
    key = keys.find(row["owner"]) if row["owner"] else None
    actor = Actor(row["actor_id"], row["actor_name"], row["source"])
    entry = Entry(
        row["seq"], row["at"], actor, row["action"], row["object"], row["field"], None, None, row["client_id"]
    )
    if key is None:
        return entry
    try:
        old, new, _ = chain.reveal(row["sealed"], key)
    except WrongKey:
        return replace(entry, damaged=True)
    return replace(entry, old=old, new=new)
