"""Passwords that cost nothing to check, changes that cross a request, and short ways to what happened to an account."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Event

import httpx
import pytest
from argon2 import PasswordHasher
from litestar import Litestar

from app import sqlite
from app.accounts import events, passwords, store
from app.accounts.model import Staff
from app.clock import stamp
from app.instance import Instance
from app.main import serve
from app.web.door import SESSION_COOKIE
from tests.conftest import CAST, NOW, PASSWORD, session_of

Account = Callable[[str], Staff]
Change = Callable[[sqlite.Connection, int], None]
Refuse = Callable[[str], None]
SendDuring = Callable[..., httpx.Response]
OTHER_HASH = "the hash of another password"
_ATTEMPTS = "SELECT count(*) FROM sign_in_failure"


def quick_hash() -> str:
    """A real hash with the least parameters there are: guessing at it takes microseconds."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


QUICK = quick_hash()


@pytest.fixture
def account(instance: Instance) -> Account:
    """`account("anna")` is her account as it is now."""
    return lambda name: instance.accounts.read(store.find_by_email, CAST[name][1])


@pytest.fixture
def quick(instance: Instance) -> None:
    """Anna's password is quickly checked."""
    quicken(instance, "anna")


def quicken(instance: Instance, name: str) -> None:
    found = instance.accounts.read(store.credentials, CAST[name][1])
    assert found and instance.accounts.write_now(store.rehash, found, QUICK)


def history(instance: Instance, staff: Staff) -> list[events.Event]:
    """What happened to the account, without who signed in, the newest first."""
    found = instance.accounts.read(events.newest, staff_id=staff.id)
    return [each for each in found if each.event != "signed_in"]


@pytest.fixture
def refuse(instance: Instance) -> Refuse:
    """`refuse("invited")`: from now on this event of an account cannot be written."""

    def refuse_event(event: str) -> None:
        instance.accounts.write_now(
            lambda db: db.execute(
                f"CREATE TRIGGER refused BEFORE INSERT ON staff_event WHEN new.event = '{event}'"
                " BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        )

    return refuse_event


@pytest.fixture
def send_during(routes: Litestar, instance: Instance, account: Account) -> SendDuring:
    """`send_during(change, address, **form)`: Anna sends it; while her password is hashed, her account is changed."""

    async def both(change: Change, address: str, form: dict[str, str]) -> httpx.Response:
        changed = Event()
        for _ in range(2):  # as many threads hash: what was sent waits for them
            passwords._aside.submit(changed.wait, 10)
        transport = httpx.ASGITransport(serve(routes, instance))
        async with httpx.AsyncClient(transport=transport, base_url="https://masaku.test") as browser:
            browser.headers["Sec-Fetch-Site"] = "same-origin"
            browser.cookies.set(SESSION_COOKIE, session_of(instance, "anna"))
            sending = asyncio.create_task(browser.post(address, data=form))
            while not (sending.done() or instance.accounts.read(sqlite.one, _ATTEMPTS)):
                await asyncio.sleep(0)
            await asyncio.sleep(0.005)  # until the account has been read too
            await instance.accounts.write(change, account("anna").id)
            changed.set()
            return await sending

    return lambda change, address, **form: asyncio.run(both(change, address, form))


def set_password(db: sqlite.Connection, staff_id: int) -> None:
    store.set_password(db, staff_id, OTHER_HASH)


def deactivate(db: sqlite.Connection, staff_id: int) -> None:
    store.set_active(db, staff_id, False, actor="test", at=stamp(NOW))
