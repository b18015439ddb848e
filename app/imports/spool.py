"""Rows that are ready to be written, kept in files until it is their turn: 100,000 of them need no memory."""

from __future__ import annotations

import marshal
import pickle
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from app.actor import Actor
from app.clients.bulk import Ready
from app.clients.derived import Keys
from app.clients.model import ContactPerson
from app.imports.rows import Person


class Line(NamedTuple):
    """A client to write, what it is recognised by, and what the other program calls it."""

    keys: Keys
    ready: Ready
    external_id: str
    tags: tuple[str, ...]
    groups: tuple[str, ...]


class KnownLine(NamedTuple):
    """A row whose client is there already: what it brings for it, or its person."""

    line: int
    client_id: int
    external_id: str
    tags: tuple[str, ...]
    values: Mapping[str, Any] | None
    person: Person | None
    people: tuple[ContactPerson, ...] = ()
    groups: tuple[str, ...] = ()


class Spool:
    """In files without names: nobody else can open them, and they are gone when this process is.

    `unchanged` counts the rows that were not worth keeping.
    """

    def __init__(self, new: IO[bytes], known: IO[bytes]) -> None:
        self._new, self._known = new, known
        self.unchanged = 0

    def add(self, some: Sequence[Line]) -> None:
        plain = [
            (tuple(keys), (actor.id, actor.name, actor.source), ready, *more)
            for keys, (actor, *ready), *more in some
        ]
        # In half the time of pickle; loaded as a whole, because from a file marshal reads text by text.
        _dump(marshal.dumps(plain), self._new)

    def add_known(self, some: Sequence[KnownLine]) -> None:
        _dump(some, self._known)

    def chunks(self) -> Iterator[list[Line]]:
        for found in map(marshal.loads, _loaded(self._new)):
            yield [
                Line(Keys(*keys), Ready(Actor(*actor), *ready), *more) for keys, actor, ready, *more in found
            ]

    def known(self) -> Iterator[list[KnownLine]]:
        yield from _loaded(self._known)


def _dump(some: object, file: IO[bytes]) -> None:
    pickle.dump(some, file, pickle.HIGHEST_PROTOCOL)


def _loaded(file: IO[bytes]) -> Iterator[Any]:
    """What this process wrote, see the class: nothing else is ever read by pickle and marshal."""
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)  # noqa: S301 (a file without a name)
        except EOFError:
            return


@contextmanager
def spooled(folder: Path) -> Iterator[Spool]:
    with tempfile.TemporaryFile(dir=folder) as new, tempfile.TemporaryFile(dir=folder) as known:
        yield Spool(new, known)
