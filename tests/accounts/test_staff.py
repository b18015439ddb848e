"""The admin's pages: who may do what, and what of it is remembered."""

from __future__ import annotations

import re

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.accounts import events, store
from app.accounts.model import Role, Staff
from app.instance import Instance
from tests.accounts.conftest import Account, Refuse, history
from tests.conftest import Arrive

DORA = {
    "name": "Dora Neu",
    "email": "dora@masaku.example",
    "locale": "de",
    "role_de": "editor",
    "privacy_de": "1",
}


@pytest.fixture
def adam(arrive: Arrive) -> TestClient:
    return arrive("adam")


def form_of(staff: Staff, **changes: str) -> dict[str, str]:
    """What the page of an account would send."""
    form = {"name": staff.name, "email": staff.email, "locale": staff.locale, "state": staff.wanted.state}
    form |= {"admin": "1"} if staff.admin else {}
    form |= {f"role_{role.region}": role.role for role in staff.roles}
    return {field: value for field, value in (form | changes).items() if value}


@pytest.mark.parametrize("address", ["", "/new", "/1", "/history", "/1/invitation"])
def test_for_everybody_else_these_pages_do_not_exist(arrive: Arrive, address: str) -> None:
    assert arrive("anna").get(f"/admin/staff{address}").status_code == 404
    assert arrive("stranger").get(f"/admin/staff{address}", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "address", ["", "/1", "/2/deactivation", "/2/reactivation", "/2/invitation", "/2/sessions/removal"]
)
def test_for_everybody_else_nothing_can_be_sent_there(arrive: Arrive, account: Account, address: str) -> None:
    anna = arrive("anna")
    before = [account(name) for name in ("anna", "bartek")]
    form = form_of(before[0], admin="1", role_at="manager")
    assert anna.post(f"/admin/staff{address}", data=form).status_code == 404
    assert [account(name) for name in ("anna", "bartek")] == before


def test_the_list_shows_everybody_with_their_roles(adam: TestClient) -> None:
    page = adam.get("/admin/staff").text
    for text in ("Anna Krüger", "bartek@masaku.example", "<b>AT</b> manager", "4 accounts"):
        assert text in page


def test_an_admin_without_a_role_sees_no_region(adam: TestClient) -> None:
    assert adam.get("/de/clients").status_code == 404
    assert "/de/" not in adam.get("/admin/staff").text


def test_a_new_account_is_invited_by_a_link_shown_once(adam: TestClient, instance: Instance) -> None:
    answer = adam.post("/admin/staff", data=DORA)
    link = re.search(r"/invitation/([\w-]+)", answer.text)
    assert link and answer.headers["cache-control"] == "no-store"
    dora = instance.accounts.read(store.find_by_email, DORA["email"])
    assert (dora.roles, dora.admin, dora.locale) == ((Role("de", "editor", privacy=True),), False, "de")
    for address in ("", f"/{dora.id}", f"/{dora.id}/invitation", "/history"):
        assert link[1] not in adam.get(f"/admin/staff{address}").text
    assert [each.event for each in history(instance, dora)] == ["invited", "added"]


def test_an_account_is_not_added_without_its_invitation(
    adam: TestClient, instance: Instance, refuse: Refuse
) -> None:
    refuse("invited")
    assert adam.post("/admin/staff", data=DORA).status_code == 500
    assert len(instance.accounts.read(store.list_all)) == 4


def test_the_link_calls_the_instance_as_the_admin_s_browser_does(adam: TestClient) -> None:
    answer = adam.post("/admin/staff/1/invitation", headers={"Origin": "https://masaku.test"})
    assert 'value="https://masaku.test/invitation/' in answer.text
    evil = {"Origin": "https://evil.example", "X-Forwarded-Host": "evil.example"}
    assert "evil.example" not in adam.post("/admin/staff/1/invitation", headers=evil).text


def test_all_problems_are_told_at_once_and_nothing_typed_is_lost(
    adam: TestClient, instance: Instance
) -> None:
    form = {"name": "", "email": "dora@", "locale": "xx", "role_de": "king", "archive_at": "1"}
    answer = adam.post("/admin/staff", data=form)
    assert answer.status_code == 422 and "5 errors" in answer.text
    assert 'value="dora@"' in answer.text and re.search(r'name="archive_at" value="1" checked', answer.text)
    assert len(instance.accounts.read(store.list_all)) == 4


@pytest.mark.parametrize("email", ["anna@masaku.example", " ANNA@masaku.example "])
def test_an_email_address_has_one_account(adam: TestClient, email: str) -> None:
    answer = adam.post("/admin/staff", data=DORA | {"email": email})
    assert answer.status_code == 422 and "There is an account with this email address already." in answer.text


def test_a_role_in_a_region_that_does_not_exist_is_not_given(adam: TestClient, instance: Instance) -> None:
    adam.post("/admin/staff", data=DORA | {"role_xx": "manager", "role_../at": "manager"})
    dora = instance.accounts.read(store.find_by_email, DORA["email"])
    assert [role.region for role in dora.roles] == ["de"]


def test_roles_are_changed_and_every_difference_is_remembered(
    adam: TestClient, instance: Instance, account: Account
) -> None:
    bartek = account("bartek")
    form = form_of(bartek, role_de="editor", role_at="viewer", archive_at="1", admin="1")
    assert adam.post(f"/admin/staff/{bartek.id}", data=form, follow_redirects=False).status_code == 303
    assert account("bartek").roles == (Role("at", "viewer", archive=True), Role("de", "editor"))
    newest = history(instance, bartek)[0]
    assert (newest.actor, newest.event) == ("Adam Admin", "changed")
    assert events.shown_changes(newest.changes, "en") == [
        ("Admin", "no", "yes"), ("Role in DE", "viewer", "editor"), ("Role in AT", "", "viewer, archive"),
    ]  # fmt: skip
    assert "<del>viewer</del> <ins>editor</ins>" in adam.get("/admin/staff/history").text


def test_a_role_is_taken_away(adam: TestClient, account: Account) -> None:
    adam.post("/admin/staff/1", data=form_of(account("anna")) | {"role_de": ""})
    assert account("anna").roles == ()


@pytest.mark.parametrize("back_when_saved", [False, True])
def test_a_role_in_a_region_that_the_form_did_not_offer_stays(
    adam: TestClient, instance: Instance, account: Account, back_when_saved: bool
) -> None:
    instance.regions.close("de")
    file = instance.settings.data / "de.db"
    away = file.rename(file.with_suffix(".away"))
    assert "role_de" not in adam.get("/admin/staff/1").text
    form = form_of(account("anna"), name="Anna Maria Krüger", role_de="")
    if back_when_saved:
        away.rename(file)
    assert adam.post("/admin/staff/1", data=form, follow_redirects=False).status_code == 303
    assert account("anna").name == "Anna Maria Krüger" and account("anna").roles == (Role("de", "manager"),)


def test_a_form_without_a_change_leaves_no_trace(
    adam: TestClient, instance: Instance, account: Account
) -> None:
    before = len(history(instance, account("anna")))
    adam.post("/admin/staff/1", data=form_of(account("anna")))
    assert len(history(instance, account("anna"))) == before


def test_two_admins_at_once_lose_nothing(adam: TestClient, account: Account) -> None:
    seen = account("anna")
    adam.post("/admin/staff/1", data=form_of(seen, role_de="viewer"))
    answer = adam.post("/admin/staff/1", data=form_of(seen, name="Anna Maria Krüger"))
    assert answer.status_code == 409
    assert "Somebody else changed this account" in answer.text and "Anna Maria Krüger" in answer.text
    assert account("anna").name == seen.name
    again = form_of(seen, name="Anna Maria Krüger", state=account("anna").wanted.state)
    assert adam.post("/admin/staff/1", data=again, follow_redirects=False).status_code == 303


def test_a_preference_changed_meanwhile_is_no_conflict(
    adam: TestClient, arrive: Arrive, account: Account
) -> None:
    seen = account("anna")
    arrive("anna").post("/preferences", data={"theme": "dark"})
    answer = adam.post("/admin/staff/1", data=form_of(seen, role_de="viewer"), follow_redirects=False)
    assert answer.status_code == 303


def test_the_last_admin_stays_one(adam: TestClient, account: Account) -> None:
    adams = account("adam")
    answer = adam.post(f"/admin/staff/{adams.id}", data=form_of(adams, admin=""))
    assert answer.status_code == 422 and "last admin" in answer.text
    assert account("adam").admin


def test_nobody_locks_themselves_out(adam: TestClient, account: Account) -> None:
    assert adam.post(f"/admin/staff/{account('adam').id}/deactivation").status_code == 403
    assert account("adam").active


def test_a_deactivated_account_is_kept_and_can_come_back(
    adam: TestClient, instance: Instance, account: Account
) -> None:
    adam.post("/admin/staff/1/deactivation")
    assert not account("anna").active and "Deactivated" in adam.get("/admin/staff").text
    assert adam.post("/admin/staff/1/invitation").status_code == 403
    adam.post("/admin/staff/1/reactivation")
    assert account("anna").active and account("anna").roles
    assert [each.event for each in history(instance, account("anna"))][:2] == ["reactivated", "deactivated"]


def test_an_admin_ends_somebodys_sessions(
    adam: TestClient, arrive: Arrive, instance: Instance, account: Account
) -> None:
    anna = arrive("anna")
    adam.post("/admin/staff/1/sessions/removal")
    assert anna.get("/account", follow_redirects=False).status_code == 303
    assert adam.get("/account").status_code == 200
    assert history(instance, account("anna"))[0].event == "sessions_ended"


def test_what_happened_to_accounts_can_be_neither_changed_nor_removed(instance: Instance) -> None:
    for statement in ("UPDATE staff_event SET actor = 'nobody'", "DELETE FROM staff_event"):
        with pytest.raises(sqlite.IntegrityError):
            instance.accounts.write_now(lambda db, sql: db.execute(sql), statement)


def test_the_history_goes_back_to_the_first_day_page_by_page(adam: TestClient, instance: Instance) -> None:
    for number in range(60):
        instance.accounts.write_now(events.note, f"actor {number}", 1, "invited", "2026-11-23T10:00:00Z")
    page, seen = adam.get("/admin/staff/history").text, set()
    while older := re.search(r"/admin/staff/history\?before=\d+", page):
        seen |= set(re.findall(r"actor \d+", page))
        page = adam.get(older[0]).text
    assert len(seen | set(re.findall(r"actor \d+", page))) == 60
    assert adam.get("/admin/staff/history?before=9999999999999999999999").status_code == 200


def test_a_name_with_markup_is_shown_as_it_is(adam: TestClient, account: Account) -> None:
    adam.post("/admin/staff/1", data=form_of(account("anna"), name="<script>alert(1)</script>"))
    for address in ("", "/1", "/history"):
        page = adam.get(f"/admin/staff{address}").text
        assert "<script>alert" not in page and "&lt;script&gt;alert" in page
