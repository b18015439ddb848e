"""How far a scan is."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import N_
from app.jobs import progress
from app.jobs.progress import Progress

PHASES: Mapping[str, str] = {
    "reading": N_("Reading the clients"),
    "comparing": N_("Comparing the clients"),
}


class Meter(progress.Meter[Progress]):
    """`total` are the kinds of likeness that are looked at, one after the other."""

    _total = 0

    def compared(self, done: int, total: int) -> None:
        self._total = total
        self.phase("comparing", done)

    def _progress(self, phase: str, done: int, seconds: float) -> Progress:
        return Progress(phase, done, self._total, seconds)
