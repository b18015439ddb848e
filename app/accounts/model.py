"""Staff accounts and how long their sessions, invitations and devices live."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
# How often a session's "last seen" is written: often enough for the idle limit, seldom enough to cost nothing.
SEEN_EVERY = timedelta(minutes=1)
INVITATION = timedelta(days=7)
# The same link for an account that was opened already: it lets in whoever holds it, so it is short.
NEW_PASSWORD = timedelta(minutes=30)
DEVICE = timedelta(days=400)
SIGN_INS_KEPT = timedelta(days=90)

THEMES = ("", "light", "dark")
DENSITIES = ("compact", "normal")


@dataclass(frozen=True)
class Role:
    """What somebody is in one region, with the two grants nobody has by default."""

    region: str
    role: str
    privacy: bool = False
    archive: bool = False

    @property
    def words(self) -> str:
        """As the account's history keeps it: "manager privacy"."""
        return " ".join(
            [self.role, *(["privacy"] if self.privacy else []), *(["archive"] if self.archive else [])]
        )


@dataclass(frozen=True)
class Wanted:
    """What an admin wants an account to be."""

    name: str
    email: str
    locale: str
    admin: bool
    roles: tuple[Role, ...]

    @property
    def state(self) -> str:
        """Travels through a form: another one at its return means that somebody changed the account meanwhile."""
        return hashlib.blake2b(repr(self).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True)
class Staff:
    """`invited_until` and `seen_at` are stamps, empty where there is no open invitation or nobody came yet."""

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
    invited_until: str
    seen_at: str
    roles: tuple[Role, ...]

    @property
    def wanted(self) -> Wanted:
        return Wanted(self.name, self.email, self.locale, self.admin, self.roles)


@dataclass(frozen=True)
class Session:
    """One browser somebody is signed in with; `id` names it in pages, the token itself is nowhere stored."""

    id: int
    agent: str
    address: str
    made_at: str
    seen_at: str
    current: bool


def differences(before: Wanted, after: Wanted) -> dict[str, tuple[str, str]]:
    """Field -> (before, after), both as words; a region's field is "role:de"."""
    old, new = _words(before), _words(after)
    return {
        field: (old.get(field, ""), new.get(field, ""))
        for field in {**old, **new}
        if old.get(field, "") != new.get(field, "")
    }


def _words(wanted: Wanted) -> dict[str, str]:
    plain = {
        "name": wanted.name, "email": wanted.email, "locale": wanted.locale, "admin": "yes" if wanted.admin else "no",
    }  # fmt: skip
    return plain | {f"role:{role.region}": role.words for role in wanted.roles}
