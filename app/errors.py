"""The few kinds of things that go wrong, each with a text for the person it happens to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.i18n import N_, Message


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field; a warning never blocks."""

    field: str
    message: Message
    kind: Literal["error", "warning"] = "error"


class MasakuError(Exception):
    """Leaves through the one exit in app.web.errors (or the command line's) as one clear sentence."""

    status = 500

    def __init__(self, text: str | Message, **params: object) -> None:
        self.message = text if isinstance(text, Message) else Message(text, params)
        super().__init__(str(self.message))


class NotFound(MasakuError):
    """Does not exist, or not for this person: the two are never told apart."""

    status = 404

    def __init__(self, text: str | Message = N_("This page does not exist."), **params: object) -> None:
        super().__init__(text, **params)


class SignInNeeded(MasakuError):
    status = 401

    def __init__(self) -> None:
        super().__init__(N_("Please sign in."))


class Refused(MasakuError):
    """Understood and not done, with the reason."""

    status = 403


class TooMany(Refused):
    """Slowed down; `retry_after` in seconds."""

    status = 429

    def __init__(self, text: str | Message, retry_after: int, **params: object) -> None:
        super().__init__(text, **params)
        self.retry_after = retry_after


class Conflict(MasakuError):
    """Somebody else changed it meanwhile."""

    status = 409


class TooLarge(MasakuError):
    status = 413


class Unavailable(MasakuError):
    """Not now: being restored, or the disk is full or read-only; worth a retry."""

    status = 503


class Misuse(MasakuError):
    """A command used wrongly (exit status 2)."""

    status = 400
