"""Litestream as a child of the server: its life and its end."""

from __future__ import annotations

import ctypes
import fcntl
import json
import logging
import os
import signal
import subprocess
import time
from threading import Event, Thread
from typing import Any

from app.replicas.configuration import (
    CONFIG,
    LOCK,
    binary,
    configuration,
    environment,
    write_configuration,
)
from app.replicas.control import Control, ReplicaFailure
from app.replicas.destination import destination
from app.settings import Settings

log = logging.getLogger("masaku.replicas")

# The end of a server takes at most ten seconds.
_LAST_SYNC_SECONDS = 5.0
_END_SECONDS = 4.0
_GIVE_UP_SECONDS = 2.0
_LAST_WORD_SECONDS = 3.0
_BACK_OFF_SECONDS = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0)
_STEADY_SECONDS = 60.0

_libc = ctypes.CDLL(None, use_errno=True)
_PR_SET_PDEATHSIG = 1


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
        """After the regions are closed. At most ten seconds, also where the replica does not answer."""
        self._ending.set()
        patience = _END_SECONDS if self._sync_all() else _GIVE_UP_SECONDS
        for seconds in (patience, _LAST_WORD_SECONDS):
            self._signal(signal.SIGTERM)  # the second one ends Litestream's own last tries
            if self._thread is not None:
                self._thread.join(seconds)
            if self._thread is None or not self._thread.is_alive():
                return
        log.error("Litestream did not end by itself; the last seconds may be missing on the replica.")
        self._signal(signal.SIGKILL)

    def _sync_all(self) -> bool:
        """Litestream's own last sync leaves out a file it has only just begun with."""
        control, deadline = Control(self._settings.data), time.monotonic() + _LAST_SYNC_SECONDS
        try:
            for path in sorted(self._settings.data.glob("*.db")) if self.is_running else ():
                control.await_known(path, seconds=deadline - time.monotonic())
                control.sync(path, timeout=max(1, round(deadline - time.monotonic())), grace=1)
        except ReplicaFailure as error:
            log.warning("The last changes may be missing on the replica: %s", error)
            return False
        return True

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
            failures, pause = after_an_end(failures, time.monotonic() - began)
            if not self._ending.is_set():
                log.error("Litestream ended: %s", self.last_error or "no reason given")
                self._ending.wait(pause)

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


def after_an_end(failures: int, lasted: float) -> tuple[int, float]:
    """(how often in a row with this time, seconds until the next try): one that ran steadily is back at once."""
    failures = 1 if lasted > _STEADY_SECONDS else failures + 1
    return failures, _BACK_OFF_SECONDS[min(failures, len(_BACK_OFF_SECONDS)) - 1]


def end_with_parent(parent: int) -> Any:
    def prepare() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return prepare
