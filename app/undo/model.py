"""An operation on many clients, remembered so that it can be undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["import", "mass", "merge"]
State = Literal["under_way", "done", "undoing", "undone"]
Outcome = Literal["", "undone", "kept"]
Before = Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """`detail` is its feature's own: what was done, in keys and numbers, never a client's data in the clear.

    `clients` were touched; `kept` of them were not taken back, because somebody had changed them since.
    """

    id: int
    kind: Kind
    detail: Mapping[str, Any]
    actor_id: str
    actor_name: str
    at: str
    state: State
    clients: int
    undone_at: str
    undone_by: str
    kept: int

    @property
    def can_be_undone(self) -> bool:
        """Also an undoing that was broken off: it goes on where it was. And what was given up half-way."""
        return self.state != "undone" and self.clients > 0


@dataclass(frozen=True)
class Done:
    """One client as an operation left it: unchanged since as long as it has this version and moment of change.

    `before` is what undoing needs; None for a client that did not exist before. `owner` is the client's UUID.
    """

    client_id: int
    owner: str
    version: int
    changed_at: str
    before: Before | None = None


@dataclass(frozen=True)
class Step:
    """A `Done` as it is read back; `erased` when the client's key is gone, and with it what was before."""

    done: Done
    outcome: Outcome
    erased: bool
