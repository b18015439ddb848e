"""`masaku instance restore`: the accounts as they were, everybody signed out; the vault as it is, never as it was."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils.migrations import Migrations

from app import sqlite
from app.clock import Clock
from app.errors import MasakuError
from app.i18n import N_
from app.migrate import migrate
from app.regions.definition import defined_codes
from app.regions.maintenance import close
from app.replicas.checks import is_sound
from app.replicas.destination import destination
from app.replicas.replica import CannotRestore, Replica, remove
from app.replicas.restore import arrives, begin_swap, log, undone_on_failure
from app.replicas.swap import alone, recover_one
from app.settings import Settings
from app.vault.merge import merge
from app.vault.schema import migrations as vault_migrations

NAMES = ("instance", "vault")


@dataclass(frozen=True)
class InstanceReport:
    """`vault` is "restored", "merged", or "kept" where its replica could not add anything."""

    point: datetime
    staff: int
    vault: str
    copy: Path | None
    doubt: str


def restore_instance(
    settings: Settings, clock: Clock, sets: Sequence[Migrations], at: datetime | None = None
) -> InstanceReport:
    """Works with both files lost. Raises MasakuError; instance.db is then as it was before."""
    data = settings.data
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    replica = Replica(destination(settings), data / "instance.db")
    with alone(data, "instance"), alone(data, "vault"):
        for name in NAMES:
            recover_one(data, name)
        replica.check(at)  # while everybody is still served
        swap = begin_swap(settings, clock, "instance")
        with undone_on_failure(swap):
            close(data, "instance", "restore", clock)
            sound = is_sound(swap.path)
            if sound:
                arrives(data, replica, swap.path)
            vault = _bring_back_vault(settings, clock)
            point = replica.fetch(swap.incoming, at).point
            staff = _sign_everybody_out(swap.incoming, sets)
            swap.commit(sound=sound)
        doubt = arrives(data, replica, swap.path)
        swap.end()
    return InstanceReport(point.at, staff, vault, swap.copy if swap.copy.exists() else None, doubt)


def refuse_to_start_over(settings: Settings) -> None:
    """Before anything makes an empty instance.db or vault.db: refuses where an earlier one is lost, not missing.

    A new file would be replicated in its place, and the keys of every client with it.
    """
    data = settings.data
    lost = [name for name in NAMES if not (data / f"{name}.db").exists()]
    if not lost:
        return
    regions = [code for code in defined_codes(data) if (data / f"{code}.db").exists()]
    target = destination(settings)
    if regions or any(Replica(target, data / f"{name}.db").span() for name in lost):
        raise MasakuError(
            N_("{file} is missing, and this is no new instance. Run: masaku instance restore"),
            file=f"{lost[0]}.db",
        )


def _sign_everybody_out(path: Path, sets: Sequence[Migrations]) -> int:
    from app.accounts import sessions  # with the web's own libraries, 0.4 s that no other command needs

    with closing(sqlite.connect(path)) as db:
        migrate(db, sets)
        with sqlite.transaction(db):
            sessions.end_all(db)
        return int(sqlite.one(db, "SELECT count(*) FROM staff"))


def _bring_back_vault(settings: Settings, clock: Clock) -> str:
    """The latest state of the replica, merged into the file where that can be read."""
    path = settings.data / "vault.db"
    replica = Replica(destination(settings), path)
    if not is_sound(path):
        swap = begin_swap(settings, clock, "vault")
        with undone_on_failure(swap):
            replica.fetch(swap.incoming)
            swap.commit(sound=False)
        swap.end()
        return "restored"
    fetched = path.with_name(".vault.incoming-merge")
    remove(fetched)
    try:
        replica.fetch(fetched)
        _merge(path, fetched)
    except CannotRestore as error:
        log.warning("vault.db is kept as it is: %s", error)
        return "kept"
    finally:
        remove(fetched)
    return "merged"


def _merge(path: Path, fetched: Path) -> None:
    with closing(sqlite.connect(path)) as db, closing(sqlite.connect(fetched)) as other:
        for each in (db, other):
            migrate(each, (vault_migrations,))
        with sqlite.transaction(db):
            merge(db, other)
