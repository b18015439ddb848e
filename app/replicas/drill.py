"""`masaku region drill`: proof that a region can be restored, by restoring it beside itself."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlite_utils.migrations import Migrations

from app import sqlite
from app.clock import Clock, stamp
from app.errors import MasakuError
from app.history import store as history
from app.i18n import N_
from app.regions import Region
from app.replicas import store
from app.replicas.destination import destination
from app.replicas.prepare import prepare
from app.replicas.quiet import bring_up_to_date
from app.replicas.replica import CannotRestore, Fetched, Replica, remove
from app.replicas.swap import alone
from app.settings import Settings

STEPS = (
    N_("Fetch the replica to a file of its own and check every page of it"),
    N_("Compare sums: the rows and values of every table"),
    N_("Verify the change history"),
    N_("Bring the copy up to what must not go back in time"),
    N_("Delete the test file"),
)
_KEPT = 100
_FILE = "drills.json"
Sums = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Drill:
    """How one drill went: `at` is when it began, `rows` how many came back."""

    code: str
    at: str
    seconds: float
    ok: bool
    rows: int = 0
    problem: str = ""


def drill(
    settings: Settings,
    clock: Clock,
    sets: Sequence[Migrations],
    region: Region,
    on_step: Callable[[int], None] = lambda _: None,
) -> Drill:
    """The region serves on and nothing in it changes. `on_step` hears the number of each of STEPS as it begins.

    A drill that fails is a result too; only a second one at the same time is refused.
    """
    began, at = time.monotonic(), stamp(clock.now())
    with alone(settings.data, "drill"):
        rows, problem = 0, ""
        try:
            rows = _rehearse(settings, clock, sets, region, on_step)
        except (MasakuError, OSError, sqlite.Error) as error:
            problem = str(error)
        result = Drill(region.code, at, round(time.monotonic() - began, 1), not problem, rows, problem)
        remember(settings.data, result)
    return result


def drills(data: Path) -> list[Drill]:
    """The last hundred and the last one of each region, newest first; none where a power cut has left the file torn:
    the next one writes it anew."""
    try:
        return msgspec.json.decode((data / _FILE).read_bytes(), type=list[Drill])
    except (FileNotFoundError, msgspec.DecodeError):
        return []


def remember(data: Path, result: Drill) -> None:
    found = [result, *drills(data)]
    last = {each.code: number for number, each in reversed(list(enumerate(found)))}
    kept = [each for number, each in enumerate(found) if number < _KEPT or last[each.code] == number]
    path = data / _FILE
    beside = path.with_suffix(".new")
    beside.write_bytes(msgspec.json.encode(kept))
    beside.rename(path)


def _rehearse(
    settings: Settings,
    clock: Clock,
    sets: Sequence[Migrations],
    region: Region,
    on_step: Callable[[int], None],
) -> int:
    replica = Replica(destination(settings), region.path)
    copy = settings.data / f".{region.code}.drill-{secrets.token_hex(4)}"
    try:
        on_step(0)
        earlier = _sums(region)
        bring_up_to_date(settings.data, replica, region.path)
        fetched = replica.fetch(copy)
        on_step(1)
        rows = _compare(earlier, copy, _sums(region))
        on_step(2)
        _verify_history(copy, region)
        on_step(3)
        _replay(clock, sets, region, fetched)
        on_step(4)
        return rows
    finally:
        remove(copy)


def _sums(region: Region) -> Sums:
    """Table by table, each from its own snapshot: one long one would hold up the checkpoints of the region."""
    return {name: region.read_aside(store.sums, name) for name in region.read_aside(store.tables)}


def _compare(earlier: Sums, copy: Path, later: Sums) -> int:
    """What did not change meanwhile must have come back exactly; what did, not with fewer rows than either."""
    with closing(sqlite.connect(copy, readonly=True)) as db:
        found = {name: store.sums(db, name) for name in store.tables(db)}
    for name, before in earlier.items():
        after, got = later.get(name), found.get(name, (-1, 0))
        unchanged = before == after
        if (unchanged and got != before) or (after and got[0] < min(before[0], after[0])):
            raise CannotRestore(N_("The table “{name}” did not come back as it is."), name=name)
    return sum(count for count, _ in found.values())


def _verify_history(copy: Path, region: Region) -> None:
    with closing(sqlite.connect(copy, readonly=True)) as db:
        verdict = history.verify(db, region.keys)
    if not verdict.whole:
        raise CannotRestore(N_("The change history is broken at entry {n}."), n=verdict.broken_at)


def _replay(clock: Clock, sets: Sequence[Migrations], region: Region, fetched: Fetched) -> None:
    moments = (fetched.point.at, clock.now())
    prepare(fetched.path, region.code, region.vault, sets, moments, replaces=region.path, rehearsal=True)
