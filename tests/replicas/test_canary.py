"""The admin page tells the truth about replicas, also when Litestream's own status does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.clock import FixedClock
from app.errors import NotFound
from app.replicas.canary import Canary
from app.replicas.control import Control
from app.replicas.destination import Destination, destination
from app.replicas.drill import Drill, drills, remember
from app.replicas.keeper import Keeper
from app.replicas.litestream import Litestream
from tests.replicas.conftest import SETS, Machine, wait_until

ELSEWHERE = Destination({"type": "s3", "bucket": "firm"}, {})


def canary(machine: Machine, target: Destination | None = None) -> tuple[Canary, FixedClock]:
    clock = FixedClock(datetime(2026, 11, 23, 12, tzinfo=UTC))
    return Canary(machine.settings, clock, machine.regions, target or destination(machine.settings)), clock


def test_a_replica_on_this_machine_is_red_even_when_it_is_up_to_date(
    machine: Machine, litestream: Litestream
) -> None:
    watch, _ = canary(machine)
    before = machine.regions.find("de").change()
    watch.probe("de")
    state = watch.replica_state("de")
    assert (state.state, state.is_red, state.error) == ("local", True, "")
    assert state.destination == str(machine.data / "replica")
    assert machine.regions.find("de").change() == before, "no page is different for a canary"


def test_a_replica_elsewhere_is_up_to_date_after_each_confirmed_write(
    machine: Machine, litestream: Litestream
) -> None:
    watch, clock = canary(machine, ELSEWHERE)
    assert watch.replica_state("de").state == "waiting"
    watch.probe("de")
    state = watch.replica_state("de")
    assert (state.state, state.lag_seconds, state.destination) == ("current", 0.0, "S3, firm")
    clock.advance(seconds=59)
    assert watch.replica_state("de").state == "current"


def test_an_outage_shows_within_a_minute_and_lag_grows_from_the_last_confirmed_write(
    machine: Machine, litestream: Litestream
) -> None:
    watch, clock = canary(machine, ELSEWHERE)
    watch.probe("de")
    litestream.stop()
    clock.advance(seconds=30)
    watch.probe("de")
    assert watch.replica_state("de").error == "Litestream is not running."
    clock.advance(seconds=30)
    late = watch.replica_state("de")
    assert (late.state, late.lag_seconds, late.is_red) == ("late", 60.0, False)
    clock.advance(hours=1)
    lost = watch.replica_state("de")
    assert (lost.state, lost.is_red, lost.since) == ("failing", True, clock.now())
    assert [lag for _, lag in watch.lags("de")] == [0.0, 30.0]


def test_a_replica_that_never_answered_is_not_called_late(machine: Machine) -> None:
    watch, clock = canary(machine, ELSEWHERE)
    watch.probe("de")
    clock.advance(seconds=60)
    assert watch.replica_state("de").state == "failing"
    assert watch.replica_state("de").lag_seconds is None


def test_nobody_goes_on_writing_into_a_deleted_file(machine: Machine) -> None:
    machine.add_firm("de", "one")
    watch, _ = canary(machine)
    machine.path("de").unlink()
    watch.probe("de")
    assert watch.replica_state("de").error == "de.db is gone; restore it."
    with pytest.raises(NotFound):
        machine.add_firm("de", "two")


def test_accounts_and_keys_are_watched_like_the_regions(machine: Machine, litestream: Litestream) -> None:
    watch, _ = canary(machine)
    assert watch.names() == ["at", "de", "instance", "vault"]
    Control(machine.data).await_known(machine.path("vault"))
    watch.probe("vault")
    assert watch.replica_state("vault").state == "local"


def test_the_server_keeps_replication_and_its_proof_going(machine: Machine) -> None:
    half_past_four = FixedClock(datetime(2026, 11, 23, 3, 30, tzinfo=UTC))
    remember(machine.data, Drill("at", "2026-11-22T03:00:01Z", 1.0, True))
    keeper = Keeper(machine.settings, half_past_four, machine.regions, SETS)
    keeper.start()
    try:
        wait_until(lambda: Control(machine.data).is_running())
        wait_until(lambda: keeper.canary.replica_state("de").state == "local")
        wait_until(lambda: len(drills(machine.data)) == 3)
    finally:
        keeper.stop()
        machine.close()
        keeper.end_replication()
    assert not Control(machine.data).is_running()
    assert [each.code for each in drills(machine.data)] == ["at", "de", "at"], "who waits longest is first"
