"""The whole program: a region is restored by the command line while people work, and nobody else notices."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest

from app import sqlite
from app.web.door import SESSION_COOKIE
from tests.replicas.conftest import wait_until

pytestmark = pytest.mark.slow
MASAKU = (sys.executable, "-m", "app.cli.main")


class Server:
    """`masaku serve` with its replication, three empty regions, and the admin signed in."""

    def __init__(self, data: Path) -> None:
        self.data, self.env = data, {**os.environ, "MASAKU_DATA": str(data)}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.start()
        self.cookie = self._sign_in(self._said(r"the password (\S+)"))

    def start(self) -> None:
        command = [*MASAKU, "serve", "--empty", "--port", self.address.rpartition(":")[2]]
        self.process = subprocess.Popen(command, env=self.env, stdout=subprocess.PIPE, text=True)

    def stop(self) -> int:
        self.process.terminate()
        self.process.communicate(timeout=20)
        return self.process.returncode

    def masaku(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*MASAKU, *arguments], env=self.env, capture_output=True, text=True, timeout=60)

    def browser(self) -> httpx.Client:
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": f"{SESSION_COOKIE}={self.cookie}"}
        return httpx.Client(base_url=self.address, headers=headers, timeout=20)

    def names(self, region: str) -> set[str]:
        with closing(sqlite.connect(self.data / f"{region}.db", readonly=True)) as db:
            return {row[0] for row in db.execute("SELECT name FROM client")}

    def _sign_in(self, password: str) -> str:
        wait_until(self._answers)
        form = {"email": "admin@masaku.local", "password": password}
        answer = httpx.post(f"{self.address}/login", data=form, headers={"Sec-Fetch-Site": "same-origin"})
        return answer.cookies[SESSION_COOKIE]

    def _said(self, pattern: str) -> str:
        assert self.process.stdout
        for line in self.process.stdout:
            found = re.search(pattern, line)
            if found:
                return found[1]
        raise AssertionError("the server ended without a word")

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health").status_code == 200
        except httpx.TransportError:
            return False


class Worker(Thread):
    """Somebody who adds clients one after the other, and writes down what was confirmed."""

    def __init__(self, server: Server, region: str) -> None:
        super().__init__()
        self._server, self._region, self._over = server, region, Event()
        self.confirmed: list[str] = []
        self.refused: list[int] = []

    def run(self) -> None:
        with self._server.browser() as browser:
            while not self._over.is_set():
                name = f"Person {len(self.confirmed) + len(self.refused)}"
                try:
                    answer = browser.post(f"/{self._region}/clients", data={"kind": "person", "name": name})
                except httpx.TransportError:  # the server ends
                    break
                if answer.status_code == 303:
                    self.confirmed.append(name)
                else:
                    self.refused.append(answer.status_code)
                    self._over.wait(0.02)

    def stop(self) -> None:
        self._over.set()
        self.join()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "data")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_a_region_is_restored_while_the_others_serve_and_nothing_confirmed_is_lost(server: Server) -> None:
    here, there = Worker(server, "de"), Worker(server, "at")
    here.start()
    there.start()
    wait_until(lambda: len(here.confirmed) > 5 and len(there.confirmed) > 5)
    done = server.masaku("region", "restore", "DE", "--json")
    before = len(here.confirmed)
    wait_until(lambda: len(here.confirmed) > before + 2)
    here.stop()
    there.stop()
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verified"]
    assert set(here.refused) == {503} and there.refused == []
    assert set(here.confirmed) <= server.names("de") and set(there.confirmed) <= server.names("at")
    assert server.masaku("region", "drill", "DE").returncode == 0


def test_another_machine_takes_over_from_the_replica(server: Server, tmp_path: Path) -> None:
    worker = Worker(server, "de")
    worker.start()
    wait_until(lambda: len(worker.confirmed) > 5)
    exit_status = server.stop()
    worker.stop()
    assert exit_status == 0

    new = tmp_path / "new"
    new.mkdir()
    shutil.copytree(server.data / "replica", new / "replica")
    shutil.copy(server.data / "master.key", new / "master.key")
    server.env["MASAKU_DATA"], server.data = str(new), new

    refused = server.masaku("serve", "--empty")
    assert refused.returncode == 1 and "masaku instance restore" in refused.stderr
    for command in (("instance", "restore"), ("region", "restore", "DE")):
        done = server.masaku(*command)
        assert done.returncode == 0, done.stderr
    assert set(worker.confirmed) <= server.names("de")
    assert server.masaku("region", "drill", "DE").returncode == 0


def test_restoring_the_accounts_signs_everybody_out_and_the_server_goes_on(server: Server) -> None:
    with server.browser() as browser:
        assert browser.get("/de/clients").status_code == 200
        done = server.masaku("instance", "restore")
        assert done.returncode == 0, done.stderr
        wait_until(lambda: browser.get("/de/clients").status_code != 503)
        assert browser.get("/de/clients").headers["location"].startswith("/login")
