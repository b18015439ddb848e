"""What goes on beside the server as long as it runs: replication, its proof, nightly drills, tidying up."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from functools import partial
from pathlib import Path
from threading import Event, Thread

from sqlite_utils.migrations import Migrations

from app.clock import Clock, parse_stamp
from app.errors import MasakuError, Refused
from app.i18n import N_
from app.regions import Regions
from app.replicas.canary import Canary
from app.replicas.control import Control, ReplicaFailure
from app.replicas.destination import destination
from app.replicas.drill import drill, drills
from app.replicas.litestream import Litestream
from app.replicas.nights import next_due
from app.replicas.safety import sweep
from app.replicas.swap import recover
from app.settings import Settings

log = logging.getLogger("masaku.replicas")

PROBE_EVERY_SECONDS = 30.0
_START_SECONDS = 5.0
# After an error, a full disk for instance: twice as long each time.
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 120.0
_DRILL_LOOK_SECONDS = 600.0


@dataclass(frozen=True)
class Progress:
    """The drill that runs: `step` counts STEPS from 0, `waiting` are the regions after it."""

    code: str
    step: int
    waiting: tuple[str, ...]


class Keeper:
    def __init__(
        self, settings: Settings, clock: Clock, regions: Regions, sets: Sequence[Migrations]
    ) -> None:
        self._settings, self._clock, self._regions, self._sets = settings, clock, regions, sets
        self.litestream = Litestream(settings)
        self.canary = Canary(settings, clock, regions, destination(settings))
        self._ending = Event()
        self._threads: list[Thread] = []
        self._probed = False
        self.progress: Progress | None = None
        self._unseen: set[Path] = set()

    def start(self) -> None:
        """Raises Misuse where litestream.yml cannot be used."""
        recover(self._settings.data)
        self.litestream.start()
        for name, task in (("canary", self._probe_all), ("drill", self._drill_at_night)):
            self._threads.append(Thread(target=self._repeat, args=(task,), name=name, daemon=True))
            self._threads[-1].start()

    def stop(self) -> None:
        """Before the regions are closed; end_replication follows after."""
        self._ending.set()
        for thread in self._threads:
            thread.join(1.0)

    def end_replication(self) -> None:
        """With a last sync, once nothing is written any more."""
        self.litestream.stop()

    def begin_drills(self, codes: Sequence[str]) -> None:
        """One region after the other, beside everything else. Raises Refused while one runs."""
        if self.progress is not None:
            raise Refused(N_("A drill is running already."))
        self.progress = Progress(codes[0], 0, tuple(codes[1:]))
        Thread(target=self._drill_all, args=(tuple(codes),), name="drill", daemon=True).start()

    def _drill_all(self, codes: tuple[str, ...]) -> None:
        try:
            for number, code in enumerate(codes):
                self._drill(code, partial(self._tell, code, codes[number + 1 :]))
        finally:
            self.progress = None

    def _tell(self, code: str, waiting: tuple[str, ...], step: int) -> None:
        self.progress = Progress(code, step, waiting)

    def _repeat(self, task: Callable[[], None]) -> None:
        pause = _FIRST_PAUSE_SECONDS
        while not self._ending.is_set():
            try:
                task()
                pause = _FIRST_PAUSE_SECONDS
            except Exception:
                log.exception("%s", task.__name__)
                self._ending.wait(pause)
                pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    def _probe_all(self) -> None:
        recover(self._settings.data)
        sweep(self._settings, self._clock)
        names = self.canary.names()
        if not self._probed:
            self._await_litestream(names)
        pause = PROBE_EVERY_SECONDS / len(names) if self._probed else 0
        for name in names:
            self.canary.probe(name)
            if self._ending.wait(pause):
                return
        self._probed = True
        self._restart_if_blind(names)

    def _await_litestream(self, names: list[str]) -> None:
        """At the start a moment passes until it sees every file; that is no outage."""
        for _ in range(int(_START_SECONDS / 0.1)):
            try:
                if len(Control(self._settings.data).list()) >= len(names):
                    return
            except ReplicaFailure:
                pass
            if self._ending.wait(0.1):
                return

    def _restart_if_blind(self, names: list[str]) -> None:
        """A file that Litestream did not see in two rounds was not just made."""
        paths = {self._settings.data / f"{name}.db" for name in names}
        try:
            seen = {entry.path for entry in Control(self._settings.data).list()}
        except ReplicaFailure:
            return
        unseen = {path for path in paths - seen if path.exists()}
        if unseen & self._unseen:
            self.litestream.restart()
        self._unseen = unseen

    def _drill_at_night(self) -> None:
        zones = {each.code: each.timezone for each in self._regions.definitions()}
        while (code := self._next_due(zones)) and not self._ending.is_set():
            del zones[code]  # whatever keeps it from being drilled, the others have their turn
            self._drill(code)
        self._ending.wait(_DRILL_LOOK_SECONDS)

    def _next_due(self, zones: Mapping[str, tzinfo]) -> str | None:
        last = {each.code: parse_stamp(each.at) for each in reversed(drills(self._settings.data))}
        return next_due(zones, last, self._clock.now())

    def _drill(self, code: str, on_step: Callable[[int], None] = lambda _: None) -> None:
        try:
            result = drill(self._settings, self._clock, self._sets, self._regions.find(code), on_step)
        except MasakuError as error:  # being restored, or another drill runs
            log.info("no drill of %s: %s", code, error)
            return
        except Exception:  # the next look is ten minutes away, and the other regions have their turn
            log.exception("The restore drill of %s broke off", code)
            return
        if not result.ok:
            log.error("The restore drill of %s failed: %s", code, result.problem)
