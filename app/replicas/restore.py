"""`masaku region restore`: a region as it is on its replica, now or at any moment kept, while the others serve on."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils.migrations import Migrations

from app.clock import Clock
from app.errors import MasakuError, NotFound
from app.i18n import N_, Message
from app.regions.definition import find_definition
from app.regions.maintenance import close
from app.replicas import safety
from app.replicas.checks import Contents, contents, is_sound
from app.replicas.destination import destination
from app.replicas.prepare import prepare
from app.replicas.quiet import bring_up_to_date
from app.replicas.replica import Replica, remove
from app.replicas.swap import Swap, alone, recover_one
from app.settings import Settings
from app.vault import Vault

log = logging.getLogger("masaku.replicas")


@dataclass(frozen=True)
class Report:
    code: str
    asked: datetime | None
    point: datetime
    seconds: float
    before: Contents | None
    after: Contents
    notes: tuple[Message, ...]
    copy: Path | None
    # Whether a second restore from the replica gave the same file again; if not, why.
    verified: bool
    doubt: str = ""


def restore_region(
    settings: Settings,
    clock: Clock,
    vault: Vault,
    sets: Sequence[Migrations],
    code: str,
    at: datetime | None = None,
) -> Report:
    """Raises MasakuError; the region is then as it was before, and serves again."""
    if find_definition(settings.data, code) is None:
        raise NotFound(N_("There is no region “{code}”."), code=code)
    began = time.monotonic()
    data = settings.data
    with alone(data, code):
        recover_one(data, code)
        replica = Replica(destination(settings), data / f"{code}.db")
        replica.check(at)  # while the region still serves
        swap = begin_swap(settings, clock, code)
        with undone_on_failure(swap):
            close(data, code, "restore", clock)
            sound = is_sound(swap.path)
            before = contents(swap.path) if sound else None
            if sound:  # a damaged file stays away from the replica
                arrives(data, replica, swap.path)
            fetched = replica.fetch(swap.incoming, at)
            notes = prepare(
                swap.incoming,
                code,
                vault,
                sets,
                (fetched.point.at, clock.now()),
                replaces=swap.path if sound else None,
            )
            after = contents(swap.incoming)
            swap.commit(sound=sound)
        doubt = _doubt(data, replica, swap, after)
        swap.end()
    copy = swap.copy if swap.copy.exists() else None
    seconds = time.monotonic() - began
    return Report(code, at, fetched.point.at, seconds, before, after, notes, copy, not doubt, doubt)


def begin_swap(settings: Settings, clock: Clock, name: str) -> Swap:
    # A name of its own for each run: what a killed one may still write can never be taken for this one's.
    incoming = settings.data / f".{name}.incoming-{secrets.token_hex(4)}"
    swap = Swap(settings.data, name, incoming, safety.place(settings, name, clock))
    swap.begin()
    return swap


@contextmanager
def undone_on_failure(swap: Swap) -> Iterator[None]:
    try:
        yield
    except BaseException:
        swap.finish() if swap.is_committed else swap.undo()
        raise


def arrives(data: Path, replica: Replica, path: Path) -> str:
    """Brings the replica up to date; why it could not be, empty where it is."""
    try:
        bring_up_to_date(data, replica, path)
    except MasakuError as error:
        log.warning("%s is not up to date on its replica: %s", path.name, error)
        return str(error)
    return ""


def _doubt(data: Path, replica: Replica, swap: Swap, expected: Contents) -> str:
    """Why the replica cannot be trusted to hold what now serves; empty where a test restore gave it back."""
    problem = arrives(data, replica, swap.path)
    if problem:
        return problem
    test = swap.incoming.with_name(swap.incoming.name + "-test")
    try:
        replica.fetch(test)
        return "" if contents(test) == expected else str(Message(N_("The replica holds something else.")))
    except MasakuError as error:
        return str(error)
    finally:
        remove(test)
