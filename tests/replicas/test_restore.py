"""A region comes back from its replica: beside a running Litestream, without one, and after losing the file."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing
from datetime import timedelta

import pytest

from app import sqlite
from app.errors import MasakuError
from app.history import store as history
from app.i18n import Message
from app.regions import store as region_store
from app.regions.maintenance import under_maintenance
from app.replicas import prepare, safety
from app.replicas.control import Control
from app.replicas.litestream import Litestream
from app.replicas.prepare import Restored
from app.replicas.replica import CannotRestore
from tests.replicas.conftest import Machine


def test_restoring_brings_back_every_acknowledged_firm(machine: Machine, litestream: Litestream) -> None:
    names = [f"Firma {n}" for n in range(20)]
    for name in names:
        machine.add_firm("de", name)
    report = machine.restore("de")
    assert report.verified, report.doubt
    assert machine.firms("de") == names
    assert not under_maintenance(machine.data, "de")


def test_restoring_to_a_moment_forgets_only_what_came_later(machine: Machine, litestream: Litestream) -> None:
    machine.add_firm("de", "kept")
    machine.add_firm("at", "elsewhere")
    Control(machine.data).sync(machine.path("de"))
    time.sleep(0.3)
    moment = machine.clock.now()
    time.sleep(0.3)
    machine.add_firm("de", "by mistake")
    seen = machine.regions.find("de").change()

    report = machine.restore("de", moment)

    assert report.verified, report.doubt
    assert moment - timedelta(seconds=3) < report.point <= moment
    assert (report.before.rows["firm"] if report.before else None, report.after.rows["firm"]) == (2, 1)
    assert machine.firms("de") == ["kept"] and machine.firms("at") == ["elsewhere"]
    assert machine.regions.find("de").change() > seen, "a browser would show what it remembers"


def test_the_change_history_says_that_it_went_back(machine: Machine, litestream: Litestream) -> None:
    machine.add_firm("de", "one")
    Control(machine.data).sync(machine.path("de"))
    time.sleep(0.3)
    moment = machine.clock.now()
    time.sleep(0.3)
    machine.add_firm("de", "two")
    region = machine.regions.find("de")
    machine.vault.set_history_mark("de", *region.read(history.last))

    report = machine.restore("de", moment)

    assert [str(note) for note in report.notes] == ["Entries of the change history that are gone: 1"]
    region = machine.regions.find("de")
    verdict = region.read(history.verify, region.keys, machine.vault.history_mark("de"))
    assert verdict.whole and verdict.entries == 2


def test_what_is_written_after_a_restore_is_replicated(machine: Machine, litestream: Litestream) -> None:
    machine.add_firm("de", "before")
    machine.restore("de")
    machine.add_firm("de", "after")
    machine.regions.close_all()
    Control(machine.data).sync(machine.path("de"))
    machine.replica("de").fetch(machine.data / "copy")
    with closing(sqlite.connect(machine.data / "copy")) as db:
        assert sqlite.one(db, "SELECT group_concat(name) FROM firm") == "before,after"
        assert sqlite.one(db, "PRAGMA integrity_check") == "ok"


def test_without_server_and_litestream_the_last_changes_are_not_lost(machine: Machine) -> None:
    machine.add_firm("de", "never replicated before")
    report = machine.restore("de")
    assert report.verified, report.doubt
    assert machine.firms("de") == ["never replicated before"]


def test_a_lost_file_comes_back_beside_a_running_litestream(machine: Machine, litestream: Litestream) -> None:
    machine.add_firm("de", "survivor")
    Control(machine.data).sync(machine.path("de"))
    machine.regions.close_all()
    for path in machine.data.glob("de.db*"):
        path.unlink()
    time.sleep(0.5)
    report = machine.restore("de")
    assert report.verified, report.doubt
    assert report.before is None and report.copy is None
    assert machine.firms("de") == ["survivor"]


def test_a_lost_data_directory_comes_back_from_its_replica(machine: Machine) -> None:
    machine.add_firm("de", "survivor")
    machine.regions.close_all()
    machine.replica("de").push()
    for path in [*machine.data.glob("de.db*"), *machine.data.glob(".de.db-litestream/**/*.ltx")]:
        path.unlink()
    assert machine.restore("de").verified
    assert machine.firms("de") == ["survivor"]


def test_a_damaged_file_is_replaced_and_kept_as_it_was(machine: Machine) -> None:
    for n in range(300):
        machine.add_firm("de", f"Firma {n}")
    machine.regions.close_all()
    machine.replica("de").push()
    damaged = bytearray(machine.path("de").read_bytes())
    damaged[4096:] = b"\xff" * (len(damaged) - 4096)
    machine.path("de").write_bytes(damaged)

    report = machine.restore("de")

    assert report.verified, report.doubt
    assert len(machine.firms("de")) == 300
    assert report.copy and report.copy.read_bytes() == damaged
    assert report.copy.stat().st_mode & 0o777 == 0o600
    safety.forget(machine.settings, "de")
    assert not list(report.copy.parent.iterdir()), "an erasure leaves no copy"


def test_another_regions_replica_is_refused_and_the_region_serves_on(machine: Machine) -> None:
    machine.add_firm("de", "ours")
    machine.add_firm("at", "theirs")
    machine.regions.close_all()
    machine.replica("at").push()
    (machine.data / "replica" / "at.db").rename(machine.data / "replica" / "de.db")
    with pytest.raises(CannotRestore, match="does not hold region DE"):
        machine.restore("de", machine.clock.now())
    assert machine.firms("de") == ["ours"]


def test_features_bring_the_restored_file_forward_before_it_serves(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def erase_again(restored: Restored) -> Iterable[Message]:
        restored.db.execute("DELETE FROM firm WHERE name = 'erased'")
        return [Message("done again")]

    monkeypatch.setattr(prepare, "after_restore", [erase_again])
    machine.add_firm("de", "erased")
    machine.add_firm("de", "kept")
    report = machine.restore("de")
    assert report.verified and [str(note) for note in report.notes] == ["done again"]
    assert machine.firms("de") == ["kept"]


def test_a_feature_that_fails_leaves_the_region_as_it_was(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Restored) -> Iterable[Message]:
        raise MasakuError("no")

    monkeypatch.setattr(prepare, "after_restore", [broken])
    machine.add_firm("de", "ours")
    with pytest.raises(MasakuError, match="no"):
        machine.restore("de")
    assert machine.firms("de") == ["ours"]
    assert not under_maintenance(machine.data, "de")
    assert not list(machine.data.glob(".de.*")) or not list(machine.data.glob(".de.incoming*"))


def test_a_region_that_knows_more_keys_than_the_vault_is_refused(machine: Machine) -> None:
    machine.add_firm("de", "ours")
    machine.regions.find("de").write_now(region_store.bump, 1000)
    with pytest.raises(CannotRestore, match=r"newer than vault\.db"):
        machine.restore("de")


def test_a_moment_before_the_replica_is_refused_with_its_beginning(machine: Machine) -> None:
    machine.regions.close_all()
    machine.replica("de").push()
    with pytest.raises(CannotRestore, match="begins at 20"):
        machine.restore("de", machine.clock.now() - timedelta(days=1))
