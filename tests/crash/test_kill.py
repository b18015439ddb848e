"""kill -9 of the server while twenty people save: what was acknowledged is there, and nothing is half there."""

from __future__ import annotations

import http.client
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app import sqlite
from app.accounts import sessions
from app.accounts import store as accounts
from app.accounts.model import Role
from app.clock import stamp
from app.history import store as history
from app.instance import Instance
from app.settings import ROOT, Settings
from app.web.door import SESSION_COOKIE

ROUNDS = int(os.environ.get("MASAKU_CRASH_ROUNDS", "100"))
WRITERS = 20


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Crashing]:
    data = tmp_path / "data"
    instance = Instance.open(Settings(data=data))
    instance.regions.add("de")
    now = instance.clock.now()
    anna = instance.accounts.write_now(
        accounts.add, email="anna@masaku.example", name="Anna", admin=False, locale="en", actor="test",
        granted=[Role("de", "manager")], at=stamp(now),
    )  # fmt: skip
    cookie = instance.accounts.write_now(sessions.start, anna, "test", "127.0.0.1", now)
    instance.close()
    crashing = Crashing(data, cookie)
    yield crashing
    crashing.end()


class Crashing:
    """The server's process, the people who write to it, and the ledger of what they were told is saved."""

    def __init__(self, data: Path, cookie: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.data, self.cookie = data, cookie
        self.acknowledged: set[str] = set()
        self._forker = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.forker", data, str(self.port)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def one_round(self, number: int) -> None:
        pid = int(self._ask("go"))
        self._wait_until_it_answers()
        stop = threading.Event()
        people = [
            threading.Thread(target=self._write, args=(f"{number}-{who}", stop)) for who in range(WRITERS)
        ]
        for each in people:
            each.start()
        time.sleep(random.uniform(0.03, 0.25))
        os.kill(pid, signal.SIGKILL)
        stop.set()
        for each in people:
            each.join()
        assert self._read() == "gone"

    def end(self) -> None:
        assert self._forker.stdin and self._forker.stdout
        self._forker.stdin.close()
        self._forker.kill()
        self._forker.wait()
        self._forker.stdout.close()

    def _ask(self, line: str) -> str:
        assert self._forker.stdin
        print(line, file=self._forker.stdin, flush=True)
        return self._read()

    def _read(self) -> str:
        assert self._forker.stdout
        while (line := self._forker.stdout.readline().strip()).startswith("Masaku"):
            pass
        return line

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                self._request("GET", "/health")
                return
            except OSError:
                time.sleep(0.01)
        raise AssertionError("the server did not come up again")

    def _write(self, who: str, stop: threading.Event) -> None:
        count = 0
        while not stop.is_set():
            name = f"Client {who}-{count}"
            try:
                status = self._request(
                    "POST", "/de/clients", {"kind": "person", "name": name, "city": "Köln"}
                )
            except (OSError, http.client.HTTPException):
                return
            if status == 303:
                self.acknowledged.add(name)
            count += 1

    def _request(self, method: str, path: str, form: dict[str, str] | None = None) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {
            "Cookie": f"{SESSION_COOKIE}={self.cookie}", "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/x-www-form-urlencoded",
        }  # fmt: skip
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            return connection.getresponse().status
        finally:
            connection.close()


@pytest.mark.slow
def test_no_acknowledged_client_is_lost_and_none_is_half_there(server: Crashing) -> None:
    for number in range(ROUNDS):
        server.one_round(number)
    assert len(server.acknowledged) > ROUNDS, "too little was written for this test to mean anything"

    instance = Instance.open(Settings(data=server.data))
    region = instance.regions.find("de")
    saved = {row[0] for row in region.read(lambda db: db.execute("SELECT name FROM client").fetchall())}
    assert server.acknowledged <= saved
    for table, column in (("client_text", "id"), ("history", "client_id")):
        sql = f"SELECT count(*) FROM client WHERE id NOT IN (SELECT {column} FROM {table})"
        assert region.read(sqlite.one, sql) == 0
    verdict = region.read(history.verify, region.keys)
    assert verdict.whole and verdict.entries == len(saved)
    assert region.read(sqlite.one, "PRAGMA integrity_check") == "ok"
    instance.close()
