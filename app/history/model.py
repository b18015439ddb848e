"""Who changed what: the words of the change history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.actor import Actor


class Change(NamedTuple):
    """One field before and after, as text. A whole new record has the field "" and no old value."""

    field: str
    old: str
    new: str


class Subject(NamedTuple):
    """What was changed: `owner` is the UUID under whose key the values are sealed."""

    owner: str
    client_id: int
    object: str = "client"


@dataclass(frozen=True)
class Entry:
    """One row of the history as a person sees it; values are None once their key was destroyed, or when they are
    `damaged` and no longer open with it."""

    seq: int
    at: str
    actor: Actor
    action: str
    object: str
    field: str
    old: str | None
    new: str | None
    client_id: int = 0
    damaged: bool = False


@dataclass(frozen=True)
class Verdict:
    """What the verifier found; `broken_at` is the first entry that does not fit."""

    entries: int
    broken_at: int | None
    reason: str
    head: bytes

    @property
    def whole(self) -> bool:
        return self.broken_at is None
