"""Putting a restored file in the place of another, so that a kill at any moment leaves one of the two, whole.

What is under way stands in `.<name>.restore.json`. Until it says "committed" a kill is undone, from then on it is
finished: by `recover` at each start, which deletes the copies that killed drills leave too, and by the next restore.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app import sqlite
from app.errors import Refused, Unavailable
from app.i18n import N_
from app.regions.maintenance import reopen
from app.replicas import safety, store
from app.replicas.control import Control
from app.replicas.quiet import quiet, resume
from app.replicas.replica import remove

_OF_A_RESTORE = re.compile(r"\.([a-z]+)\.(?:restore\.json|incoming-.+)")


@dataclass(frozen=True)
class Swap:
    """`incoming` is on its way into the place of `<name>.db`, whose old content is to be found at `copy`."""

    data: Path
    name: str
    incoming: Path
    copy: Path

    @property
    def path(self) -> Path:
        return self.data / f"{self.name}.db"

    def begin(self) -> None:
        """Before the first trace of this restore."""
        self._write(committed=False)

    def commit(self, *, sound: bool) -> None:
        """The incoming file becomes the file. Nobody but Litestream has either of them open; `sound` says whether the
        old one is whole, or to be kept as it is."""
        _to_disk(self.incoming)
        with quiet(self.data, self.path):
            if sound and not _emptied(self.path):
                raise Unavailable(N_("{file} is still open in another program."), file=self.path.name)
            if self.path.exists():
                safety.keep(self.path, self.copy)
            self._write(committed=True)
            self._replace()

    @property
    def is_committed(self) -> bool:
        state = _state_file(self.data, self.name)
        return state.exists() and bool(json.loads(state.read_text())["committed"])

    def finish(self) -> None:
        """What a kill left of `commit`."""
        if self.incoming.exists():
            with quiet(self.data, self.path):
                self._replace()
        self.end()

    def undo(self) -> None:
        """As if nothing had been asked."""
        resume(Control(self.data), self.path)
        remove(self.incoming)
        safety.drop(self.copy)
        self.end()

    def end(self) -> None:
        reopen(self.data, self.name)
        # Last: what is closed without it, nobody would know to open again.
        _state_file(self.data, self.name).unlink(missing_ok=True)

    def _replace(self) -> None:
        """Deleted first and not renamed over: only then does Litestream's watch see a new file. For the old one it
        takes the missing WAL for its own checkpoint, and the replica silently keeps the old pages (0.5.17)."""
        remove(self.path)
        self.incoming.rename(self.path)
        remove(self.incoming)
        _to_disk(self.data)

    def _write(self, *, committed: bool) -> None:
        state = _state_file(self.data, self.name)
        beside = state.with_suffix(".new")
        content = {"incoming": self.incoming.name, "copy": str(self.copy), "committed": committed}
        beside.write_text(json.dumps(content))
        _to_disk(beside)
        beside.rename(state)
        _to_disk(self.data)


@contextmanager
def alone(data: Path, name: str) -> Iterator[None]:
    """One restore of one file at a time. Raises Refused while another runs."""
    with (data / f".{name}.restore.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(N_("{name} is being restored already."), name=name) from error
        yield


def recover(data: Path) -> list[str]:
    """Finishes or undoes what killed restores left behind; returns the names of the files concerned.

    Called before anything opens a file: by the server's start, by Litestream's, by the next restore.
    """
    _delete_copies_of_drills(data)
    found = []
    left = {each[1] for path in data.glob(".*") if (each := _OF_A_RESTORE.fullmatch(path.name))}
    # The vault before instance.db, with whose return the server is let at both.
    for name in sorted(left, reverse=True):
        try:
            with alone(data, name):
                recover_one(data, name)
        except Refused:  # its restore is alive
            continue
        found.append(name)
    return found


def recover_one(data: Path, name: str) -> None:
    """The same for one file, whose lock the caller holds."""
    state = _state_file(data, name)
    if state.exists():
        content = json.loads(state.read_text())
        swap = Swap(data, name, data / content["incoming"], Path(content["copy"]))
        swap.finish() if swap.is_committed else swap.undo()
    for path in data.glob(f".{name}.incoming-*"):
        path.unlink(missing_ok=True)


def _delete_copies_of_drills(data: Path) -> None:
    left = list(data.glob(".*.drill-*"))
    if not left:
        return
    with suppress(Refused), alone(data, "drill"):
        for path in left:
            path.unlink(missing_ok=True)


def _emptied(path: Path) -> bool:
    """The WAL moved into the file; False where another program has it open."""
    with closing(sqlite.connect(path)) as db:
        return store.empty_wal(db)


def _state_file(data: Path, name: str) -> Path:
    return data / f".{name}.restore.json"


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
