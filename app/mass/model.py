"""What can be done to many clients at once, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any

from app.i18n import N_
from app.undo.model import Operation

ACTIONS: Mapping[str, str] = {
    "status": N_("Set the status"),
    "archive": N_("Archive"),
    "tag": N_("Add a tag"),
    "untag": N_("Remove a tag"),
    "group": N_("Add to a group"),
    "ungroup": N_("Take out of a group"),
}
# What an action needs besides the clients.
NEEDS: Mapping[str, str] = {
    "status": "status",
    "archive": "",
    "tag": "tag",
    "untag": "tag",
    "group": "group",
    "ungroup": "group",
    "dissolve": "group",
}
# So many clients a transaction: a twentieth of a second, then whoever saves a form has their turn.
AT_ONCE = 30
SHOWN = 20
# What is done to the carriers of a tag when the tag is changed: not chosen like the others, begun at the tag.
OF_A_TAG = ("rename", "merge", "remove")
# What is done to the members of a group when the group is removed, begun at the group.
DISSOLVE = "dissolve"


@dataclass(frozen=True)
class Scope:
    """Chosen clients, or, without `ids`, all that a list's address shows; its days are those of `zone`."""

    ids: tuple[int, ...] = ()
    query: str = ""
    zone: tzinfo = UTC


@dataclass(frozen=True)
class Action:
    """`value` is a status, the name of a tag or of a static group; empty for those that need none.

    `tag` is the one that goes, where a tag itself is renamed, merged or removed; `group` the number of one that goes.
    """

    key: str
    value: str = ""
    tag: str = ""
    group: int = 0

    @property
    def status(self) -> str:
        """The status it sets, if it sets one."""
        return {"archive": "archived", "status": self.value}.get(self.key, "")


@dataclass(frozen=True)
class Plan:
    """What an action would do: `clients` are meant, `touched` of them would change, the others are so already."""

    clients: int
    touched: int
    first: tuple[tuple[int, str], ...]
    by_status: Mapping[str, int]

    @property
    def same(self) -> int:
        return self.clients - self.touched

    @property
    def others(self) -> int:
        return self.clients - len(self.first)


@dataclass(frozen=True)
class Run:
    """A mass action under way or done: `waiting` clients are still to come, `settled` of those touched are undone."""

    operation: Operation
    waiting: int
    settled: int

    @property
    def action(self) -> Action:
        return action_of(self.operation)

    @property
    def total(self) -> int:
        return int(self.operation.detail["total"])

    @property
    def is_undoing(self) -> bool:
        return self.operation.state == "undoing"

    @property
    def done(self) -> int:
        return self.settled if self.is_undoing else self.total - self.waiting

    @property
    def of(self) -> int:
        return self.operation.clients if self.is_undoing else self.total

    @property
    def percent(self) -> int:
        return min(99, 100 * self.done // self.of) if self.of else 0

    @property
    def is_open(self) -> bool:
        """Not at its end: being worked on, or broken off."""
        return self.operation.state in ("under_way", "undoing")


def action_of(operation: Operation) -> Action:
    detail = operation.detail
    return Action(detail["action"], detail["value"], detail.get("tag", ""), detail.get("group_id", 0))


def detail(action: Action, total: int, more: Mapping[str, Any]) -> dict[str, Any]:
    return {"action": action.key, "value": action.value, "total": total, **more}
