"""masaku staff: accounts from the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from app.accounts import passwords, store
from app.cli.main import cli
from app.cli.region_commands import read_moment
from app.cli.serve import FIRST_REGIONS, _first_start, _settings
from app.clients import store as clients
from app.clock import FixedClock
from app.errors import Misuse
from app.instance import Instance
from app.settings import Settings
from tests.accounts.conftest import Account, Refuse, history
from tests.house import ANNA, AT, BERGMANN

Run = Callable[..., Result]


@pytest.fixture
def masaku(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MASAKU_DATA", str(instance.settings.data))
    monkeypatch.setenv("MASAKU_PUBLIC_URL", "https://masaku.firma.example/")
    return lambda *words, typed="": CliRunner().invoke(cli, ["staff", *words], input=typed)


def test_an_added_account_gets_its_invitation_link(masaku: Run, instance: Instance) -> None:
    result = masaku("add", "dora@masaku.example", "--role", "de:manager", "--role", "AT:viewer")
    assert result.exit_code == 0
    assert result.output.startswith("https://masaku.firma.example/invitation/")
    dora = instance.accounts.read(store.find_by_email, "dora@masaku.example")
    assert [(role.region, role.role) for role in dora.roles] == [("at", "viewer"), ("de", "manager")]
    assert not dora.admin and not dora.has_password


def test_a_script_hands_the_password_over(masaku: Run, instance: Instance) -> None:
    result = masaku(
        "add", "dora@masaku.example", "--admin", "--password-stdin", typed="wagon lampa zielony dom\n"
    )
    assert result.exit_code == 0
    found = instance.accounts.read(store.credentials, "dora@masaku.example")
    assert found and passwords.verify(found.password_hash, "wagon lampa zielony dom")
    dora = instance.accounts.read(store.find, found.staff_id)
    assert [each.event for each in history(instance, dora)] == ["password", "added"]


def test_no_password_is_set_without_being_remembered(masaku: Run, instance: Instance, refuse: Refuse) -> None:
    refuse("password")
    before = instance.accounts.read(store.credentials, "anna@masaku.example")
    for words in (("password", "anna@masaku.example"), ("add", "dora@masaku.example", "--password-stdin")):
        assert masaku(*words, typed="wagon lampa zielony dom\n").exit_code == 1
    assert instance.accounts.read(store.credentials, "anna@masaku.example") == before
    assert instance.accounts.read(store.credentials, "dora@masaku.example") is None


@pytest.mark.parametrize(
    "words",
    [
        ("no-address",),
        ("d@x.example", "--role", "xx:viewer"),
        ("d@x.example", "--role", "de:king"),
        ("d@x.example", "--role", "de:viewer", "--role", "DE:editor"),
    ],
)
def test_wrong_use_is_told_in_one_line(masaku: Run, words: tuple[str, ...]) -> None:
    result = masaku("add", *words)
    assert (result.exit_code, result.output.count("\n")) == (2, 1)


def test_a_weak_password_is_refused_here_too(masaku: Run, account: Account) -> None:
    before = account("anna")
    assert masaku("password", "anna@masaku.example", typed="password2026\n").exit_code == 2
    assert account("anna") == before


def test_a_new_password_is_remembered_as_set_from_here(
    masaku: Run, instance: Instance, account: Account
) -> None:
    assert masaku("password", "Anna@masaku.example", typed="wagon lampa zielony dom\n").exit_code == 0
    newest = history(instance, account("anna"))[0]
    assert (newest.event, newest.actor) == ("password", "command line")


def test_a_new_link_is_printed_for_an_account_that_exists(masaku: Run) -> None:
    assert "/invitation/" in masaku("invite", "anna@masaku.example").output
    assert masaku("invite", "nobody@masaku.example").exit_code == 1


def test_the_list_can_be_read_by_a_program(masaku: Run) -> None:
    lines = [json.loads(line) for line in masaku("list", "--json").output.splitlines()]
    assert {
        "email": "anna@masaku.example",
        "name": "Anna Krüger",
        "admin": False,
        "active": True,
        "roles": ["de:manager"],
    } in lines
    assert "adam@masaku.example  admin" in masaku("list").output


def test_an_account_that_does_not_exist_is_named(masaku: Run) -> None:
    result = masaku("invite", "nobody@masaku.example")
    assert result.exit_code == 1 and "nobody@masaku.example" in result.output


def test_a_first_start_that_was_ended_is_gone_on_with(tmp_path: Path, clock: FixedClock) -> None:
    """Regions are there and filled, nobody is yet: no client comes twice, and the admin has a password."""
    found = Instance.open(Settings(data=tmp_path / "data"), clock)
    for code in FIRST_REGIONS:
        region = found.regions.add(code)
        region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    _first_start(found, empty=False)
    assert [found.regions.find(code).read(clients.count) for code in FIRST_REGIONS] == [1, 1, 1]
    (admin,) = found.accounts.read(store.list_all)
    assert admin.admin and admin.has_password and len(admin.roles) == 3
    found.close()


@pytest.mark.parametrize(("given", "port"), [(None, 8080), (0, 0), (8001, 8001)])
def test_a_port_that_is_given_goes_before_the_setting(
    monkeypatch: pytest.MonkeyPatch, given: int | None, port: int
) -> None:
    monkeypatch.setenv("MASAKU_PORT", "8080")
    assert _settings(None, given).port == port


@pytest.mark.parametrize("time", ["0001-01-01T00:00", "2026-11-23T25:00", "9999-12-31T23:59"])
def test_a_time_that_cannot_be_meant_is_told(time: str) -> None:
    with pytest.raises(Misuse, match=time):
        read_moment(time, ZoneInfo("Europe/Berlin"))
