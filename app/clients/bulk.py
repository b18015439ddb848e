"""Many new clients at once, for imports: the same rows as one by one, written table by table.

What can be worked out without the region is worked out before (`ready`), so that nobody waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any, NamedTuple

from app import sqlite
from app.actor import Actor
from app.clients import contacts, search_index
from app.clients.derived import DERIVED, STORED, Keys, derived, keys_of, stored, words
from app.clients.model import Client, ContactPerson
from app.clients.store import creation
from app.history import chain
from app.history import store as history
from app.history.model import Subject
from app.text import fold
from app.vault import Key

_COLUMNS = ("id", "uuid", "added_at", "changed_at", "changed_by", *STORED, *DERIVED)
_INSERT = f"INSERT INTO client ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_INSERT_CONTACT = (
    "INSERT INTO contact (id, client_id, name, position, email, phone, main, email_key, phone_key)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_keys = itemgetter(*map((*STORED, *DERIVED).index, Keys._fields))
_MAIN = 4  # its place among what is stored of a contact person
_CACHE_KIB = (
    48_000  # of many rows' indexes, which lie everywhere in the file; SQLite's own 2 MB are read in circles
)
_CACHE_KIB_BEFORE = 2_000
_MANY = 1_000


class Ready(NamedTuple):
    """One new client as the rows it becomes (a tuple: they come in 100,000s)."""

    actor: Actor
    uuid: str
    columns: tuple[object, ...]
    name: str
    words: str
    people: tuple[tuple[tuple[object, ...], tuple[tuple[str, bytes, bytes], ...]], ...]
    """Of each contact person the row, and what the history keeps: (field, commitment, sealed)."""
    commitment: bytes
    sealed: bytes


class New(NamedTuple):
    """Who is to be added. `owner` is the client's UUID, `keys` what it is recognised by; `people` are contact persons
    of whom more is known than the client's `contact_name`."""

    client: Client
    owner: str
    key: Key
    actor: Actor
    keys: Keys
    people: Sequence[ContactPerson] = ()


def ready(some: Sequence[New]) -> list[Ready]:
    """Their keys are made before by Keyring.make: no region waits for another file.

    One step after the other for all of them: a processor that comes back to the same few functions takes a third less
    time than one that goes through all of them for each client.
    """
    entries = [creation(each.client) for each in some]
    sealed = [
        chain.commit(change.old, change.new, each.key) for [change], each in zip(entries, some, strict=True)
    ]
    columns = [stored(each.client) for each in some]
    following = [derived(each.client, each.keys) for each in some]
    texts = [words(each.client) for each in some]
    people = [_people(each) for each in some]
    rows = zip(some, columns, following, texts, people, sealed, strict=True)
    return [
        Ready(each.actor, each.owner, (*own, *keys), each.keys.name_fold, text, persons, *sealing)
        for each, own, keys, text, persons, sealing in rows
    ]


def _people(new: New) -> tuple[Any, ...]:
    """The main one's name stands in the entry of the client itself."""
    name = new.client.contact_name
    rows = tuple((contacts.stored(each), _entries(each, new.key)) for each in new.people)
    if name and not any(each.main for each in new.people):
        return (((name, "", "", "", 1, "", ""), ()), *rows)
    return rows


def _entries(person: ContactPerson, key: Key) -> tuple[tuple[str, bytes, bytes], ...]:
    before = ContactPerson(person.name if person.main else "", main=person.main)
    return tuple(
        (change.field, *chain.commit(change.old, change.new, key))
        for change in contacts.changes_of(before, person)
    )


def keys_in(client: Ready) -> Keys:
    """What it is recognised by."""
    return Keys(*_keys(client.columns))


def add_many(
    db: sqlite.Connection,
    keys: Mapping[str, Key],
    clients: Sequence[Client],
    actors: Sequence[Actor],
    at: str,
) -> range:
    """Adds all of them (each with its UUID and, in the same place, who adds it) and returns their ids."""
    some = [
        New(each, each.uuid, keys[each.uuid], actor, keys_of(each))
        for each, actor in zip(clients, actors, strict=True)
    ]
    return add_ready(db, [ready(some)], at, len(some))


def add_ready(db: sqlite.Connection, chunks: Iterable[Sequence[Ready]], at: str, expected: int) -> range:
    """Adds them chunk by chunk and returns their ids; `expected` is how many there will be at most."""
    first = next_id = _next(db, "client")
    with search_index.filled_at_once(db), _indexed_at_once(db, expected):
        for some in chunks:
            _insert(db, next_id, some, at)
            next_id += len(some)
    return range(first, next_id)


def _insert(db: sqlite.Connection, first: int, some: Sequence[Ready], at: str) -> None:
    db.executemany(
        _INSERT,
        (
            (row_id, each.uuid, at, at, each.actor.name, *each.columns)
            for row_id, each in enumerate(some, first)
        ),
    )
    db.executemany(
        "INSERT INTO client_text (id, name, basics, contacts) VALUES (?, ?, ?, ?)",
        ((row_id, each.name, each.words, _words_of(each.people)) for row_id, each in enumerate(some, first)),
    )
    people = [(row_id, each, one) for row_id, each in enumerate(some, first) for one in each.people]
    first_contact = _next(db, "contact")
    db.executemany(
        _INSERT_CONTACT,
        ((number, row_id, *row) for number, (row_id, _, (row, _)) in enumerate(people, first_contact)),
    )
    entries = (
        history.Committed(Subject(each.uuid, row_id), "create", "", each.actor, each.commitment, each.sealed)
        for row_id, each in enumerate(some, first)
    )
    history.append(db, entries, at)
    of_people = (
        history.Committed(
            Subject(each.uuid, row_id, f"contact:{number}"),
            "change" if row[_MAIN] else "create",
            field,
            each.actor,
            *more,
        )
        for number, (row_id, each, (row, kept)) in enumerate(people, first_contact)
        for field, *more in kept
    )
    history.append(db, of_people, at)


def _next(db: sqlite.Connection, table: str) -> int:
    """The number that nothing has had yet."""
    return int(sqlite.one(db, "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = ?", table)) + 1


def _words_of(people: Iterable[tuple[tuple[object, ...], object]]) -> str:
    """As `clients.main_contact.index_contacts` has them."""
    rows = ((name, position, email, phone_key) for (name, position, email, *_, phone_key), _ in people)
    return " ".join(fold(" ".join(map(str, row))) for row in rows)


@contextmanager
def _indexed_at_once(db: sqlite.Connection, expected: int) -> Iterator[None]:
    """Where more clients come than are there, sorting all of them for each index anew takes half the time."""
    db.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")
    try:
        there = int(sqlite.one(db, "SELECT count(*) FROM client"))
        indexes = _indexes(db) if expected > max(there, _MANY) else {}
        for name in indexes:
            db.execute(f"DROP INDEX {name}")
        yield
        for statement in indexes.values():
            db.execute(statement)
    finally:
        db.execute(f"PRAGMA cache_size=-{_CACHE_KIB_BEFORE}")


def _indexes(db: sqlite.Connection) -> dict[str, str]:
    """Name -> statement of those that can be made anew: all but the one of a UNIQUE column."""
    rows = db.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'client' AND sql IS NOT NULL"
    )
    return {row["name"]: row["sql"] for row in rows}
