"""Litestream as a child of the server: its configuration, its life, its end."""

from __future__ import annotations

import ctypes
import fcntl
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from typing import Any

from app.errors import MasakuError
from app.i18n import N_
from app.replicas.destination import Destination, destination
from app.settings import Settings

log = logging.getLogger("masaku.replicas")

# How long a replica remembers: the window of `restore --at`, and how long an erased person outlives the erasure there.
RETENTION_DAYS = 14
SNAPSHOT_EVERY_HOURS = 24
# Litestream opens each file this often; 100 ms costs about half a percent of a core for each of them.
_MONITOR_BY_FILES = ((12, "100ms"), (60, "500ms"))
_MONITOR_MANY = "1s"
_FINAL_SYNC_SECONDS = 8.0
_LAST_WORD_SECONDS = 3.0
_BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)
_STEADY_SECONDS = 60.0

CONFIG, SOCKET, LOCK = ".litestream.generated.yml", ".litestream.sock", ".litestream.lock"

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


def binary() -> str:
    """The litestream that came with this program, else the one on the PATH."""
    bundled = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "litestream"
    found = str(bundled) if bundled.exists() else shutil.which("litestream")
    if not found:
        raise MasakuError(N_("The program litestream is missing. Run bin/setup again."))
    return found


def configuration(target: Destination, data: Path, files: int) -> dict[str, Any]:
    """Of the running Litestream: every *.db of the data directory, old and new, to its own place."""
    interval = next((text for most, text in _MONITOR_BY_FILES if files <= most), _MONITOR_MANY)
    watched = {
        "dir": str(data),
        "pattern": "*.db",
        "watch": True,
        "monitor-interval": interval,
        "replica": {**target.replica, "sync-interval": interval},
    }
    # Relative, because a Unix socket's path is at most 107 bytes long; the child's working directory is `data`.
    reached = {"enabled": True, "path": SOCKET, "permissions": 0o600}
    return {**_common(target), "socket": reached, "dbs": [watched]}


def configuration_of_one(target: Destination, path: Path) -> dict[str, Any]:
    """Of a single command about one file: Litestream's commands do not look into watched directories."""
    return {**_common(target), "dbs": [{"path": str(path), "replica": target.of(path.name)}]}


def _common(target: Destination) -> dict[str, Any]:
    return {
        **target.shared,
        "snapshot": {"interval": f"{SNAPSHOT_EVERY_HOURS}h", "retention": f"{RETENTION_DAYS * 24}h"},
        "shutdown-sync-timeout": f"{_FINAL_SYNC_SECONDS:.0f}s",
        "logging": {"type": "json", "level": "info"},
    }


def write_configuration(path: Path, content: Mapping[str, Any]) -> None:
    """As JSON, which is YAML; it holds the replica's credentials, so that only the owner may read it."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
    beside.rename(path)


def environment() -> dict[str, str]:
    """AWS_CA_BUNDLE stops Litestream's S3 client; our own settings hold secrets that are none of its business."""
    hidden = {"AWS_CA_BUNDLE", "LITESTREAM_CONFIG", "LOG_LEVEL"}
    return {
        key: value for key, value in os.environ.items() if not key.startswith("MASAKU_") and key not in hidden
    }


class Litestream:
    """Started, watched, started again, and ended with a last sync."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._ending = Event()
        self._child: subprocess.Popen[str] | None = None
        self._thread: Thread | None = None
        self.last_error = ""

    @property
    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Raises Misuse where litestream.yml cannot be used. Whether replicas advance, only the canary knows."""
        data = self._settings.data
        content = configuration(destination(self._settings), data, len(list(data.glob("*.db"))))
        write_configuration(data / CONFIG, content)
        command = [binary(), "replicate", "-config", str(data / CONFIG), "-no-expand-env"]
        self._ending.clear()
        # A thread of its own until the end: the kernel ends the child with the thread that started it.
        self._thread = Thread(target=self._keep_alive, args=(command,), name="litestream", daemon=True)
        self._thread.start()

    def restart(self) -> None:
        """For a Litestream that has lost sight of a file: one deleted under it is never watched again."""
        self._signal(signal.SIGTERM)

    def stop(self) -> None:
        """After the regions are closed. At most 11 seconds, also where the replica does not answer."""
        self._ending.set()
        for sign, seconds in ((signal.SIGTERM, _FINAL_SYNC_SECONDS), (signal.SIGTERM, _LAST_WORD_SECONDS)):
            self._signal(sign)
            if self._thread is not None:
                self._thread.join(seconds)
            if self._thread is None or not self._thread.is_alive():
                return
        log.error("Litestream did not end by itself; the last seconds may be missing on the replica.")
        self._signal(signal.SIGKILL)

    def _signal(self, sign: signal.Signals) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.send_signal(sign)

    def _keep_alive(self, command: list[str]) -> None:
        failures = 0
        while not self._ending.is_set():
            began = time.monotonic()
            try:
                self._run_once(command)
            except OSError as error:
                self._note(f"litestream cannot be started: {error}")
            failures = 0 if time.monotonic() - began > _STEADY_SECONDS else failures + 1
            if not self._ending.is_set():
                log.error("Litestream ended: %s", self.last_error or "no reason given")
                self._ending.wait(_BACK_OFF_SECONDS[min(failures, len(_BACK_OFF_SECONDS)) - 1])

    def _run_once(self, command: list[str]) -> None:
        lock = self._claim()
        if lock is None:
            return
        try:
            self._child = subprocess.Popen(
                command,
                cwd=self._settings.data,
                env=environment(),
                umask=0o077,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                pass_fds=(lock,),
                start_new_session=True,  # Ctrl-C is for the server, which ends this child after its last write
                preexec_fn=end_with_parent(os.getpid()),
            )
        finally:
            os.close(lock)
        if self._ending.is_set():
            self._child.terminate()
        with self._child as child:
            for line in child.stdout or ():
                self._hear(line.strip())

    def _claim(self) -> int | None:
        """The lock that the child inherits: two Litestreams on one directory would tear its replicas."""
        lock = os.open(self._settings.data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        while not self._ending.is_set():
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return lock
            except BlockingIOError:
                self._note("waiting for an earlier Litestream (or a restore) to end")
                self._ending.wait(0.1)
        os.close(lock)
        return None

    def _hear(self, line: str) -> None:
        try:
            entry = json.loads(line)
            text = " ".join(str(entry[key]) for key in ("msg", "db", "error") if entry.get(key))
            level = logging.getLevelNamesMapping().get(entry.get("level", ""), logging.INFO)
        except (ValueError, TypeError, AttributeError):
            text, level = line, logging.ERROR
        if level >= logging.WARNING:
            self._note(text)
        log.log(level if level >= logging.WARNING else logging.DEBUG, "litestream: %s", text)

    def _note(self, text: str) -> None:
        self.last_error = text[:500]


def end_with_parent(parent: int) -> Any:
    def prepare() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
