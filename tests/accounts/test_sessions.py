"""A session lives as long as it is used, at most half a day, and dies with what it rests on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.accounts import sessions, store
from app.clock import FixedClock, stamp
from app.instance import Instance
from app.web.door import SESSION_COOKIE
from tests.accounts.conftest import Account
from tests.conftest import NOW, Arrive, session_of


def signed_in(browser: TestClient) -> bool:
    answer = browser.get("/account", follow_redirects=False)
    assert answer.status_code == 200 or answer.headers["location"] == "/login?next=/account"
    return answer.status_code == 200


@pytest.fixture
def works_on(anna: TestClient, instance: Instance, clock: FixedClock) -> Callable[[int], None]:
    """Anna looks at a page some minutes later, and that she was there has been written down."""

    def work(minutes: int) -> None:
        clock.advance(minutes=minutes)
        assert signed_in(anna)
        for _ in range(500):
            if instance.accounts.read(sqlite.one, "SELECT seen_at FROM session") == stamp(clock.now()):
                return
            time.sleep(0.002)
        raise AssertionError("never written")

    return work


def test_after_thirty_idle_minutes_one_signs_in_again(
    anna: TestClient, clock: FixedClock, works_on: Callable[[int], None]
) -> None:
    works_on(30)
    clock.advance(minutes=30, seconds=1)
    assert not signed_in(anna)


def test_after_twelve_hours_of_work_one_signs_in_again(
    anna: TestClient, clock: FixedClock, works_on: Callable[[int], None]
) -> None:
    for _ in range(24):
        works_on(30)
    clock.advance(seconds=1)
    assert not signed_in(anna)


def test_a_clock_that_was_wrong_makes_no_session_that_lives_for_a_year(
    instance: Instance, clock: FixedClock
) -> None:
    clock.advance(days=365)
    token = session_of(instance, "anna")
    clock.advance(days=-365)
    assert instance.accounts.read(sessions.identify, token, clock.now()) is None
    clock.advance(days=365, minutes=-20)
    assert instance.accounts.read(sessions.identify, token, clock.now()), "a small step back ends nothing"


def test_a_session_is_dead_after_signing_out(anna: TestClient) -> None:
    token = anna.cookies[SESSION_COOKIE]
    answer = anna.post("/logout", follow_redirects=False)
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
    anna.cookies.set(SESSION_COOKIE, token)
    assert not signed_in(anna)


def test_nobody_is_signed_out_by_a_link(anna: TestClient) -> None:
    assert anna.get("/logout").status_code == 405
    assert signed_in(anna)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1], lambda token: token + b"x", lambda token: token.swapcase(), lambda _: b"",
        lambda _: b"x" * 8000, lambda _: b"\xff\xfe", lambda _: b"%00'; DROP TABLE staff --",
    ],
    ids=["cut", "longer", "case", "empty", "long", "bytes", "quote"],
)  # fmt: skip
def test_a_cookie_that_is_no_session_leads_to_the_sign_in_page(
    anna: TestClient, spoil: Callable[[bytes], bytes]
) -> None:
    token = anna.cookies[SESSION_COOKIE].encode()
    anna.cookies.clear()
    cookie = b"other=1; " + SESSION_COOKIE.encode() + b"=" + spoil(token)
    answer = anna.get("/account", headers=[(b"cookie", cookie)], follow_redirects=False)
    assert answer.headers["location"] == "/login?next=/account"


def test_who_was_typing_when_the_session_ended_comes_back_to_the_page(
    anna: TestClient, clock: FixedClock
) -> None:
    clock.advance(minutes=31)
    page = {"referer": "https://masaku.test/de/clients/1?tab=x"}
    answer = anna.post("/de/clients/1/notes", data={"body": "..."}, headers=page, follow_redirects=False)
    assert answer.headers["location"] == "/login?next=/de/clients/1%3Ftab%3Dx&ended=1"
    shown = anna.get(answer.headers["location"]).text
    assert "Your session has ended." in shown and 'value="/de/clients/1?tab=x"' in shown


def test_a_deactivated_person_is_out_with_the_next_request(
    anna: TestClient, instance: Instance, account: Account
) -> None:
    assert signed_in(anna)
    instance.accounts.write_now(store.set_active, account("anna").id, False, actor="test", at=stamp(NOW))
    assert not signed_in(anna)


def test_a_role_taken_away_closes_its_region_with_the_next_request(
    anna: TestClient, instance: Instance, account: Account
) -> None:
    assert anna.get("/de/clients").status_code == 200
    before = account("anna").wanted
    instance.accounts.write_now(
        store.change, account("anna").id, replace(before, roles=()), state=before.state, actor="test", at=stamp(NOW)
    )  # fmt: skip
    assert anna.get("/de/clients").status_code == 404
    assert "/de/" not in anna.get("/account").text


def test_a_stolen_database_signs_nobody_in(anna: TestClient, instance: Instance) -> None:
    instance.accounts.close()
    content = b"".join(path.read_bytes() for path in instance.settings.data.glob("instance.db*"))
    assert anna.cookies[SESSION_COOKIE].encode() not in content


def test_a_new_password_on_the_command_line_ends_every_session(
    arrive: Arrive, instance: Instance, account: Account
) -> None:
    desk, phone = arrive("anna"), arrive("anna")
    instance.accounts.write_now(store.set_password, account("anna").id, "hash")
    assert not signed_in(desk) and not signed_in(phone)


def test_who_signed_in_from_where_is_forgotten_after_ninety_days(
    anna: TestClient, instance: Instance, account: Account, clock: FixedClock
) -> None:
    clock.advance(days=91)
    instance.accounts.write_now(sessions.start, account("clara").id, "", "192.0.2.1", clock.now())
    kept = instance.accounts.read(sqlite.one, "SELECT count(*) FROM staff_event WHERE event = 'signed_in'")
    assert kept == 1
