"""A drill proves a restore by doing it, and finds a replica that would not bring everything back."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.replicas.drill import STEPS, Drill, drill, drills
from app.replicas.litestream import Litestream
from tests.replicas.conftest import SETS, Machine


def run(machine: Machine) -> tuple[Drill, list[int]]:
    steps: list[int] = []
    region = machine.regions.find("de")
    return drill(machine.settings, machine.clock, SETS, region, steps.append), steps


def test_a_drill_brings_every_row_back_and_changes_nothing(machine: Machine, litestream: Litestream) -> None:
    for n in range(50):
        machine.add_firm("de", f"Firma {n}")
    before = machine.regions.find("de").change(), machine.vault.history_mark("de")
    result, steps = run(machine)
    assert result.ok, result.problem
    assert steps == list(range(len(STEPS)))
    assert result.rows >= 150
    assert drills(machine.data) == [result]
    assert (machine.regions.find("de").change(), machine.vault.history_mark("de")) == before
    assert not list(machine.data.glob(".de.drill*"))


def test_a_damaged_replica_fails_the_drill(machine: Machine) -> None:
    machine.add_firm("de", "one")
    machine.regions.close_all()
    machine.replica("de").push()
    for path in (machine.data / "replica" / "de.db").rglob("*.ltx"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    result, _ = run(machine)
    assert not result.ok and result.problem.startswith("The replica of de.db")


def test_what_the_disk_or_sqlite_refuses_fails_the_drill_and_is_remembered(machine: Machine) -> None:
    """Else it would begin again at once, all night."""
    broken = Migrations("broken")

    @broken()
    def v001_half(db: Database) -> None:
        db.conn.execute("CREATE TABLE (")

    machine.add_firm("de", "one")
    region = machine.regions.find("de")
    region.close()
    machine.replica("de").push()
    (machine.data / "drills.json").write_text("[{")
    result = drill(machine.settings, machine.clock, (*SETS, broken), region)
    assert not result.ok and "syntax error" in result.problem
    assert drills(machine.data) == [result]


def test_a_broken_history_fails_the_drill(machine: Machine) -> None:
    machine.add_firm("de", "one")
    region = machine.regions.find("de")
    region.write_now(lambda db: db.execute("DROP TRIGGER history_no_update"))
    region.write_now(lambda db: db.execute("UPDATE history SET actor_name = 'somebody else'"))
    result, _ = run(machine)
    assert not result.ok and result.problem == "The change history is broken at entry 1."
