"""The cast: Anna manages DE, Bartek reads DE, Clara is staff of AT only, the stranger is nobody, Adam is the admin."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from app.accounts import sessions
from app.accounts import store as accounts
from app.accounts.model import Role
from app.accounts.passwords import hash_password
from app.clock import FixedClock, stamp
from app.instance import Instance
from app.main import application, serve
from app.paper import Presses
from app.settings import Settings
from app.web.door import SESSION_COOKIE

# How long an example takes says more about the machine's other work than about ours.
hypothesis.settings.register_profile(
    "masaku", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("masaku")

PASSWORD = "correct-horse-battery-42"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
CAST = {
    "anna": ("Anna Krüger", "anna@masaku.example", [Role("de", "manager")], False),
    "bartek": ("Bartek Lis", "bartek@masaku.example", [Role("de", "viewer")], False),
    "clara": ("Clara Moser", "clara@masaku.example", [Role("at", "manager")], False),
    "adam": ("Adam Admin", "adam@masaku.example", [], True),
}

_hash: list[str] = []


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


def open_instance(data: Path, clock: FixedClock) -> Instance:
    """Regions DE and AT, and everybody of the cast with the same password."""
    opened = Instance.open(Settings(data=data), clock)
    opened.regions.add("de")
    opened.regions.add("at")
    if not _hash:
        _hash.append(hash_password(PASSWORD))
    for name, email, roles, admin in CAST.values():
        staff = opened.accounts.write_now(
            accounts.add,
            email=email,
            name=name,
            admin=admin,
            locale="en",
            granted=roles,
            actor="test",
            at=stamp(NOW),
        )
        opened.accounts.write_now(accounts.set_password, staff, _hash[0])
    return opened


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: a copy takes a twentieth of the time."""
    data = tmp_path_factory.mktemp("prepared") / "data"
    open_instance(data, FixedClock(NOW)).close()
    return data


@pytest.fixture
def instance(prepared: Path, tmp_path: Path, clock: FixedClock) -> Iterator[Instance]:
    opened = Instance.open(Settings(data=shutil.copytree(prepared, tmp_path / "data")), clock)
    yield opened
    opened.close()


Browser = TestClient  # a client of the whole application, with a cookie jar of its own
Arrive = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def routes() -> Litestar:
    """Made once: that takes longer than most tests."""
    return application()


@pytest.fixture(scope="session")
def presses() -> Iterator[Presses]:
    """Started once: each takes longer than a page takes to print."""
    found = Presses()
    yield found
    found.close()


@pytest.fixture
def arrive(routes: Litestar, instance: Instance, presses: Presses) -> Iterator[Arrive]:
    """`arrive("anna")` is Anna's browser, signed in; `arrive("stranger")` is nobody's."""
    opened: list[TestClient] = []
    app = serve(routes, instance, presses=presses)

    def browser(name: str) -> TestClient:
        client = TestClient(app, base_url="https://masaku.test")
        client.headers["Sec-Fetch-Site"] = "same-origin"
        if not opened:
            client.__enter__()
        opened.append(client)
        if name != "stranger":
            client.cookies.set(SESSION_COOKIE, session_of(instance, name), domain="masaku.test")
        return client

    yield browser
    if opened:
        opened[0].__exit__(None, None, None)


def session_of(instance: Instance, name: str) -> str:
    """Straight from the store: the sign-in page has its own tests, and argon2 is slow on purpose."""
    found = instance.accounts.read(accounts.credentials, CAST[name][1])
    assert found is not None
    return instance.accounts.write_now(
        sessions.start, found.staff_id, "test", "127.0.0.1", instance.clock.now()
    )


@pytest.fixture
def anna(arrive: Arrive) -> TestClient:
    return arrive("anna")


@pytest.fixture
def bartek(arrive: Arrive) -> TestClient:
    return arrive("bartek")


@pytest.fixture
def clara(arrive: Arrive) -> TestClient:
    return arrive("clara")


@pytest.fixture
def stranger(arrive: Arrive) -> TestClient:
    return arrive("stranger")
