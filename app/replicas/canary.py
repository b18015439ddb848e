"""Whether replicas really advance: a row is written, and Litestream must confirm that it has arrived.

Litestream's own status says "replicating" all through an outage; only a waited sync of a fresh write is proof.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Literal

from app.clock import Clock, stamp
from app.errors import MasakuError
from app.i18n import N_
from app.regions import Regions
from app.regions import store as region_store
from app.regions.maintenance import under_maintenance
from app.regions.regions import MAX_OPEN
from app.replicas.control import Control, ReplicaFailure
from app.replicas.destination import Destination
from app.settings import Settings

State = Literal["current", "local", "late", "failing", "waiting"]

LATE = timedelta(seconds=60)
FAILING = timedelta(hours=1)
_TIMEOUT_SECONDS = 5
_REMEMBERED = timedelta(hours=24)
# Files beside the regions: nobody may write into them for proof, so only what is in them is confirmed.
BESIDE = ("instance", "vault")


@dataclass(frozen=True)
class ReplicaState:
    """`lag_seconds` is how much a loss of this machine would cost now; None before the first confirmation.

    "local" replicas are up to date and lie on this machine: a fire takes both.
    """

    state: State
    lag_seconds: float | None
    since: datetime
    destination: str
    error: str = ""

    @property
    def is_red(self) -> bool:
        return self.state in ("local", "failing")


@dataclass
class _Record:
    since: datetime
    state: State = "waiting"
    confirmed: datetime | None = None
    error: str = ""
    lags: deque[tuple[datetime, float]] = field(default_factory=deque)


class Canary:
    def __init__(self, settings: Settings, clock: Clock, regions: Regions, target: Destination) -> None:
        self._data, self._clock, self._regions, self._target = settings.data, clock, regions, target
        self._control = Control(settings.data)
        self._off_machine = target.off_this_machine()
        self._began = clock.now()
        self._records: dict[str, _Record] = {}
        self._lock = Lock()

    def names(self) -> list[str]:
        """Everything that is replicated: the regions, then the files beside them."""
        return [*self._regions.codes(), *BESIDE]

    def probe(self, name: str) -> None:
        """Writes and waits, up to five seconds. Never raises: what went wrong is the result."""
        began = self._clock.now()
        try:
            self._write(name, began)
            self._control.sync(self._data / f"{name}.db", timeout=_TIMEOUT_SECONDS)
        except MasakuError as error:
            self._note(name, None, str(error))
        else:
            self._note(name, began, "")

    def replica_state(self, name: str) -> ReplicaState:
        with self._lock:
            record = self._record(name)
            self._judge(record)
            return ReplicaState(
                record.state, self._lag(record), record.since, self._target.label, record.error
            )

    def lags(self, name: str) -> list[tuple[datetime, float]]:
        """Of the last 24 hours, oldest first, in seconds: for the sparkline and "at most"."""
        with self._lock:
            return list(self._record(name).lags)

    def _write(self, name: str, at: datetime) -> None:
        """Beyond the number of regions that can be open at once, a closed one has no news to lose."""
        codes = self._regions.codes()
        if not (self._data / f"{name}.db").exists() and not under_maintenance(self._data, name):
            self._regions.close(name)  # or people would go on writing into a deleted file
            raise ReplicaFailure(N_("{file} is gone; restore it."), file=f"{name}.db")
        if name not in codes:
            return
        is_open = any(region.code == name for region in self._regions.open_regions())
        if is_open or len(codes) <= MAX_OPEN:
            self._regions.find(name).note_now(region_store.set_canary, stamp(at))

    def _note(self, name: str, confirmed: datetime | None, error: str) -> None:
        with self._lock:
            record = self._record(name)
            record.confirmed, record.error = confirmed or record.confirmed, error
            now = self._clock.now()
            lag = (now - (record.confirmed or self._began)).total_seconds()
            record.lags.append((now, lag))
            while now - record.lags[0][0] > _REMEMBERED:
                record.lags.popleft()
            self._judge(record)

    def _record(self, name: str) -> _Record:
        return self._records.setdefault(name, _Record(self._began))

    def _lag(self, record: _Record) -> float | None:
        """After a success how long it took; after a failure how old the last success is."""
        if record.confirmed is None:
            return None
        if not record.error and self._clock.now() - record.confirmed < LATE:
            return record.lags[-1][1]
        return (self._clock.now() - record.confirmed).total_seconds()

    def _judge(self, record: _Record) -> None:
        age = self._clock.now() - (record.confirmed or self._began)
        state: State = "current" if self._off_machine else "local"
        if age >= (FAILING if record.confirmed else LATE):
            state = "failing"
        elif age >= LATE:
            state = "late"
        elif record.confirmed is None:
            state = "waiting"
        if state != record.state:
            record.state, record.since = state, self._clock.now()
