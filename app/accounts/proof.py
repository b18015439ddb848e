"""Proving who one is with a password, slowed down by the limiter."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.accounts import limiter, passwords, store
from app.accounts.cookies import browser_of
from app.accounts.store import Credentials
from app.errors import Problem
from app.i18n import N_, Message
from app.regions import File
from app.web.user import WebRequest


@dataclass(frozen=True)
class Proven:
    """`verified` is what the password was held against; `attempts` are to be taken back by whoever asked for the
    proof."""

    verified: Credentials
    attempts: list[int]


async def prove(request: WebRequest, email: str, password: str) -> Proven | None:
    """Raises TooMany. Takes equally long for an account that does not exist."""
    instance: File = request.app.state.instance
    browser, clock = browser_of(request), request.app.state.clock
    attempts = await instance.write(limiter.attempt, email, browser.address, browser.device, clock.now())
    verified = await _verify(instance, email, password)
    return Proven(verified, attempts) if verified else None


async def _verify(instance: File, email: str, password: str) -> Credentials | None:
    """The account as it stood when the password was held against it, with the hash that stands there now."""
    found = instance.read(store.credentials, email)
    known = found.password_hash if found and found.active else None
    if not await passwords.verify_aside(known, password) or found is None or known is None:
        return None
    if not passwords.needs_rehash(known):
        return found
    hashed = await passwords.hash_aside(password)
    if await instance.write(store.rehash, found, hashed):
        return replace(found, password_hash=hashed)
    # There is a new password since, or a second sign-in was faster to renew the hash: only another look tells.
    return await _verify(instance, email, password)


def wrong(field: str) -> Problem:
    return Problem(field, Message(N_("This is not your password.")))
