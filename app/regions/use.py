"""Who is at work with a file, and how all of them are got out of it."""

from __future__ import annotations

from threading import Condition, Lock

from app.errors import Unavailable
from app.i18n import N_

_WAIT_SECONDS = 25.0


class Use:
    """`with use:` is at work with the file. While it is locked nobody begins; who has begun can be waited for."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._lock = Lock()
        self._idle = Condition(self._lock)
        self._busy = 0
        self.locked = False

    def __enter__(self) -> None:
        with self._lock:
            if self.locked:
                name = self._file.removesuffix(".db").upper()
                raise Unavailable(N_("{name} is being restored. It comes back by itself."), name=name)
            self._busy += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._busy -= 1
            if self._busy == 0 and self.locked:
                self._idle.notify_all()

    @property
    def is_busy(self) -> bool:
        return self._busy > 0

    def lock(self) -> None:
        with self._lock:
            self.locked = True

    def wait(self) -> None:
        """Until nobody is at work. Raises Unavailable when somebody stays for long."""
        with self._idle:
            if not self._idle.wait_for(lambda: self._busy == 0, _WAIT_SECONDS):
                raise Unavailable(N_("{file} is still being read."), file=self._file)
