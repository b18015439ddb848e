"""instance.db comes back with everybody signed out; vault.db comes back as it was last, and never further."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from app import sqlite
from app.errors import MasakuError
from app.regions.maintenance import under_maintenance
from app.replicas.control import Control
from app.replicas.instance import refuse_to_start_over
from app.replicas.litestream import Litestream
from app.settings import Settings
from app.vault.merge import TABLES, merge
from tests.replicas.conftest import Machine, open_machine


def test_lost_accounts_come_back_and_everybody_signs_in_again(
    machine: Machine, accounts_file: Path, litestream: Litestream
) -> None:
    for path in (accounts_file, machine.path("vault")):
        Control(machine.data).await_known(path)
        Control(machine.data).sync(path)
    for path in machine.data.glob("instance.db*"):
        path.unlink()
    report = machine.restore_itself()
    assert (report.staff, report.vault, report.doubt) == (1, "merged", "")
    with closing(sqlite.connect(accounts_file)) as db:
        assert sqlite.one(db, "SELECT count(*) FROM session") == 0
    assert not under_maintenance(machine.data, "instance")


def test_a_lost_vault_comes_back_with_every_key(machine: Machine, accounts_file: Path) -> None:
    machine.add_firm("de", "sealed")
    machine.close()
    for name in ("instance", "vault"):
        machine.replica(name).push()
    for path in [*machine.data.glob("vault.db*"), *machine.data.glob("instance.db*")]:
        path.unlink()
    assert machine.restore_itself().vault == "restored"
    assert open_machine(machine.data).vault.find("f-1") is not None


def test_a_key_destroyed_after_the_last_sync_stays_destroyed(machine: Machine, accounts_file: Path) -> None:
    machine.vault.make(["erased", "kept"], "de")
    machine.close()
    for name in ("instance", "vault"):
        machine.replica(name).push()
    with closing(sqlite.connect(machine.path("vault"))) as db:
        db.execute("UPDATE data_key SET wrapped = NULL WHERE owner = 'erased'")
    assert machine.restore_itself().vault == "merged"
    vault = open_machine(machine.data).vault
    assert vault.find("kept") is not None and vault.find("erased") is None
    vault.close()


def test_an_instance_with_regions_is_never_started_over(machine: Machine, accounts_file: Path) -> None:
    refuse_to_start_over(machine.settings)
    machine.close()
    machine.path("vault").unlink()
    with pytest.raises(MasakuError, match="masaku instance restore"):
        refuse_to_start_over(machine.settings)


def test_a_new_machine_with_the_old_replica_is_told_to_restore(
    machine: Machine, accounts_file: Path, tmp_path: Path
) -> None:
    machine.close()
    machine.replica("instance").push()
    new = Settings(data=tmp_path / "new")
    new.data.mkdir()
    refuse_to_start_over(new)
    (new.data / "litestream.yml").write_text(f"replica: {{path: {machine.data / 'replica'}}}")
    with pytest.raises(MasakuError, match="masaku instance restore"):
        refuse_to_start_over(new)


def test_two_vaults_become_one_that_forgets_nothing(tmp_path: Path) -> None:
    one, two = open_machine(tmp_path / "one"), open_machine(tmp_path / "two")
    one.vault.open()
    two.vault.open()
    one.vault.make(["a", "b"], "de")
    two.vault.make(["b", "c", "d"], "de")
    two.vault.set_history_mark("de", 7, b"7" * 32)
    mark = two.vault.mark("de")
    one.close()
    two.close()
    with (
        closing(sqlite.connect(one.path("vault"))) as db,
        closing(sqlite.connect(two.path("vault"))) as other,
    ):
        other.execute("UPDATE data_key SET wrapped = NULL WHERE owner = 'b'")
        with sqlite.transaction(db):
            merge(db, other)
        found = {row["owner"]: row["wrapped"] is not None for row in db.execute("SELECT * FROM data_key")}
    assert found == {"a": True, "b": False, "c": True, "d": True}
    assert one.vault.mark("de") >= mark and one.vault.history_mark("de") == (7, b"7" * 32)
    one.close()


def test_every_table_of_the_vault_says_how_it_is_merged(machine: Machine) -> None:
    machine.vault.open()
    with closing(sqlite.connect(machine.path("vault"), readonly=True)) as db:
        tables = {
            row[0]
            for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not row[0].startswith(("sqlite_", "_"))
        }
    assert tables == set(TABLES)
