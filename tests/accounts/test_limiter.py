"""Guessing is slowed down, however it is done; the owner of an account is never kept out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from litestar.testing import TestClient

from app import sqlite
from app.accounts import devices, limiter
from app.accounts.cookies import DEVICE_COOKIE
from app.clock import FixedClock
from app.errors import TooMany
from app.instance import Instance
from app.main import create_app
from tests.accounts.conftest import Account
from tests.conftest import PASSWORD, Arrive

ANNA = "anna@masaku.example"
pytestmark = pytest.mark.usefixtures("quick")
Guess = Callable[[str, str], None]


@pytest.fixture
def guess(instance: Instance, clock: FixedClock) -> Guess:
    """One failed attempt at an account, from an address."""

    def fail(email: str, address: str) -> None:
        instance.accounts.write_now(limiter.attempt, email, address, "", clock.now())

    return fail


@pytest.fixture
def besieged(guess: Guess) -> None:
    """Somebody has just guessed ten times at Anna's account."""
    for number in range(10):
        guess(ANNA, f"203.0.113.{number}")


def sign_in(browser: TestClient, email: str = ANNA, password: str = PASSWORD, **headers: str) -> int:
    form = {"email": email, "password": password}
    return browser.post("/login", data=form, headers=headers, follow_redirects=False).status_code


def test_the_eleventh_attempt_is_refused_even_with_the_right_password(stranger: TestClient) -> None:
    assert [sign_in(stranger, password="wrong") for _ in range(10)] == [422] * 10
    answer = stranger.post("/login", data={"email": ANNA, "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) == pytest.approx(600, abs=2)
    assert "Too many attempts" in answer.text and ANNA in answer.text


@pytest.mark.usefixtures("besieged")
def test_ten_minutes_later_the_account_is_open_again(stranger: TestClient, clock: FixedClock) -> None:
    clock.advance(minutes=9, seconds=59)
    assert sign_in(stranger) == 429
    clock.advance(seconds=2)
    assert sign_in(stranger) == 303


def test_a_clock_that_was_wrong_keeps_nobody_out_for_a_year(guess: Guess, clock: FixedClock) -> None:
    clock.advance(days=365)
    for _ in range(10):
        guess(ANNA, "203.0.113.7")
    clock.advance(days=-365)
    guess(ANNA, "203.0.113.8")


def test_who_succeeds_has_not_failed(stranger: TestClient, instance: Instance) -> None:
    assert sign_in(stranger) == 303
    assert instance.accounts.read(sqlite.one, "SELECT count(*) FROM sign_in_failure") == 0


@pytest.mark.usefixtures("besieged")
def test_a_restart_forgets_nothing(instance: Instance, clock: FixedClock) -> None:
    instance.accounts.close()
    again = Instance.open(instance.settings, clock)
    with pytest.raises(TooMany):
        again.accounts.write_now(limiter.attempt, ANNA, "198.51.100.1", "", clock.now())
    again.close()


@pytest.mark.usefixtures("besieged")
@pytest.mark.parametrize(
    "spelling",
    [
        "ANNA@Masaku.Example",
        "  anna@masaku.example\u2003",
        "anna+1@masaku.example",
        "ａｎｎａ@masaku.example",
        "anna @masaku.example",
    ],
)
def test_another_spelling_is_the_same_account(stranger: TestClient, spelling: str) -> None:
    assert sign_in(stranger, spelling) == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "True-Client-IP"])
def test_an_address_that_the_sender_made_up_is_not_believed(
    stranger: TestClient, guess: Guess, header: str
) -> None:
    for number in range(20):
        guess(f"{number}@masaku.example", "testclient")
    assert (
        sign_in(stranger, **{header: "for=198.51.100.7" if header == "Forwarded" else "198.51.100.7"}) == 429
    )


def test_fifty_attempts_at_once_count_fifty(instance: Instance) -> None:
    async def storm() -> list[int]:
        transport = httpx.ASGITransport(create_app(instance))
        async with httpx.AsyncClient(transport=transport, base_url="https://masaku.test") as browser:
            browser.headers["Sec-Fetch-Site"] = "same-origin"
            guesses = [browser.post("/login", data={"email": ANNA, "password": f"{n}"}) for n in range(50)]
            return [answer.status_code for answer in await asyncio.gather(*guesses)]

    assert sorted(asyncio.run(storm())) == [422] * 10 + [429] * 40


def test_one_password_for_many_accounts_is_stopped_by_the_address(guess: Guess) -> None:
    for number in range(20):
        guess(f"{number}@masaku.example", "203.0.113.9")
    with pytest.raises(TooMany):
        guess("another@masaku.example", "203.0.113.9")
    guess("another@masaku.example", "203.0.113.10")


def test_all_addresses_of_an_ipv6_network_are_one(guess: Guess) -> None:
    for number in range(20):
        guess(f"{number}@masaku.example", f"2001:db8:0:1::{number + 1:x}")
    with pytest.raises(TooMany):
        guess("another@masaku.example", "2001:db8:0:1:ffff::1")
    guess("another@masaku.example", "2001:db8:0:2::1")


@pytest.fixture
def annas_browser(
    stranger: TestClient, instance: Instance, account: Account, clock: FixedClock
) -> TestClient:
    """Signed out, but Anna signed in with it before."""
    token = instance.accounts.write_now(devices.remember, account("anna").id, "", clock.now())
    stranger.cookies.set(DEVICE_COOKIE, token, domain="masaku.test")
    return stranger


@pytest.mark.usefixtures("besieged")
def test_nobody_is_kept_out_of_a_browser_they_signed_in_with_before(
    arrive: Arrive, annas_browser: TestClient
) -> None:
    assert sign_in(arrive("stranger")) == 429
    assert sign_in(annas_browser) == 303


def test_signing_in_makes_the_browser_known(
    stranger: TestClient, instance: Instance, clock: FixedClock
) -> None:
    assert sign_in(stranger) == 303
    stranger.post("/logout")
    assert instance.accounts.read(devices.knows, stranger.cookies[DEVICE_COOKIE], ANNA, clock.now())


def test_a_known_browser_guesses_no_faster_than_another(annas_browser: TestClient) -> None:
    assert [sign_in(annas_browser, password="wrong") for _ in range(11)] == [422] * 10 + [429]


def test_a_browser_is_known_for_its_own_accounts_only(annas_browser: TestClient, guess: Guess) -> None:
    for number in range(10):
        guess("bartek@masaku.example", f"203.0.113.{number}")
    assert sign_in(annas_browser, "bartek@masaku.example") == 429


def test_a_browser_that_nobody_used_for_a_year_is_forgotten(
    annas_browser: TestClient, instance: Instance, clock: FixedClock
) -> None:
    clock.advance(days=400)
    assert not instance.accounts.read(devices.knows, annas_browser.cookies[DEVICE_COOKIE], ANNA, clock.now())


def test_a_device_cookie_from_elsewhere_is_replaced(
    instance: Instance, account: Account, clock: FixedClock
) -> None:
    token = instance.accounts.write_now(devices.remember, account("anna").id, "planted", clock.now())
    again = instance.accounts.write_now(devices.remember, account("bartek").id, token, clock.now())
    assert token != "planted" and again == token
