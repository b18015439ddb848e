"""The replica of one file: what it holds, fetching it, and bringing it up to date while no Litestream runs."""

from __future__ import annotations

import json
import os
import subprocess
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.errors import MasakuError
from app.i18n import N_, Message
from app.replicas.configuration import binary, configuration_of_one, environment
from app.replicas.destination import Destination
from app.replicas.litestream import end_with_parent

# Compaction can make a replica unreadable for a moment (Litestream 0.5.17: "non-contiguous ltx files").
_ATTEMPTS = 3
_PAUSE_SECONDS = 1.0
# Litestream's S3 client goes on trying for minutes where nobody answers.
ANSWER_SECONDS = 30.0
_PUSH_SECONDS = 120.0
# The listing's times are cut to the second, those of S3 are when the upload ended.
_LISTING_SECONDS = 2


class CannotRestore(MasakuError):
    """The replica does not give back what was asked for; nothing was changed."""


@dataclass(frozen=True)
class Point:
    """One moment to which the replica can bring the file back."""

    txid: str
    at: datetime


@dataclass(frozen=True)
class Fetched:
    path: Path
    point: Point
    seconds: float


@dataclass(frozen=True)
class _Stored:
    """One stored file of a replica; it holds the transactions `first` to `last`."""

    first: int
    last: int
    at: datetime


class Replica:
    def __init__(self, target: Destination, path: Path) -> None:
        self._target, self._path = target, path

    def span(self) -> tuple[datetime, datetime] | None:
        """The earliest and the latest moment kept; None where there is no replica."""
        if self._target.kind == "file" and not (self._target.folder / self._path.name).exists():
            return None
        stored = self._stored()
        starts = [each.at for each in stored if each.first == 1]
        return (min(starts), max(each.at for each in stored)) if starts else None

    def check(self, at: datetime | None) -> None:
        """Raises CannotRestore where the place does not answer, or keeps nothing from that moment."""
        span = self.span()
        if at is not None and (span is None or at < span[0]):
            raise self._nothing_kept(at)

    def point(self, at: datetime | None = None) -> Point:
        """The last state not younger than `at`; the latest without it."""
        options = ["-timestamp", at.isoformat()] if at else []
        asked = ("restore", "-dry-run", "-json", "-o", os.devnull, *options)
        plan = json.loads(self._run(*asked, seconds=ANSWER_SECONDS))
        if at is not None:
            self._refuse_gap(at, int(plan["max_txid"], 16))
        return Point(plan["max_txid"], _moment(plan["files"][-1]["timestamp"]))

    def fetch(self, into: Path, at: datetime | None = None) -> Fetched:
        """Writes the file of that moment to a new path, checked page by page. Raises CannotRestore."""
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                began = time.monotonic()
                point = self.point(at)
                self._run("restore", "-txid", point.txid, "-integrity-check", "full", "-o", str(into))
                return Fetched(into, point, time.monotonic() - began)
            except CannotRestore as error:
                remove(into)
                if "no matching backup" in str(error):
                    raise self._nothing_kept(at) from error
                if attempt == _ATTEMPTS:
                    raise
            time.sleep(_PAUSE_SECONDS)
        raise AssertionError

    def push(self) -> None:
        """One sync, for when no Litestream runs on the data directory. Raises CannotRestore."""
        self._run("replicate", "-once", path=False, seconds=_PUSH_SECONDS)

    def _refuse_gap(self, at: datetime, reached: int) -> None:
        """A plan for a moment ends at a hole without a word; what is listed beyond it shows the hole."""
        known = [each for each in self._stored() if (at - each.at).total_seconds() > _LISTING_SECONDS]
        if any(each.last > reached for each in known):
            raise CannotRestore(N_("The replica of {file} is being tidied up."), file=self._path.name)

    def _nothing_kept(self, at: datetime | None) -> CannotRestore:
        span = self.span()
        if at is None or span is None:
            return CannotRestore(
                N_("There is no replica of {file} in {place}."),
                file=self._path.name,
                place=self._target.label,
            )
        return CannotRestore(
            N_("The replica of {file} begins at {first} (UTC)."),
            file=self._path.name,
            first=f"{span[0]:%Y-%m-%d %H:%M:%S}",
        )

    def _stored(self) -> list[_Stored]:
        listed = json.loads(self._run("ltx", "-level", "all", "-json", seconds=ANSWER_SECONDS))
        return [
            _Stored(int(each["min_txid"], 16), int(each["max_txid"], 16), _moment(each["timestamp"]))
            for each in listed
        ]

    def _run(self, command: str, *options: str, path: bool = True, seconds: float | None = None) -> str:
        """The configuration goes in by standard input: no credential is left behind by a kill."""
        try:
            done = subprocess.run(
                [binary(), command, "-config", "/dev/stdin", "-no-expand-env", *options]
                + ([str(self._path)] if path else []),
                input=json.dumps(configuration_of_one(self._target, self._path)),
                capture_output=True,
                text=True,
                errors="replace",
                env=environment(),
                umask=0o077,
                timeout=seconds,
                preexec_fn=end_with_parent(os.getpid()),
            )
        except subprocess.TimeoutExpired as error:
            raise self._failure(str(Message(N_("no answer")))) from error
        if done.returncode:
            lines = done.stderr.strip().splitlines() or ["?"]
            raise self._failure(lines[-1].removeprefix("Error: ").strip())
        return done.stdout

    def _failure(self, reason: str) -> CannotRestore:
        return CannotRestore(
            N_("The replica of {file} in {place} failed: {reason}"),
            file=self._path.name,
            place=self._target.label,
            reason=reason,
        )


def remove(path: Path) -> None:
    """A database file with all that SQLite and Litestream may have put beside it."""
    for ending in ("", "-wal", "-shm", "-journal", ".tmp", ".tmp-wal", ".tmp-shm", ".tmp-journal"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
