"""Nothing keeps a file open that is about to be replaced."""

from __future__ import annotations

import shutil
from pathlib import Path
from threading import Event, Thread

import pytest

from app import sqlite
from app.errors import MasakuError, Unavailable
from app.instance import Instance as WholeInstance
from app.regions.maintenance import close, reopen
from app.settings import Settings
from tests.replicas.conftest import Machine, open_machine


def test_a_region_is_let_go_only_after_its_slow_readers(machine: Machine) -> None:
    region = machine.regions.find("de")
    reading, done = Event(), Event()

    def slow(db: sqlite.Connection) -> None:
        reading.set()
        done.wait(5)

    reader = Thread(target=region.read_aside, args=(slow,))
    reader.start()
    reading.wait(5)
    closer = Thread(target=lambda: region.close(lock=True))
    closer.start()
    closer.join(0.1)
    assert closer.is_alive(), "a reader still holds the old file"
    done.set()
    closer.join(5)
    reader.join(5)
    assert not region.is_open and not region.is_busy


def test_while_one_region_is_waited_for_the_others_are_found(machine: Machine) -> None:
    region = machine.regions.find("de")
    reading, done = Event(), Event()

    def slow(db: sqlite.Connection) -> None:
        reading.set()
        done.wait(5)

    threads = [
        Thread(target=region.read_aside, args=(slow,)),
        Thread(target=lambda: machine.regions.close("de", lock=True)),
    ]
    threads[0].start()
    reading.wait(5)
    threads[1].start()
    while not region.locked:
        pass
    asking = Thread(target=machine.firms, args=("at",))
    asking.start()
    asking.join(1)
    found = not asking.is_alive()
    done.set()
    for each in (*threads, asking):
        each.join(5)
    assert found, "the event loop, and everybody with it, would have stood still"


def test_whoever_holds_a_region_meanwhile_is_refused(machine: Machine) -> None:
    region = machine.regions.find("de")
    machine.regions.close("de", lock=True)
    for attempt in (lambda: region.read(len), lambda: region.write_now(len), lambda: region.read_aside(len)):
        with pytest.raises(Unavailable):
            attempt()
    assert machine.firms("de") == [], "found anew, it opens"


def test_what_another_program_would_write_into_a_replaced_file_is_refused(machine: Machine) -> None:
    """A command that has had the region open since before its restore, and that nobody tells of it."""
    command = open_machine(machine.data)
    region = command.regions.find("de")
    assert region.write_now(lambda _: "taken") == "taken"
    path = machine.path("de")
    copy = path.with_name("de.copy")
    close(machine.data, "de", "restore", machine.clock)
    with pytest.raises(Unavailable, match="is being restored"):
        region.write_now(lambda _: "lost while the file is fetched")
    shutil.copy(path, copy)
    copy.rename(path)
    reopen(machine.data, "de")
    with pytest.raises(Unavailable, match="replaced"):
        region.write_now(lambda _: "lost in a file without a name")
    path.unlink()
    with pytest.raises(Unavailable, match="removed"):
        region.write_now(lambda _: "lost too")
    command.close()


def test_a_locked_vault_is_not_opened_again(machine: Machine) -> None:
    machine.vault.close(lock=True)
    with pytest.raises(Unavailable):
        machine.add_firm("de", "x")
    machine.vault.locked = False
    machine.add_firm("de", "x")


def test_nothing_opens_the_accounts_while_they_are_restored(machine: Machine, accounts_file: Path) -> None:
    """A server that starts in this moment would go on with the file that is being replaced."""
    close(machine.data, "instance", "restore", machine.clock)
    with pytest.raises(Unavailable, match="being restored"):
        WholeInstance.open(Settings(data=machine.data))
    reopen(machine.data, "instance")
    WholeInstance.open(Settings(data=machine.data)).close()


def test_a_lost_vault_is_never_made_anew_beside_regions(machine: Machine) -> None:
    machine.close()
    machine.path("vault").unlink()
    with pytest.raises(MasakuError, match="masaku instance restore"):
        WholeInstance.open(Settings(data=machine.data))
    assert not machine.path("vault").exists()
