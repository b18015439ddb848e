"""kill -9 of the whole server in the middle of a mass action: whole clients, and it goes on or is undone from there."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.clock import Clock, stamp
from app.history import store as history
from app.instance import Instance
from app.regions import Region
from app.settings import ROOT, Settings
from app.web.door import SESSION_COOKIE
from tests.conftest import session_of
from tests.groups.conftest import ANNA

MANY = 600
_PATIENCE_SECONDS = 60


class Firm:
    """A data directory, Anna's session, and a server that is started and killed over them."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with self.opened() as instance:
            region, at = instance.regions.find("de"), stamp(instance.clock.now())
            region.write_now(_fill, region, at)
            self._token = session_of(instance, "anna")

    @contextmanager
    def opened(self) -> Iterator[Instance]:
        instance = Instance.open(Settings(data=self.data), Clock())
        try:
            yield instance
        finally:
            instance.close()

    @contextmanager
    def serving(self) -> Iterator[httpx.Client]:
        """Whoever leaves it kills the server."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "app.cli.main", "serve", "--port", str(port), "--no-replication"]
        env = {**os.environ, "MASAKU_DATA": str(self.data)}
        with (self.data.parent / "server.log").open("ab") as log:
            server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        headers = {"Cookie": f"{SESSION_COOKIE}={self._token}", "Sec-Fetch-Site": "same-origin"}
        try:
            with httpx.Client(base_url=f"http://localhost:{port}", headers=headers, timeout=30) as browser:
                _until(lambda: _answers(browser))
                yield browser
        finally:
            server.kill()
            server.wait()

    def ask(self, sql: str) -> int:
        """Beside the running server."""
        db = sqlite.connect(self.data / "de.db", readonly=True)
        try:
            return int(sqlite.one(db, sql))
        finally:
            db.close()


def _fill(db: sqlite.Connection, region: Region, at: str) -> None:
    for n in range(MANY):
        clients.add(db, region.keys, Client(f"Firma {n}", country="DE", city="Ulm"), ANNA, at)


def _answers(browser: httpx.Client) -> bool:
    try:
        return browser.get("/health").status_code == 200
    except httpx.TransportError:
        return False


def _until(come: object) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not come():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it does not come"
        time.sleep(0.005)


@pytest.fixture
def firm(prepared: Path, tmp_path: Path) -> Firm:
    return Firm(Path(shutil.copytree(prepared, tmp_path / "data")))


WAITING = "SELECT count(*) FROM mass_target"
CARRYING = "SELECT count(*) FROM client_tag"
OPEN = "SELECT count(*) FROM operation WHERE state IN ('under_way', 'undoing')"


def _killed_midway(firm: Firm) -> None:
    """Tags everybody, and is killed when some carry the tag and some do not yet."""
    enough = random.randrange(1, MANY // 2)
    form = {"query": "?status=all", "action": "tag", "tag": "neu", "expected": str(MANY)}
    with firm.serving() as browser:
        with suppress(httpx.ReadTimeout):  # the answer waits for a moment in which much is done
            browser.post("/de/mass", data=form, timeout=0.05)
        _until(lambda: firm.ask(CARRYING) >= enough)
    assert 0 < firm.ask(WAITING) < MANY, "it was killed too early or too late"


def _whole(firm: Firm) -> None:
    """Who carries the tag has it in the history, in the search and among the steps to undo; all others wait."""
    with firm.opened() as instance:
        region = instance.regions.find("de")
        assert region.read(history.verify, region.keys).whole
        assert region.read(sqlite.one, "PRAGMA integrity_check") == "ok"
    tagged = firm.ask(CARRYING)
    assert tagged + firm.ask(WAITING) == MANY
    assert firm.ask("SELECT count(*) FROM history WHERE field = 'tags'") == tagged
    assert firm.ask("SELECT count(*) FROM operation_step") == tagged
    assert firm.ask("SELECT count(*) FROM client_text WHERE tags <> ''") == tagged
    sql = "SELECT count(*) FROM mass_target JOIN client_tag USING (client_id)"
    assert firm.ask(sql) == 0, "nobody is both done and to come"


@pytest.mark.slow
def test_after_a_kill_the_action_goes_on_to_its_end(firm: Firm) -> None:
    _killed_midway(firm)
    _whole(firm)
    with firm.serving() as browser:
        page = browser.get("/de/mass/1").text
        assert 'action="/de/mass/1/continuation"' in page and 'action="/de/mass/1/undoing"' in page
        assert browser.post("/de/mass/1/continuation").status_code == 303
        _until(lambda: not firm.ask(OPEN))
    assert (firm.ask(CARRYING), firm.ask(WAITING)) == (MANY, 0)
    _whole(firm)


@pytest.mark.slow
def test_after_a_kill_what_was_done_is_undone_even_if_the_undoing_is_killed_too(firm: Firm) -> None:
    _killed_midway(firm)
    done = firm.ask(CARRYING)
    with firm.serving() as browser:
        assert browser.post("/de/mass/1/undoing").status_code == 303
        _until(lambda: firm.ask(CARRYING) < done)
    assert firm.ask(WAITING) == 0, "what it had not come to is not done any more"
    with firm.serving() as browser:
        if firm.ask(OPEN):
            assert browser.post("/de/mass/1/continuation").status_code == 303
        _until(lambda: not firm.ask(OPEN))
    assert firm.ask(CARRYING) == 0
    with firm.opened() as instance:
        region = instance.regions.find("de")
        assert region.read(history.verify, region.keys).whole
        assert region.read(sqlite.one, "SELECT state FROM operation") == "undone"
