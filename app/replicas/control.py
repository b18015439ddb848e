"""Talking to the running Litestream through its socket in the data directory."""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import quote

from app.errors import Unavailable
from app.i18n import N_
from app.replicas.configuration import SOCKET


class ReplicaFailure(Unavailable):
    """Litestream, or the place it writes to, did not do what was asked."""


class NotRunning(ReplicaFailure):
    """No Litestream answers in this data directory."""


@dataclass(frozen=True)
class Replicated:
    """One file as Litestream sees it. Its status says "replicating" during an outage too: never show it."""

    path: Path
    status: str


class Control:
    def __init__(self, data: Path) -> None:
        self._data = data

    def is_running(self) -> bool:
        try:
            self._ask("GET", "/info", timeout=2)
        except ReplicaFailure:
            return False
        return True

    def pid(self) -> int:
        return int(self._ask("GET", "/info", timeout=2)["pid"])

    def list(self) -> tuple[Replicated, ...]:
        found = self._ask("GET", "/list").get("databases") or ()
        return tuple(Replicated(Path(entry["path"]), entry["status"]) for entry in found)

    def knows(self, path: Path) -> bool:
        return any(entry.path == path for entry in self.list())

    def txid(self, path: Path) -> int:
        return int(self._ask("GET", f"/txid?path={quote(str(path))}")["txid"])

    def sync(self, path: Path, *, wait: bool = True, timeout: int = 30, grace: int = 5) -> int:
        """Everything committed before this call lies on the replica when it returns (with `wait`).

        Returns the transaction the replica has reached. Raises ReplicaFailure after `timeout` seconds; where Litestream
        does not even say that, `grace` seconds later.
        """
        body = {"path": str(path), "wait": wait, "timeout": timeout}
        answer = self._ask("POST", "/sync", body, timeout + grace)
        if wait and answer["replicated_txid"] < answer["txid"]:
            raise ReplicaFailure(N_("The replica of {file} is behind."), file=path.name)
        return int(answer["replicated_txid"])

    def stop(self, path: Path, *, timeout: int = 30) -> None:
        """Ends the replication of one file, after a last sync."""
        self._ask("POST", "/stop", {"path": str(path), "timeout": timeout}, timeout + 5)

    def start(self, path: Path, *, timeout: int = 30) -> None:
        self._ask("POST", "/start", {"path": str(path), "timeout": timeout}, timeout + 5)

    def await_known(self, path: Path, *, seconds: float = 10.0) -> None:
        """The directory watch needs a moment (0.25 to 1.3 s) for a file that is new to it."""
        deadline = time.monotonic() + seconds
        while not self._sees(path):
            if time.monotonic() > deadline:
                raise ReplicaFailure(N_("Litestream does not see {file}."), file=path.name)
            time.sleep(0.05)

    def _sees(self, path: Path) -> bool:
        try:
            return self.knows(path)
        except NotRunning:  # just being started
            return False

    def _ask(self, method: str, address: str, body: Any = None, timeout: float = 10) -> dict[str, Any]:
        connection = _UnixConnection(self._data, timeout)
        try:
            connection.request(method, address, json.dumps(body) if body is not None else None)
            answer = connection.getresponse()
            content = json.loads(answer.read() or b"{}")
        except (FileNotFoundError, ConnectionRefusedError) as error:
            raise NotRunning(N_("Litestream is not running.")) from error
        except (OSError, HTTPException, ValueError) as error:
            raise ReplicaFailure(N_("Litestream does not answer: {error}"), error=error) from error
        finally:
            connection.close()
        if answer.status != 200:
            raise ReplicaFailure(N_("Litestream: {error}"), error=content.get("error", answer.status))
        return dict(content)


class _UnixConnection(HTTPConnection):
    """Reaches the socket by way of its directory's descriptor: its own path may be too long for connect(2)."""

    def __init__(self, folder: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._folder = folder

    def connect(self) -> None:
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(self.timeout)
            self.sock.connect(f"/proc/self/fd/{folder}/{SOCKET}")
        finally:
            os.close(folder)
