"""The number of an account is never given out twice, whatever the accounts are restored to."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from litestar.testing import TestClient

from app.accounts import store
from app.cli.main import cli
from app.instance import Instance
from app.migrate import copy_aside
from tests.conftest import Arrive

Add = Callable[[str], int]


@pytest.fixture
def adam(arrive: Arrive) -> TestClient:
    return arrive("adam")


@pytest.fixture
def restored(adam: TestClient, instance: Instance, tmp_path: Path) -> Callable[[], None]:
    """Brings the accounts back as they were when the test began."""
    file, copy = instance.settings.data / "instance.db", tmp_path / "instance.copy"
    instance.accounts.read(copy_aside, copy)

    def restore() -> None:
        instance.accounts.close()
        for each in file.parent.glob("instance.db*"):
            each.unlink()
        shutil.copy(copy, file)

    return restore


@pytest.fixture(params=["browser", "command line", "script"])
def add(
    request: pytest.FixtureRequest, adam: TestClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> Add:
    """The number of a new account, however it is added."""
    monkeypatch.setenv("MASAKU_DATA", str(instance.settings.data))

    def number(email: str) -> int:
        if request.param == "browser":
            adam.post("/admin/staff", data={"name": "N", "email": email, "locale": "de"})
        else:
            words = ["staff", "add", email] + ["--password-stdin"] * (request.param == "script")
            CliRunner().invoke(cli, words, input="wagon lampa zielony dom\n")
        return instance.accounts.read(store.find_by_email, email).id

    return number


def test_a_lost_account_s_number_is_not_given_to_the_next(add: Add, restored: Callable[[], None]) -> None:
    assert add("dora@masaku.example") == 5
    restored()
    assert add("emil@masaku.example") == 6


def test_accounts_from_before_numbers_were_kept_are_known_from_the_next_start_on(instance: Instance) -> None:
    assert instance.vault.number_marks("instance") == {("staff", 0): 4}
