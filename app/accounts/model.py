"""Staff accounts and how long their sessions live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
INVITATION = timedelta(days=7)
# How often a session's "last seen" is written: often enough for the idle limit, seldom enough to cost nothing.
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Role:
    """What somebody is in one region, with the two grants nobody has by default."""

    region: str
    role: str
    privacy: bool = False
    archive: bool = False


@dataclass(frozen=True)
class Staff:
    id: int
    email: str
    name: str
    admin: bool
    active: bool
    locale: str
    theme: str
    density: str
    version: int
    has_password: bool
    roles: tuple[Role, ...]


@dataclass(frozen=True)
class Session:
    """One browser somebody is signed in with; `id` names it in pages, the token itself is nowhere stored."""

    id: int
    agent: str
    address: str
    made_at: str
    seen_at: str
    current: bool
