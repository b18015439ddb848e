"""One's own account: preferences, password, sessions."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.instance import Instance
from app.web.door import SESSION_COOKIE
from tests.accounts.conftest import Account, Change, SendDuring, deactivate, history, set_password
from tests.conftest import PASSWORD, Arrive

NEW = "wagon lampa zielony dom"


def change(browser: TestClient, **fields: str) -> None:
    assert browser.post("/preferences", data=fields, follow_redirects=False).status_code == 303


def test_only_the_preference_that_was_sent_changes(anna: TestClient, account: Account) -> None:
    change(anna, theme="dark")
    change(anna, density="normal")
    change(anna, locale="de")
    assert (account("anna").theme, account("anna").density, account("anna").locale) == (
        "dark",
        "normal",
        "de",
    )
    page = anna.get("/account").text
    assert 'lang="de"' in page and 'data-theme="dark"' in page and 'data-density="normal"' in page


def test_a_preference_that_nobody_offers_is_left_out(anna: TestClient, account: Account) -> None:
    change(anna, theme="pink", locale="xx", density="'", admin="1")
    assert account("anna").wanted.state == account("anna").wanted.state
    assert (account("anna").theme, account("anna").locale, account("anna").admin) == ("", "en", False)


@pytest.mark.parametrize(
    ("referer", "there"),
    [
        ("https://masaku.test/de/clients?q=a%20b&sort=name", "/de/clients?q=a%20b&sort=name"),
        ("https://evil.example/de/clients", "/"), ("https://masaku.test//evil.example", "/"), ("https://[", "/"),
        ("", "/"),
    ],
)  # fmt: skip
def test_a_preference_leads_back_to_the_page_it_was_changed_on(
    anna: TestClient, referer: str, there: str
) -> None:
    headers = {"Referer": referer}
    answer = anna.post("/preferences", data={"theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.headers["location"] == there


def test_a_stranger_has_no_preferences(stranger: TestClient) -> None:
    answer = stranger.post("/preferences", data={"theme": "dark"}, follow_redirects=False)
    assert answer.headers["location"] == "/login"


def test_the_account_says_who_one_is_and_what_one_may(anna: TestClient) -> None:
    page = anna.get("/account").text
    assert "Anna Krüger" in page and "anna@masaku.example" in page and "<b>DE</b> manager" in page


def test_a_new_password_needs_the_old_one_and_all_problems_are_told_at_once(anna: TestClient) -> None:
    form = {"current_password": "wrong", "password": "short", "password_again": "shorter"}
    answer = anna.post("/account/password", data=form)
    assert answer.status_code == 422
    for text in ("This is not your password.", "At least 12 characters.", "Not the same as above."):
        assert text in answer.text
    assert "shorter" not in answer.text


def test_a_new_password_is_another_one(anna: TestClient) -> None:
    form = {"current_password": PASSWORD, "password": PASSWORD, "password_again": PASSWORD}
    answer = anna.post("/account/password", data=form)
    assert answer.status_code == 422 and "This is the password you have already." in answer.text


def test_a_new_password_ends_all_other_sessions(arrive: Arrive, instance: Instance, account: Account) -> None:
    desk, phone = arrive("anna"), arrive("anna")
    before = desk.cookies[SESSION_COOKIE]
    form = {"current_password": PASSWORD, "password": NEW, "password_again": NEW}
    assert "Your password is changed." in desk.post("/account/password", data=form).text
    assert desk.cookies[SESSION_COOKIE] != before
    assert desk.get("/account").status_code == 200
    assert phone.get("/account", follow_redirects=False).status_code == 303
    assert [each.event for each in history(instance, account("anna"))][:1] == ["password"]


@pytest.mark.parametrize("change", [set_password, deactivate])
def test_a_new_password_does_not_replace_one_that_was_set_meanwhile(
    send_during: SendDuring, instance: Instance, account: Account, change: Change
) -> None:
    form = {"current_password": PASSWORD, "password": NEW, "password_again": NEW}
    answer = send_during(change, "/account/password", **form)
    assert answer.status_code == 422 and "This is not your password." in answer.text
    assert instance.accounts.read(sqlite.one, "SELECT count(*) FROM session") == 0
    assert "password" not in [each.event for each in history(instance, account("anna"))]


@pytest.mark.usefixtures("quick")
def test_the_old_password_cannot_be_guessed_in_a_borrowed_browser(anna: TestClient) -> None:
    form = {"current_password": "guess", "password": NEW, "password_again": NEW}
    statuses = [anna.post("/account/password", data=form).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


@pytest.mark.usefixtures("quick")
def test_the_right_password_is_no_guess_even_where_the_new_one_is_refused(
    anna: TestClient, instance: Instance
) -> None:
    form = {"current_password": PASSWORD, "password": "short", "password_again": "short"}
    assert anna.post("/account/password", data=form).status_code == 422
    assert instance.accounts.read(sqlite.one, "SELECT count(*) FROM sign_in_failure") == 0


def test_a_session_in_another_browser_can_be_ended(
    arrive: Arrive, instance: Instance, account: Account
) -> None:
    desk, phone = arrive("anna"), arrive("anna")
    page = desk.get("/account").text
    assert page.count("/removal") == 2 and "this browser" in page
    desk.post("/account/sessions/2/removal")
    assert phone.get("/account", follow_redirects=False).status_code == 303
    assert desk.get("/account").status_code == 200
    assert history(instance, account("anna"))[0].event == "session_ended"


def test_all_other_sessions_can_be_ended_at_once(arrive: Arrive) -> None:
    desk, *others = (arrive("anna") for _ in range(3))
    desk.post("/account/sessions/removal")
    assert [each.get("/account", follow_redirects=False).status_code for each in others] == [303, 303]
    assert desk.get("/account").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(arrive: Arrive) -> None:
    anna, bartek = arrive("anna"), arrive("bartek")
    bartek.post("/account/sessions/1/removal")
    bartek.post("/account/sessions/removal")
    assert anna.get("/account").status_code == 200


@pytest.mark.parametrize("address", ["/account/password", "/preferences", "/account/confirmation"])
def test_nobody_becomes_an_admin_by_an_extra_field(anna: TestClient, account: Account, address: str) -> None:
    before = account("anna").wanted
    anna.post(
        address, data={"admin": "1", "role_at": "manager", "role": "manager", "id": "4", "staff_id": "4"}
    )
    assert account("anna").wanted == before
