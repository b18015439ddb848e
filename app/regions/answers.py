"""Answers to what every request asks, kept until anybody commits to the file."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from time import monotonic
from typing import Any, TypeVar

from app import sqlite

T = TypeVar("T")
_MOST = 1000
# What this process commits is noticed at once. To ask for what others commit costs as much as the answer of a page
# that has not changed, on every request.
_OTHERS_LOOKED_FOR_EVERY_SECONDS = 0.05


class Answers:
    """One thread at a time asks; whoever commits says so from another."""

    def __init__(self) -> None:
        self._commits = 0
        self.forget()

    def forget(self) -> None:
        self._kept: dict[Hashable, Any] = {}
        self._kept_at = (-1, -1)
        self._others, self._looked_at = -1, -1.0

    def committed(self) -> None:
        self._commits += 1

    def of(self, db: sqlite.Connection, key: Hashable, ask: Callable[[], T]) -> T:
        now = self._commits, self._seen_of_others(db)
        if now != self._kept_at or len(self._kept) > _MOST:
            self._kept, self._kept_at = {}, now
        if key not in self._kept:
            self._kept[key] = ask()
        found: T = self._kept[key]
        return found

    def _seen_of_others(self, db: sqlite.Connection) -> int:
        now = monotonic()
        if now - self._looked_at > _OTHERS_LOOKED_FOR_EVERY_SECONDS:
            self._others, self._looked_at = sqlite.one(db, "PRAGMA data_version"), now
        return self._others
