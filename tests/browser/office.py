"""A real server with data in it, as its own process: what the browser talks to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.request import urlopen

from app.accounts import sessions
from app.accounts import store as accounts
from app.accounts.model import Role
from app.accounts.passwords import hash_password
from app.clock import Clock, stamp
from app.demo.load import fill, fill_all
from app.instance import Instance
from tests.conftest import CAST, PASSWORD, open_instance

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 60
# Besides the cast: Nina, whose first day it is, Petra, who changes her language, Zofia, who has work in PL, and Olga,
# an admin who gave her password eleven minutes ago.
NEWCOMERS = {
    "nina": ("Nina Sommer", "nina@masaku.example", Role("de", "editor"), "en"),
    "petra": ("Petra Nowak", "petra@masaku.example", Role("de", "editor"), "en"),
    "zofia": ("Zofia Wrzesińska", "zofia@masaku.example", Role("pl", "manager"), "pl"),
    "olga": ("Olga Berg", "olga@masaku.example", Role("de", "viewer"), "en"),
}
# Long enough for what is unpaid to be overdue.
_AGO = timedelta(days=100)
_START_SECONDS = 20


@dataclass(frozen=True)
class Office:
    """DE has sixty clients of the demo, AT has none, PL has eight, with invoices and orders."""

    url: str
    sessions: Mapping[str, str]
    password: str = PASSWORD

    def email(self, who: str) -> str:
        return CAST[who][1] if who in CAST else NEWCOMERS[who][1]


@contextmanager
def open_office(data: Path) -> Iterator[Office]:
    tokens = _furnish(data)
    with serving(data, "--no-replication") as url:
        yield Office(url, tokens)


@contextmanager
def serving(data: Path, *options: str, **settings: str) -> Iterator[str]:
    """The address of a server for this data directory, which holds accounts already."""
    port = _free_port()
    command = [sys.executable, "-c", "from app.cli.main import main; main()", "serve", "--port", str(port)]
    env = {**os.environ, **settings, "MASAKU_DATA": str(data), "PYTHONPATH": str(ROOT)}
    with (data / "server.log").open("wb") as log:
        server = subprocess.Popen([*command, *options], env=env, stdout=log, stderr=log, cwd=ROOT)
        try:
            _wait(f"http://localhost:{port}/health", server)
            yield f"http://localhost:{port}"
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(15)
    said = (data / "server.log").read_text()
    assert "Traceback" not in said, said


def _furnish(data: Path) -> dict[str, str]:
    """Everybody's session."""
    instance = open_instance(data, Clock())
    try:
        now = instance.clock.now()
        instance.regions.add("pl")
        people = {name: each[1] for name, each in CAST.items()}
        for name, (full_name, email, role, locale) in NEWCOMERS.items():
            staff_id = instance.accounts.write_now(
                accounts.add, email=email, name=full_name, admin=name == "olga", locale=locale,
                granted=[role], actor="test", at=stamp(now),
            )  # fmt: skip
            instance.accounts.write_now(accounts.set_password, staff_id, hash_password(PASSWORD))
            people[name] = email
        fill(instance.regions.find("de"), CLIENTS)
        fill_all(instance.regions.find("pl"), 8, until=now - _AGO, invoices=40, orders=6)
        since = {"olga": now - timedelta(minutes=11)}
        return {name: _session(instance, email, since.get(name, now)) for name, email in people.items()}
    finally:
        instance.close()


def _session(instance: Instance, email: str, since: datetime) -> str:
    found = instance.accounts.read(accounts.credentials, email)
    assert found is not None
    return instance.accounts.write_now(sessions.start, found.staff_id, "Chromium", "127.0.0.1", since)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")
