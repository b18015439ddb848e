"""Before a dangerous act the password is asked for again, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.accounts import sessions, store
from app.clock import FixedClock
from app.instance import Instance
from app.web.door import SESSION_COOKIE
from tests.accounts.conftest import Account, Change, SendDuring, deactivate, quicken, set_password
from tests.conftest import NOW, PASSWORD, Arrive

DORA = {"name": 'Dora "Neu" <b>', "email": "dora@masaku.example", "locale": "de", "role_de": "editor"}


@pytest.fixture
def adam(arrive: Arrive, instance: Instance, clock: FixedClock) -> TestClient:
    """The admin, eleven minutes after he signed in."""
    quicken(instance, "adam")
    browser = arrive("adam")
    clock.advance(minutes=10, seconds=1)
    return browser


def test_what_was_typed_waits_for_the_password(adam: TestClient, instance: Instance) -> None:
    answer = adam.post("/admin/staff", data=DORA)
    assert answer.status_code == 403
    assert 'action="/admin/staff"' in answer.text and 'name="confirm_password"' in answer.text
    assert 'name="name" value="Dora &#34;Neu&#34; &lt;b&gt;"' in answer.text
    assert len(instance.accounts.read(store.list_all)) == 4


def test_with_the_password_it_is_done_and_the_session_gets_a_new_token(
    adam: TestClient, instance: Instance
) -> None:
    before = adam.cookies[SESSION_COOKIE]
    answer = adam.post("/admin/staff", data=DORA | {"confirm_password": PASSWORD})
    assert answer.status_code == 200 and "/invitation/" in answer.text
    assert instance.accounts.read(store.find_by_email, DORA["email"]).name == DORA["name"]
    assert adam.cookies[SESSION_COOKIE] != before
    assert adam.get("/account").status_code == 200
    assert PASSWORD not in answer.text


def test_who_is_signed_out_while_the_password_is_hashed_does_nothing(
    send_during: SendDuring, instance: Instance
) -> None:
    def end(db: sqlite.Connection, _: int) -> None:
        db.execute("DELETE FROM session")

    answer = send_during(end, "/account/confirmation", confirm_password=PASSWORD)
    assert answer.status_code == 422


def test_the_token_of_before_is_dead(adam: TestClient, stranger: TestClient) -> None:
    stranger.cookies.set(SESSION_COOKIE, adam.cookies[SESSION_COOKIE], domain="masaku.test")
    adam.post("/admin/staff", data=DORA | {"confirm_password": PASSWORD})
    assert stranger.get("/account", follow_redirects=False).status_code == 303


def test_a_password_given_twice_at_once_leaves_the_first_token_alive(
    send_during: SendDuring, instance: Instance
) -> None:
    tokens: list[str | None] = []

    def renew(db: sqlite.Connection, _: int) -> None:
        tokens.append(sessions.renew(db, sqlite.one(db, "SELECT token_hash FROM session"), NOW))

    answer = send_during(renew, "/account/confirmation", confirm_password=PASSWORD)
    assert answer.status_code == 303 and "set-cookie" not in answer.headers
    assert instance.accounts.read(sessions.identify, tokens[0] or "", NOW)


def test_confirming_lasts_ten_minutes(adam: TestClient, clock: FixedClock) -> None:
    adam.post("/account/confirmation", data={"confirm_password": PASSWORD})
    clock.advance(minutes=10)
    assert adam.post("/admin/staff/1/invitation").status_code == 200
    clock.advance(seconds=1)
    assert adam.post("/admin/staff/1/invitation").status_code == 403


def test_a_wrong_password_does_nothing_and_is_slowed_down(adam: TestClient, instance: Instance) -> None:
    form = DORA | {"confirm_password": "wrong"}
    answer = adam.post("/admin/staff", data=form)
    assert answer.status_code == 422
    assert "This is not your password." in answer.text and 'value="dora@masaku.example"' in answer.text
    assert [adam.post("/admin/staff", data=form).status_code for _ in range(10)] == [422] * 9 + [429]
    assert len(instance.accounts.read(store.list_all)) == 4


@pytest.mark.parametrize("change", [set_password, deactivate])
def test_a_password_that_was_right_a_moment_ago_confirms_nothing(
    send_during: SendDuring, change: Change
) -> None:
    answer = send_during(change, "/account/confirmation", confirm_password=PASSWORD)
    assert answer.status_code == 422 and "This is not your password." in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "address",
    [
        "/admin/staff",
        "/admin/staff/1",
        "/admin/staff/1/deactivation",
        "/admin/staff/1/reactivation",
        "/admin/staff/1/invitation",
    ],
)
def test_whatever_opens_or_closes_an_account_asks(adam: TestClient, account: Account, address: str) -> None:
    before = account("anna")
    assert adam.post(address, data={"name": "X"}).status_code == 403
    assert account("anna") == before


def test_the_password_of_somebody_who_may_not_is_not_even_asked_for(
    arrive: Arrive, clock: FixedClock
) -> None:
    anna = arrive("anna")
    clock.advance(minutes=11)
    assert anna.post("/admin/staff", data=DORA | {"confirm_password": PASSWORD}).status_code == 404


def test_a_page_can_ask_too_and_leads_back_only_to_us(adam: TestClient) -> None:
    page = adam.get("/account/confirmation", params={"next": "/admin/staff?x=1"}).text
    assert 'name="next" value="/admin/staff?x=1"' in page
    answer = adam.post(
        "/account/confirmation", data={"next": "//evil.example", "confirm_password": PASSWORD}, follow_redirects=False
    )  # fmt: skip
    assert answer.headers["location"] == "/"


def test_a_part_of_a_page_gets_the_question_where_messages_go(adam: TestClient) -> None:
    headers = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = adam.post("/admin/staff/1/invitation", headers=headers)
    assert answer.status_code == 403
    assert answer.text.startswith("<form") and 'action="/admin/staff/1/invitation"' in answer.text
