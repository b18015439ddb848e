"""Rows that are ready to be written, kept in a file until it is their turn: 100,000 of them need no memory."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from app.clients.bulk import Ready
from app.clients.derived import Keys


class Line(NamedTuple):
    """A client to write, and what it is recognised by."""

    keys: Keys
    ready: Ready


class Spool:
    """In a file without a name: nobody else can open it, and it is gone when this process is."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def add(self, some: Sequence[Line]) -> None:
        plain = [(tuple(line.keys), tuple(line.ready)) for line in some]
        pickle.dump(plain, self._file, pickle.HIGHEST_PROTOCOL)

    def chunks(self) -> Iterator[list[Line]]:
        self._file.seek(0)
        while True:
            try:
                found = pickle.load(self._file)  # noqa: S301 (what this process wrote, see the class)
            except EOFError:
                return
            yield [Line(Keys(*keys), Ready(*ready)) for keys, ready in found]


@contextmanager
def spooled(folder: Path) -> Iterator[Spool]:
    with tempfile.TemporaryFile(dir=folder) as file:
        yield Spool(file)
