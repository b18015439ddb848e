"""Keeping Litestream off a file while it is replaced: else old content comes back, or the replica breaks."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import Unavailable
from app.i18n import N_
from app.replicas.configuration import LOCK
from app.replicas.control import Control, NotRunning, ReplicaFailure
from app.replicas.replica import Replica

log = logging.getLogger("masaku.replicas")

_WAIT_SECONDS = 30.0
_INSIST_SECONDS = 10.0


@contextmanager
def quiet(data: Path, path: Path) -> Iterator[None]:
    """A running Litestream stops with this one file. One that is not running, or has lost sight of the file (a file
    deleted under it is never watched again), is kept from running at all; the server starts it again afterwards."""
    control = Control(data)
    if not _stopped(control, path):
        with _locked_out(control, data):
            yield
        return
    before = _identity(path)
    try:
        yield
    finally:
        if _identity(path) == before:
            resume(control, path)
        else:
            _await_watch(control, path)


def resume(control: Control, path: Path) -> None:
    """Litestream takes up again the same file it had stopped with."""
    try:
        if _status(control, path) == "stopped":
            control.start(path)
    except ReplicaFailure as error:
        log.warning("%s is not replicated yet: %s", path.name, error)


def bring_up_to_date(data: Path, replica: Replica, path: Path) -> None:
    """Everything in the file lies on its replica afterwards. Raises MasakuError where it does not."""
    control = Control(data)
    with (data / LOCK).open("a") as lock:
        if _taken(lock.fileno()):
            replica.push()
            return
    control.await_known(path)
    control.sync(path)


def _stopped(control: Control, path: Path) -> bool:
    try:
        if not control.knows(path):
            return False
        control.stop(path)
    except NotRunning:
        return False
    except ReplicaFailure:  # the last sync failed; mostly the file is let go all the same
        return _status(control, path) == "stopped"
    return True


def _await_watch(control: Control, path: Path) -> None:
    """The new file is seen as new once the old one's entry, which was stopped, is gone."""
    deadline = time.monotonic() + _INSIST_SECONDS
    try:
        while _status(control, path) in ("stopped", "") and time.monotonic() < deadline:
            time.sleep(0.05)
    except ReplicaFailure as error:
        log.warning("%s is not replicated yet: %s", path.name, error)


def _status(control: Control, path: Path) -> str:
    return next((entry.status for entry in control.list() if entry.path == path), "")


def _identity(path: Path) -> tuple[int, int] | None:
    return (path.stat().st_dev, path.stat().st_ino) if path.exists() else None


@contextmanager
def _locked_out(control: Control, data: Path) -> Iterator[None]:
    """Holds the lock without which no Litestream starts here, after ending the one that does."""
    with (data / LOCK).open("a") as lock:
        began, asked = time.monotonic(), 0
        while not _taken(lock.fileno()):
            waited = time.monotonic() - began
            if waited > _WAIT_SECONDS:
                raise Unavailable(N_("Litestream does not end; nothing was changed."))
            if asked == 0 or (asked == 1 and waited > _INSIST_SECONDS):
                asked += _end(control)
            time.sleep(0.05)
        yield
    if asked:
        _await_return(control)


def _await_return(control: Control) -> None:
    """The server starts its Litestream again by itself."""
    deadline = time.monotonic() + _INSIST_SECONDS
    while not control.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)


def _end(control: Control) -> int:
    """Asks for the end: the second time Litestream gives up its last sync. Returns how many were asked."""
    try:
        os.kill(control.pid(), signal.SIGTERM)
    except (ReplicaFailure, ProcessLookupError):
        return 0
    return 1


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
