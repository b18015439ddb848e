"""Passwords that cost nothing to check, and short ways to what happened to an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher

from app.accounts import events, store
from app.accounts.events import Event
from app.accounts.model import Staff
from app.instance import Instance
from tests.conftest import CAST, PASSWORD

Account = Callable[[str], Staff]


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


def history(instance: Instance, staff: Staff) -> list[Event]:
    """What happened to the account, without who signed in, the newest first."""
    found = instance.accounts.read(events.newest, staff_id=staff.id)
    return [each for each in found if each.event != "signed_in"]
