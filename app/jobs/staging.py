"""Where files lie while they are worked on: <data>/<shelf>/<region>/<uuid>/, readable by their owner only (0700).

Nobody joins what came from outside into a path: a folder is named by a UUID that is read as one first.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.jobs.messages import Json, dumped


@dataclass(frozen=True)
class Folder:
    """The files of one job. `claim` is held by whoever works on them, and by its process until that ends."""

    path: Path

    @property
    def uuid(self) -> str:
        return self.path.name

    @property
    def file(self) -> Path:
        return self.path / "file"

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
        """The lock of this job, as long as the file or a copy of it in a child is open; None when it is taken."""
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


@dataclass(frozen=True)
class Shelf:
    """All folders of one kind of work; `name` is that of their folder in the data directory."""

    name: str

    def path(self, data: Path, region: str, job_uuid: str) -> Path:
        return data / self.name / region / str(uuid.UUID(job_uuid))

    def paths(self, data: Path, region: str) -> list[Path]:
        return sorted((data / self.name / region).glob("*-*-*-*-*"))

    def regions(self, data: Path) -> list[str]:
        """The codes of the regions that have files here."""
        return sorted(path.name for path in (data / self.name).glob("*"))
