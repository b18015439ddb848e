"""A restore that is killed leaves the old region or the new one, whole, and the next start tidies up."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.errors import Refused
from app.regions.maintenance import under_maintenance
from app.replicas import restore, safety, swap
from app.replicas.control import Control
from app.replicas.litestream import Litestream
from app.replicas.quiet import bring_up_to_date
from app.replicas.replica import Replica
from app.replicas.swap import Swap, alone, recover
from tests.replicas.conftest import Machine, open_machine

OLD, NEW = ["kept", "by mistake"], ["kept"]


def kill_at(owner: Any, name: str, *, after: bool) -> None:
    """This process dies by SIGKILL when it reaches the named step of the restore."""
    step: Callable[..., Any] = getattr(owner, name)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if after:
            step(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, deadly)


STEPS = {
    "before the replica is fetched": (Replica, "fetch", False, OLD),
    "with the replica fetched": (Replica, "fetch", True, OLD),
    "with the file prepared": (restore, "prepare", True, OLD),
    "with the old file kept": (safety, "keep", True, OLD),
    "before the old file is deleted": (Swap, "_replace", False, NEW),
    "between the two files": (Path, "rename", False, NEW),
    "with the new file in place": (Swap, "_replace", True, NEW),
    "before the region reopens": (swap, "reopen", False, NEW),
}


def restore_and_die(data: Path, moment: Any, owner: Any, name: str, after: bool) -> None:
    machine = open_machine(data)
    if owner is Path:
        replace = Swap._replace

        def dying(this: Swap) -> None:
            kill_at(Path, name, after=after)
            replace(this)

        Swap._replace = dying  # type: ignore[method-assign]
    else:
        kill_at(owner, name, after=after)
    machine.restore("de", moment)


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_leaves_one_of_the_two(machine: Machine, step: str) -> None:
    moment = two_states(machine)
    die(machine, moment, step)
    assert under_maintenance(machine.data, "de"), "nobody is let in before it is tidied up"

    assert recover(machine.data) == ["de"]

    assert not under_maintenance(machine.data, "de")
    assert machine.firms("de") == STEPS[step][3]
    left = [path.name for path in machine.data.iterdir() if "incoming" in path.name or "json" in path.name]
    assert not left
    assert bool(list((machine.data / "safety").iterdir())) == (STEPS[step][3] == NEW)
    assert machine.restore("de").verified


def test_the_next_restore_finishes_what_a_kill_left_beside_a_running_litestream(
    machine: Machine, litestream: Litestream
) -> None:
    moment = two_states(machine)
    die(machine, moment, "with the old file kept")
    assert {entry.status for entry in Control(machine.data).list() if entry.path == machine.path("de")} == {
        "stopped"
    }
    report = machine.restore("de")
    assert report.verified, report.doubt
    assert machine.firms("de") == OLD


def test_the_keys_are_back_before_the_accounts_let_anybody_in(tmp_path: Path) -> None:
    for name in ("de", "instance", "vault"):
        state = {"incoming": f".{name}.incoming-1", "copy": str(tmp_path / "copy"), "committed": False}
        (tmp_path / f".{name}.restore.json").write_text(json.dumps(state))
    found = recover(tmp_path)
    assert found.index("vault") < found.index("instance") and len(found) == 3


def test_two_restores_of_a_region_at_once_are_refused(machine: Machine) -> None:
    with alone(machine.data, "de"), pytest.raises(Refused, match="already"):
        machine.restore("de")
    assert not under_maintenance(machine.data, "de")


COPIES = [
    ".de.drill-0a1b2c3d",
    ".de.drill-0a1b2c3d.tmp-wal",
    ".de.incoming-4e5f6a7b",
    ".de.incoming-4e5f6a7b-test",
    ".vault.incoming-merge",
]


def copies_left(data: Path) -> list[str]:
    return sorted(path.name for path in data.iterdir() if path.name in COPIES)


def test_copies_that_killed_drills_and_restores_left_are_deleted(tmp_path: Path) -> None:
    for name in (*COPIES, "de.db"):
        (tmp_path / name).touch()
    assert recover(tmp_path) == ["vault", "de"]
    assert not copies_left(tmp_path)
    assert (tmp_path / "de.db").exists()


def test_copies_of_those_that_are_alive_are_left_to_them(tmp_path: Path) -> None:
    for name in COPIES:
        (tmp_path / name).touch()
    with alone(tmp_path, "drill"), alone(tmp_path, "vault"):
        assert recover(tmp_path) == ["de"]
        assert copies_left(tmp_path) == [*COPIES[:2], ".vault.incoming-merge"]
    with alone(tmp_path, "de"):
        (tmp_path / COPIES[2]).touch()
        assert recover(tmp_path) == ["vault"]
        assert copies_left(tmp_path) == [COPIES[2]]


def two_states(machine: Machine) -> Any:
    machine.add_firm("de", "kept")
    machine.regions.close_all()
    bring_up_to_date(machine.data, machine.replica("de"), machine.path("de"))
    moment = machine.clock.now()
    time.sleep(0.2)
    machine.add_firm("de", "by mistake")
    machine.close()
    return moment


def die(machine: Machine, moment: Any, step: str) -> None:
    owner, name, after, _ = STEPS[step]
    child = os.fork()
    if child == 0:
        try:
            restore_and_die(machine.data, moment, owner, name, after)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
