"""An order: what it holds, how far it is, and where it may go from there.

Amounts are minor units of the order's currency, days like "2026-11-23".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.catalogue.lines import LineValues
from app.i18n import N_

State = Literal[
    "new", "verification", "approved", "in_progress", "completed", "invoiced", "closed", "cancelled"
]
Priority = Literal["normal", "high", "urgent"]

STATES: Mapping[str, str] = {
    "new": N_("New"),
    "verification": N_("In verification"),
    "approved": N_("Approved"),
    "in_progress": N_("In progress"),
    "completed": N_("Completed"),
    "invoiced": N_("Invoiced"),
    "closed": N_("Closed"),
    "cancelled": N_("Order cancelled"),
}
PRIORITIES: Mapping[str, str] = {
    "normal": N_("Normal"),
    "high": N_("High"),
    "urgent": N_("Urgent"),
}
# Where a person may move it. What is invoiced and paid is said by invoices and payments, never by hand.
MOVES: Mapping[str, tuple[State, ...]] = {
    "new": ("verification", "cancelled"),
    "verification": ("approved", "new", "cancelled"),
    "approved": ("in_progress", "verification", "cancelled"),
    "in_progress": ("completed", "approved", "cancelled"),
    "completed": ("in_progress",),
    "invoiced": (),
    "closed": (),
    "cancelled": (),
}
# Not delivered yet: can be late, put on hold, and changed.
OPEN: tuple[State, ...] = ("new", "verification", "approved", "in_progress")


def pattern_of(numbering: Mapping[str, str]) -> str:
    """How a region writes the numbers of its orders."""
    return numbering.get("order", "O-{year}-{number:04}")


@dataclass(frozen=True)
class Order:
    """`reference` is the client's own number for it. On hold it keeps its state, and moves no further."""

    client_id: int = 0
    ordered_on: str = ""
    deadline: str = ""
    priority: Priority = "normal"
    reference: str = ""
    currency: str = "EUR"
    terms: str = ""
    discount_percent: int = 0
    state: State = "new"
    on_hold: bool = False
    net: int = 0
    vat: int = 0
    gross: int = 0
    id: int = 0
    uuid: str = ""
    number: str = ""
    version: int = 1
    created_at: str = ""
    created_by: str = ""
    changed_at: str = ""
    client_name: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def moves(self) -> tuple[State, ...]:
        """On hold only cancelling is left."""
        allowed = MOVES[self.state]
        return tuple(each for each in allowed if each == "cancelled") if self.on_hold else allowed

    def is_late(self, today: str) -> bool:
        """Whether its deadline has passed and it is not delivered yet."""
        return bool(self.deadline) and self.deadline < today and self.is_open


@dataclass(frozen=True)
class OrderLine:
    """A line as it was ordered; `net` is what it comes to."""

    values: LineValues
    net: int = 0
    position: int = 0
    id: int = 0
