"""A data directory with two regions, and the real Litestream beside it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app import sqlite
from app.accounts.schema import migrations as accounts
from app.actor import SYSTEM
from app.clock import Clock
from app.history import store as history_store
from app.history.model import Change, Subject
from app.history.schema import migrations as history
from app.migrate import migrate
from app.regions import Regions
from app.regions.schema import migrations as regions
from app.replicas.control import Control
from app.replicas.destination import destination
from app.replicas.instance import InstanceReport, restore_instance
from app.replicas.litestream import Litestream
from app.replicas.replica import Replica
from app.replicas.restore import Report, restore_region
from app.settings import Settings
from app.vault import Keyring, Vault

firms = Migrations("test_firms")


@firms()
def v001_firm(db: Database) -> None:
    db.conn.execute("CREATE TABLE firm (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")


SETS = (regions, history, firms)
INSTANCE = (accounts,)


@dataclass
class Machine:
    settings: Settings
    clock: Clock
    vault: Vault
    regions: Regions

    @property
    def data(self) -> Path:
        return self.settings.data

    def path(self, name: str) -> Path:
        return self.data / f"{name}.db"

    def add_firm(self, code: str, name: str) -> None:
        self.regions.find(code).write_now(_add_firm, name, Keyring(self.vault, code))

    def firms(self, code: str) -> list[str]:
        return self.regions.find(code).read(_firms)

    def restore(self, code: str, at: datetime | None = None) -> Report:
        """What the command line does; no server runs here, so nobody else has the file open."""
        self.regions.close_all()
        return restore_region(self.settings, self.clock, self.vault, SETS, code, at)

    def restore_itself(self) -> InstanceReport:
        self.close()
        return restore_instance(self.settings, self.clock, INSTANCE)

    def replica(self, name: str) -> Replica:
        return Replica(destination(self.settings), self.path(name))

    def close(self) -> None:
        self.regions.close_all()
        self.vault.close()


def open_machine(data: Path) -> Machine:
    settings, clock = Settings(data=data), Clock()
    vault = Vault(settings, clock)
    return Machine(settings, clock, vault, Regions(settings, clock, vault, SETS))


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    made = open_machine(tmp_path / "data")
    made.vault.open()
    for code in ("de", "at"):
        made.regions.add(code)
    yield made
    made.close()


@pytest.fixture
def accounts_file(machine: Machine) -> Path:
    """instance.db with one account, signed in."""
    path = machine.path("instance")
    db = sqlite.connect(path, create=True)
    migrate(db, INSTANCE)
    db.execute(
        "INSERT INTO staff (id, email, email_key, name, made_at) VALUES (1, 'a@x.de', 'a@x.de', 'Anna', '')"
    )
    db.execute(
        "INSERT INTO session (token_hash, staff_id, agent, address, made_at, seen_at) VALUES (?, 1, '', '', '', '')",
        (bytes(32),),
    )
    db.close()
    return path


@pytest.fixture
def litestream(machine: Machine) -> Iterator[Litestream]:
    running = Litestream(machine.settings)
    running.start()
    Control(machine.data).await_known(machine.path("de"))
    yield running
    machine.close()
    running.stop()


def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def _add_firm(db: sqlite.Connection, name: str, keys: Keyring) -> None:
    db.execute("INSERT INTO firm (name) VALUES (?)", (name,))
    history_store.record(db, keys, Subject("f-1", 1), "create", [Change("", "", name)], SYSTEM, "")


def _firms(db: sqlite.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT name FROM firm ORDER BY id")]
