"""How far a job is, told a few times a second."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from app.jobs.messages import Json

_T = TypeVar("_T")
_EVERY_SECONDS = 0.2
_TOO_EARLY = 0.02


@dataclass(frozen=True)
class Progress:
    """`done` of `total` rows of this phase; `seconds` since the beginning of all."""

    phase: str
    done: int
    total: int
    seconds: float

    @property
    def share(self) -> float:
        """Of the whole, from 0 to 1."""
        return min(1.0, self.done / self.total) if self.total else 0.0

    @property
    def percent(self) -> int:
        return min(99, int(100 * self.share))

    @property
    def rows_a_second(self) -> int:
        return int(self.done / self.seconds) if self.seconds >= 1 else 0

    @property
    def seconds_left(self) -> int | None:
        """None as long as nobody can tell."""
        if self.seconds < 1 or self.share < _TOO_EARLY:
            return None
        return int(self.seconds * (1 - self.share) / self.share) + 1

    def as_json(self) -> Json:
        return asdict(self)


P = TypeVar("P", bound=Progress)


class Meter(ABC, Generic[P]):
    """Tells at most five times a second, and each new phase at once."""

    def __init__(self, tell: Callable[[P], None]) -> None:
        self._tell = tell
        self._began = time.monotonic()
        self._told = 0.0

    def phase(self, phase: str, done: int = 0) -> None:
        self._say(phase, done, time.monotonic())

    def at(self, phase: str, done: int) -> None:
        now = time.monotonic()
        if now - self._told >= _EVERY_SECONDS:
            self._say(phase, done, now)

    def along(self, phase: str, chunks: Iterable[list[_T]]) -> Iterator[list[_T]]:
        """The same chunks; how many have gone through is told."""
        done = 0
        for some in chunks:
            yield some
            done += len(some)
            self.at(phase, done)

    @abstractmethod
    def _progress(self, phase: str, done: int, seconds: float) -> P: ...

    def _say(self, phase: str, done: int, now: float) -> None:
        self._told = now
        self._tell(self._progress(phase, done, now - self._began))
