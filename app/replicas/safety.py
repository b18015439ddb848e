"""Whole copies of a file from before it was replaced: kept for a week, never served, never replicated."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.clock import Clock, stamp
from app.regions.regions import safety_copies
from app.settings import Settings

KEPT = timedelta(days=7)
_NAME = re.compile(r"(?P<code>[a-z]+)-(?P<at>\d{4}-\d\d-\d\dT\d{6}Z)-[a-z-]+\.copy(-wal)?")


def place(settings: Settings, name: str, clock: Clock) -> Path:
    """Where the copy of `name` from now is to lie."""
    folder = safety_copies(settings)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / f"{name}-{stamp(clock.now()).replace(':', '')}-before-restore.copy"


def keep(path: Path, copy: Path) -> None:
    """A second name for the same file: no space, no time, and the file is whole at every moment.

    A WAL that could not be emptied is part of a damaged file and goes along.
    """
    for ending in ("", "-wal"):
        source, target = path.with_name(path.name + ending), copy.with_name(copy.name + ending)
        if not source.exists() or (ending and source.stat().st_size == 0):
            continue
        target.unlink(missing_ok=True)
        try:
            os.link(source, target)
        except OSError:  # another file system, or one without links
            shutil.copyfile(source, target)
        target.chmod(0o600)


def drop(copy: Path) -> None:
    for ending in ("", "-wal"):
        copy.with_name(copy.name + ending).unlink(missing_ok=True)


def sweep(settings: Settings, clock: Clock) -> int:
    """Deletes the copies that are older than a week; returns how many."""
    return _delete(settings, lambda _, at: clock.now() - at > KEPT)


def forget(settings: Settings, code: str) -> int:
    """Deletes every copy of one region: called by each erasure, which a copy must not outlive."""
    return _delete(settings, lambda of, _: of == code)


def _delete(settings: Settings, wanted: Callable[[str, datetime], bool]) -> int:
    deleted = 0
    for path in sorted(safety_copies(settings).glob("*")):
        found = _NAME.fullmatch(path.name)
        if not found:
            continue
        at = datetime.strptime(found["at"], "%Y-%m-%dT%H%M%SZ").replace(tzinfo=UTC)
        if wanted(found["code"], at):
            path.unlink(missing_ok=True)
            deleted += 1
    return deleted
