"""How a command line asks a running server to let go of one file, and waits until it has.

`<name>.maintenance` closes a region (or `instance`); the server answers `<name>.closed` once every connection is gone.
Both are plain files in the data directory, so they outlive a crash of either side.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from app.clock import Clock, stamp
from app.errors import MasakuError, Unavailable
from app.i18n import N_

WAIT_SECONDS = 30.0
SERVER_LOCK = ".server.lock"


def marker(data: Path, name: str) -> Path:
    return data / f"{name}.maintenance"


def acknowledgement(data: Path, name: str) -> Path:
    return data / f"{name}.closed"


def under_maintenance(data: Path, name: str) -> bool:
    return marker(data, name).exists()


def server_is_running(data: Path) -> bool:
    try:
        with (data / SERVER_LOCK).open("r") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def claim_server(data: Path) -> IO[str]:
    """The lock of the one server of a data directory, held as long as the returned file is open."""
    file = os.fdopen(os.open(data / SERVER_LOCK, os.O_RDWR | os.O_CREAT, 0o600), "w")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise MasakuError(N_("Another server is already running on {data}."), data=data) from error
    return file


@contextmanager
def closed(data: Path, name: str, reason: str, clock: Clock) -> Iterator[None]:
    """The server, where one runs, has let go of `name` while this is held, and opens it again afterwards.

    Left by an exception, the marker stays for what was begun: only whoever finishes it may lift it.
    """
    close(data, name, reason, clock)
    yield
    reopen(data, name)


def close(data: Path, name: str, reason: str, clock: Clock) -> None:
    path, answer = marker(data, name), acknowledgement(data, name)
    answer.unlink(missing_ok=True)
    beside = path.with_suffix(".maintenance-new")
    beside.write_text(json.dumps({"reason": reason, "since": stamp(clock.now()), "pid": os.getpid()}))
    beside.rename(path)
    deadline = time.monotonic() + WAIT_SECONDS
    while server_is_running(data) and not answer.exists():
        if time.monotonic() > deadline:
            path.unlink(missing_ok=True)
            raise Unavailable(
                N_("The server did not let go of {name} in time; nothing was changed."), name=name
            )
        time.sleep(0.02)


def reopen(data: Path, name: str) -> None:
    acknowledgement(data, name).unlink(missing_ok=True)
    marker(data, name).unlink(missing_ok=True)
