"""Who is asking, as every page knows them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import State

ROLES = ("viewer", "editor", "manager")
GRANTS = ("privacy", "archive")


@dataclass(frozen=True)
class User:
    """A signed-in member of staff; `version` rises with every change of rights or preferences."""

    id: int
    email: str
    name: str
    admin: bool
    locale: str
    theme: str
    density: str
    version: int
    roles: dict[str, str]
    grants: frozenset[tuple[str, str]]
    session: bytes
    confirmed_at: str

    def role(self, region: str) -> str:
        """viewer, editor or manager; empty where this person has nothing to do."""
        return self.roles.get(region, "")

    def at_least(self, region: str, role: str) -> bool:
        mine = self.role(region)
        return bool(mine) and ROLES.index(mine) >= ROLES.index(role)

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def actor_id(self) -> str:
        return f"staff:{self.id}"


WebRequest = Request[User | None, Any, State]
