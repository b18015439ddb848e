"""The link that opens an account: once, for a while, and for nobody who only looks."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from litestar.testing import TestClient

from app.accounts import invitations, store
from app.accounts.model import Role
from app.clock import FixedClock, stamp
from app.instance import Instance
from tests.accounts.conftest import Account, history
from tests.conftest import NOW, Arrive

PASSWORD = "wagon lampa zielony dom"
CHOSEN = {"name": "Dora Neu", "password": PASSWORD, "password_again": PASSWORD}
Invite = Callable[[int], str]


@pytest.fixture
def invite(instance: Instance, clock: FixedClock) -> Invite:
    """The address of a new link for an account."""

    def address(staff_id: int) -> str:
        return f"/invitation/{instance.accounts.write_now(invitations.invite, staff_id, actor='test', now=clock.now())}"

    return address


@pytest.fixture
def dora(instance: Instance) -> int:
    """A new editor of DE who has no password yet."""
    return instance.accounts.write_now(
        store.add, email="dora@masaku.example", name="D. Neu", admin=False, locale="en",
        granted=[Role("de", "editor")], actor="test", at=stamp(NOW),
    )  # fmt: skip


def test_name_and_password_are_chosen_and_one_is_in(
    stranger: TestClient, instance: Instance, dora: int, invite: Invite
) -> None:
    link = invite(dora)
    page = stranger.get(link).text
    assert 'value="D. Neu"' in page and "dora@masaku.example" in page
    assert stranger.post(link, data=CHOSEN, follow_redirects=False).status_code == 303
    assert "Dora Neu" in stranger.get("/de/clients").text
    found = instance.accounts.read(store.find, dora)
    assert found.has_password and not found.invited_until
    assert history(instance, found)[0].event == "joined"


def test_it_is_in_the_language_that_was_chosen_for_the_account(
    stranger: TestClient, instance: Instance, dora: int, invite: Invite
) -> None:
    instance.accounts.write_now(store.set_preferences, dora, locale="de")
    link, browser = invite(dora), {"Accept-Language": "pl"}
    assert 'lang="de"' in stranger.get(link, headers=browser).text
    refused = stranger.post(link, data={"name": "Dora"}, headers=browser)
    assert refused.status_code == 422 and "Mindestens 12 Zeichen." in refused.text


def test_looking_at_it_uses_nothing_up(stranger: TestClient, dora: int, invite: Invite) -> None:
    link = invite(dora)
    for _ in range(3):
        stranger.head(link)
        assert stranger.get(link).status_code == 200
    assert "set-cookie" not in stranger.get(link).headers


def test_used_expired_replaced_and_invented_links_look_the_same(
    arrive: Arrive, instance: Instance, clock: FixedClock, dora: int, invite: Invite
) -> None:
    stranger = arrive("stranger")
    links = [invite(dora), invite(dora), "/invitation/invented"]
    clock.advance(days=7)
    answers = [stranger.get(link) for link in links]
    links.append(invite(dora))
    stranger.post(links[-1], data=CHOSEN, follow_redirects=False)
    answers.append(arrive("stranger").get(links[-1]))
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, answers[0].text)}
    assert all(arrive("stranger").post(link, data=CHOSEN).status_code == 404 for link in links)


def test_a_link_made_while_the_clock_was_wrong_is_not_good_for_a_year(
    stranger: TestClient, dora: int, invite: Invite, clock: FixedClock
) -> None:
    clock.advance(days=365)
    link = invite(dora)
    clock.advance(days=-365)
    assert stranger.get(link).status_code == 404


def test_two_at_once_cannot_both_use_it(
    instance: Instance, dora: int, invite: Invite, arrive: Arrive
) -> None:
    link = invite(dora)
    first, second = arrive("stranger"), arrive("stranger")
    answers = [each.post(link, data=CHOSEN, follow_redirects=False) for each in (first, second)]
    assert [answer.status_code for answer in answers] == [303, 404]


def test_all_problems_are_told_at_once_and_nothing_is_used_up(
    stranger: TestClient, dora: int, invite: Invite
) -> None:
    link = invite(dora)
    answer = stranger.post(link, data={"name": " ", "password": "dora@masaku.example", "password_again": ""})
    assert answer.status_code == 422
    for text in ("please give a name", "among the first that are guessed", "Not the same as above."):
        assert text in answer.text
    assert "dora@masaku.example" not in answer.text.split("<form")[1].split('name="password"')[1]
    assert stranger.get(link).status_code == 200


def test_the_address_is_told_to_nobody(
    stranger: TestClient, instance: Instance, dora: int, invite: Invite
) -> None:
    link = invite(dora)
    for answer in (stranger.get(link), stranger.post(link, data={}), stranger.get("/invitation/x")):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
    assert link.rpartition("/")[2] not in stranger.get(link).text
    kept = instance.accounts.read(
        lambda db: [bytes(row[0]) for row in db.execute("SELECT token_hash FROM invitation")]
    )
    assert link.rpartition("/")[2].encode() not in b"".join(kept)


def test_a_failure_does_not_write_the_address_into_the_log(
    stranger: TestClient, instance: Instance, dora: int, invite: Invite, caplog: pytest.LogCaptureFixture
) -> None:
    link = invite(dora)
    instance.accounts.write_now(lambda db: db.execute("DROP TABLE staff_role"))
    with caplog.at_level(logging.ERROR, logger="masaku"):
        assert stranger.get(link).status_code == 500
    assert "/invitation/{token" in caplog.text and link not in caplog.text


def test_a_link_for_a_forgotten_password_is_short_and_ends_all_sessions(
    arrive: Arrive, account: Account, clock: FixedClock, invite: Invite
) -> None:
    desk, link = arrive("anna"), invite(account("anna").id)
    clock.advance(minutes=29)
    assert arrive("stranger").post(link, data=CHOSEN, follow_redirects=False).status_code == 303
    assert desk.get("/account", follow_redirects=False).status_code == 303
    link = invite(account("anna").id)
    clock.advance(minutes=30)
    assert arrive("stranger").get(link).status_code == 404


def test_who_is_signed_in_as_somebody_else_is_told(bartek: TestClient, dora: int, invite: Invite) -> None:
    link = invite(dora)
    assert "signed in as Bartek Lis" in bartek.get(link).text
    bartek.post(link, data=CHOSEN, follow_redirects=False)
    assert "dora@masaku.example" in bartek.get("/account").text


def test_a_deactivated_account_is_opened_by_no_link(
    stranger: TestClient, instance: Instance, account: Account, invite: Invite
) -> None:
    link = invite(account("anna").id)
    instance.accounts.write_now(store.set_active, account("anna").id, False, actor="test", at=stamp(NOW))
    instance.accounts.write_now(store.set_active, account("anna").id, True, actor="test", at=stamp(NOW))
    assert stranger.get(link).status_code == 404


def test_an_extra_field_gives_no_right(
    stranger: TestClient, instance: Instance, dora: int, invite: Invite
) -> None:
    extra = {"admin": "1", "role_at": "manager", "email": "other@masaku.example", "staff_id": "1"}
    stranger.post(invite(dora), data=CHOSEN | extra, follow_redirects=False)
    found = instance.accounts.read(store.find, dora)
    assert (found.admin, found.email, found.roles) == (False, "dora@masaku.example", (Role("de", "editor"),))
