"""Rows that are ready to be written, kept in files until it is their turn: 100,000 of them need no memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

import msgspec

from app.clients.bulk import Ready
from app.clients.model import ContactPerson
from app.imports.rows import Person


class Line(NamedTuple):
    """A client to write, and what the other program calls it."""

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


_LENGTH_BYTES = 8
_encode = msgspec.msgpack.Encoder().encode
_read_new = msgspec.msgpack.Decoder(list[Line]).decode
_read_known = msgspec.msgpack.Decoder(list[KnownLine]).decode


class Spool:
    """In files without names: nobody else can open them, and they are gone when this process is.

    `unchanged` counts the rows that were not worth keeping.
    """

    def __init__(self, new: IO[bytes], known: IO[bytes]) -> None:
        self._new, self._known = new, known
        self.unchanged = 0

    def add(self, some: Sequence[Line]) -> None:
        _write(some, self._new)

    def add_known(self, some: Sequence[KnownLine]) -> None:
        _write(some, self._known)

    def chunks(self) -> Iterator[list[Line]]:
        return map(_read_new, _chunks(self._new))

    def known(self) -> Iterator[list[KnownLine]]:
        return map(_read_known, _chunks(self._known))


def _write(some: object, file: IO[bytes]) -> None:
    chunk = _encode(some)
    file.write(len(chunk).to_bytes(_LENGTH_BYTES, "big"))
    file.write(chunk)


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while length := file.read(_LENGTH_BYTES):
        yield file.read(int.from_bytes(length, "big"))


@contextmanager
def spooled(folder: Path) -> Iterator[Spool]:
    with tempfile.TemporaryFile(dir=folder) as new, tempfile.TemporaryFile(dir=folder) as known:
        yield Spool(new, known)
