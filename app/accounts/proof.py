"""Proving who one is with a password, slowed down by the limiter."""

from __future__ import annotations

from dataclasses import dataclass

from app.accounts import limiter, passwords, store
from app.accounts.cookies import browser_of
from app.errors import Problem
from app.i18n import N_, Message
from app.regions import File
from app.web.user import WebRequest


@dataclass(frozen=True)
class Proven:
    """`attempts` are to be taken back by whoever lets the person in."""

    staff_id: int
    attempts: list[int]


async def prove(request: WebRequest, email: str, password: str) -> Proven | None:
    """Raises TooMany. Takes equally long for an account that does not exist."""
    instance: File = request.app.state.instance
    browser, clock = browser_of(request), request.app.state.clock
    attempts = await instance.write(limiter.attempt, email, browser.address, browser.device, clock.now())
    found = instance.read(store.credentials, email)
    known = found.password_hash if found and found.active else None
    if not await passwords.verify_aside(known, password) or found is None or known is None:
        return None
    if passwords.needs_rehash(known):
        await instance.write(store.rehash, found.staff_id, await passwords.hash_aside(password))
    return Proven(found.staff_id, attempts)


def wrong(field: str) -> Problem:
    return Problem(field, Message(N_("This is not your password.")))
