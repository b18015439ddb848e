"""How far an import is, told a few times a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from app.imports.exchange import Json

Phase = Literal["reading", "checking", "waiting", "writing", "indexing"]
_T = TypeVar("_T")
_EVERY_SECONDS = 0.2
_TOO_EARLY = 0.02
# How much of the whole each phase takes, measured with 100,000 rows; a check is over after the first.
_SHARES: tuple[tuple[Phase, float], ...] = (("checking", 0.6), ("writing", 0.2), ("indexing", 0.2))


@dataclass(frozen=True)
class Progress:
    """`done` of `total` rows of this phase; `seconds` since the beginning of all."""

    phase: Phase
    done: int
    total: int
    seconds: float
    new: int = 0
    known: int = 0
    refused: int = 0
    writes: bool = False

    @property
    def share(self) -> float:
        """Of the whole, from 0 to 1."""
        within = min(1.0, self.done / self.total) if self.total else 0.0
        if not self.writes:
            return within if self.phase == "checking" else 0.0
        before = 0.0
        for phase, share in _SHARES:
            if phase == self.phase:
                return before + within * share
            before += share
        return 0.0

    @property
    def percent(self) -> int:
        return min(99, int(100 * self.share))

    @property
    def rows_a_second(self) -> int:
        return int(self.done / self.seconds) if self.phase == "checking" and self.seconds >= 1 else 0

    @property
    def seconds_left(self) -> int | None:
        """None as long as nobody can tell."""
        if self.seconds < 1 or self.share < _TOO_EARLY:
            return None
        return int(self.seconds * (1 - self.share) / self.share) + 1

    def as_json(self) -> Json:
        return asdict(self)


Tell = Callable[[Progress], None]


class Meter:
    """Tells at most five times a second, and each new phase at once."""

    def __init__(self, tell: Tell, total: int, *, writes: bool) -> None:
        self._tell, self._total, self._writes = tell, total, writes
        self._began = time.monotonic()
        self._told = 0.0
        self._counts = (0, 0, 0)

    def count(self, new: int, known: int, refused: int) -> None:
        self._counts = (new, known, refused)

    def phase(self, phase: Phase, done: int = 0) -> None:
        self._say(phase, done, time.monotonic())

    def at(self, phase: Phase, done: int) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY_SECONDS:
            self._say(phase, done, now)

    def along(self, phase: Phase, chunks: Iterable[list[_T]]) -> Iterator[list[_T]]:
        """The same chunks; how many have gone through is told."""
        done = 0
        for some in chunks:
            yield some
            done += len(some)
            self.at(phase, done)

    def _say(self, phase: Phase, done: int, now: float) -> None:
        self._told = now
        new, known, refused = self._counts
        seconds = now - self._began
        self._tell(Progress(phase, done, self._total, seconds, new, known, refused, self._writes))
