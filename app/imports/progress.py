"""How far an import is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.jobs import progress

# How much of the whole each phase takes, measured with 100,000 rows; a check is over after the first.
_SHARES: tuple[tuple[str, float], ...] = (("checking", 0.6), ("writing", 0.2), ("indexing", 0.2))


@dataclass(frozen=True)
class Progress(progress.Progress):
    """`phase` is "reading", "checking", "waiting", "writing" or "indexing"."""

    new: int = 0
    known: int = 0
    refused: int = 0
    writes: bool = False

    @property
    def share(self) -> float:
        within = super().share
        if not self.writes:
            return within if self.phase == "checking" else 0.0
        before = 0.0
        for phase, share in _SHARES:
            if phase == self.phase:
                return before + within * share
            before += share
        return 0.0

    @property
    def rows_a_second(self) -> int:
        return super().rows_a_second if self.phase == "checking" else 0


Tell = Callable[[Progress], None]


class Meter(progress.Meter[Progress]):
    def __init__(self, tell: Tell, total: int, *, writes: bool) -> None:
        super().__init__(tell)
        self._total, self._writes = total, writes
        self._counts = (0, 0, 0)

    def count(self, new: int, known: int, refused: int) -> None:
        self._counts = (new, known, refused)

    def _progress(self, phase: str, done: int, seconds: float) -> Progress:
        return Progress(phase, done, self._total, seconds, *self._counts, self._writes)
