"""Where a file lies while it is imported: <data>/staging/<region>/<uuid>/, readable by its owner only (0700, umask).

Nobody joins what came from outside into a path: a folder is named by a UUID that is read as one first.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.imports.exchange import Json, dumped

_FOLDER = "staging"


@dataclass(frozen=True)
class Folder:
    """One import's files. `claim` is held by whoever works on them, and by its process until that ends."""

    path: Path

    @property
    def uuid(self) -> str:
        return self.path.name

    @property
    def file(self) -> Path:
        return self.path / "file"

    @property
    def refused(self) -> Path:
        return self.path / "refused.csv"

    @property
    def exists(self) -> bool:
        return self.file.exists()

    def make(self) -> bool:
        """False when it was there already."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            self.path.mkdir(mode=0o700)
        except FileExistsError:
            return False
        return True

    def write(self, name: str, content: Json) -> None:
        """Whoever reads it meanwhile finds the old content or the new one."""
        beside = self.path / f"{name}.json.new"
        with beside.open("w", encoding="utf-8") as file:
            file.write(dumped(content))
        beside.rename(self.path / f"{name}.json")

    def read(self, name: str) -> Json | None:
        try:
            found: Json = json.loads((self.path / f"{name}.json").read_text("utf-8"))
        except FileNotFoundError:
            return None
        return found

    def forget(self, *names: str) -> None:
        for name in names:
            (self.path / f"{name}.json").unlink(missing_ok=True)

    def claim(self) -> IO[bytes] | None:
        """The lock of this import, as long as the file or a copy of it in a child is open; None when it is taken."""
        file = (self.path / "lock").open("wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    @property
    def is_busy(self) -> bool:
        try:
            lock = self.claim()
        except FileNotFoundError:
            return False
        if lock is None:
            return True
        lock.close()
        return False

    def erase(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def folder_of(data: Path, region: str, batch_uuid: str) -> Folder:
    return Folder(data / _FOLDER / region / str(uuid.UUID(batch_uuid)))


def regions_with_files(data: Path) -> list[str]:
    return sorted(path.name for path in (data / _FOLDER).glob("*"))


def folders(data: Path, region: str) -> Iterator[Folder]:
    for path in sorted((data / _FOLDER / region).glob("*-*-*-*-*")):
        yield Folder(path)
