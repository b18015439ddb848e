"""Signing in: what a guesser learns (nothing), and how passwords are kept."""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, extract_parameters
from litestar._parsers import parse_url_encoded_form_data
from litestar.testing import TestClient

from app import sqlite
from app.accounts import passwords, store
from app.clock import FixedClock
from app.instance import Instance
from app.web.addresses import local_address
from app.web.door import SESSION_COOKIE
from tests.accounts.conftest import (
    OTHER_HASH,
    QUICK,
    Account,
    Change,
    SendDuring,
    deactivate,
    quick_hash,
    set_password,
)
from tests.conftest import PASSWORD

ANNA = "anna@masaku.example"


@pytest.mark.usefixtures("quick")
def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(stranger: TestClient) -> None:
    wrong = stranger.post("/login", data={"email": ANNA, "password": "wrong"})
    unknown = stranger.post("/login", data={"email": "nobo@masaku.example", "password": "wrong"})
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(ANNA, "") == unknown.text.replace("nobo@masaku.example", "")


def test_an_unknown_account_is_checked_as_slowly_as_a_known_one() -> None:
    assert extract_parameters(passwords._dummy()) == extract_parameters(passwords.hash_password("any"))


def test_an_account_without_password_cannot_be_signed_into(stranger: TestClient, instance: Instance) -> None:
    instance.accounts.write_now(
        store.add, email="new@masaku.example", name="N", admin=False, locale="en", granted=[], actor="test", at=""
    )  # fmt: skip
    assert stranger.post("/login", data={"email": "new@masaku.example", "password": ""}).status_code == 422


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("typed", ["NFC", "NFD"])
def test_an_umlaut_is_the_same_however_it_is_typed(
    instance: Instance, form: Literal["NFC", "NFD"], typed: Literal["NFC", "NFD"]
) -> None:
    email = normalize(form, "JÜRGEN@masaku.example")
    instance.accounts.write_now(
        store.add, email=email, name="J", admin=False, locale="de", granted=[], actor="test", at=""
    )
    assert instance.accounts.read(store.credentials, normalize(typed, "jürgen@masaku.example"))


def test_an_address_that_was_kept_decomposed_is_found_after_an_upgrade(
    instance: Instance, clock: FixedClock
) -> None:
    decomposed = normalize("NFD", "Jürgen@masaku.example")
    for statement, values in (
        ("UPDATE staff SET email = ?, email_key = ? WHERE id = 1", (decomposed, decomposed.casefold())),
        ("DELETE FROM _sqlite_migrations WHERE name = 'v003_composed_email_keys'", ()),
    ):
        instance.accounts.write_now(lambda db, *given: db.execute(*given), statement, values)
    instance.close()
    again = Instance.open(instance.settings, clock)
    found = again.accounts.read(store.credentials, "jürgen@masaku.example")
    again.close()
    assert found and found.staff_id == 1


def test_a_password_of_a_megabyte_is_not_even_read(stranger: TestClient) -> None:
    assert stranger.post("/login", data={"email": ANNA, "password": "x" * 1_000_000}).status_code == 413


@pytest.mark.usefixtures("quick")
def test_no_form_is_remembered_by_the_framework(stranger: TestClient) -> None:
    parse_url_encoded_form_data.cache_clear()
    stranger.post("/login", data={"email": ANNA, "password": "Straßenkreuzer, halb acht"})
    assert parse_url_encoded_form_data.cache_info().currsize == 0


def test_every_character_of_a_password_counts() -> None:
    password = ("\0 ü🔑" * 64)[:255] + " "
    hashed = passwords.hash_password(password)
    assert passwords.verify(hashed, password)
    assert not passwords.verify(hashed, password[:-1])


@pytest.mark.parametrize(
    "password",
    [
        "short", "x" * 257, "password1234", "Passwort-2026", "HASŁO 2026 !!", "aaaaaaaaaabb", "qwertzuiop123",
        "Correct Horse Battery Staple", "Anna@masaku.example",
    ],
)  # fmt: skip
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    assert passwords.problems(password, own=(ANNA, "Anna Krüger"))


@pytest.mark.parametrize(
    "password",
    ["wagon lampa zielony", "kvhsjq-dr27xq", "Ein Satz, den niemand kennt.", "🔑🗝🧲🪣🪜🧵🧶🪡🧷🪢🪟🛋"],
)
def test_a_password_needs_no_special_characters(password: str) -> None:
    assert not passwords.problems(password, own=(ANNA,))


@pytest.mark.usefixtures("quick")
def test_an_old_hash_is_renewed_when_its_owner_signs_in(
    stranger: TestClient, instance: Instance, account: Account
) -> None:
    stranger.post("/login", data={"email": ANNA, "password": PASSWORD})
    stored = instance.accounts.read(store.credentials, ANNA)
    assert stored is not None and stored.password_hash not in (None, QUICK)
    assert not PasswordHasher().check_needs_rehash(stored.password_hash or "")


@pytest.mark.usefixtures("quick")
def test_renewing_an_old_hash_does_not_bring_the_password_of_before_back(
    send_during: SendDuring, instance: Instance
) -> None:
    send_during(set_password, "/login", email=ANNA, password=PASSWORD)
    stored = instance.accounts.read(store.credentials, ANNA)
    assert stored and stored.password_hash == OTHER_HASH


@pytest.mark.usefixtures("quick")
def test_of_two_sign_ins_that_renew_a_hash_at_once_both_get_in(send_during: SendDuring) -> None:
    def renew(db: sqlite.Connection, _: int) -> None:
        found = store.credentials(db, ANNA)
        assert found and store.rehash(db, found, quick_hash())

    assert send_during(renew, "/login", email=ANNA, password=PASSWORD).status_code == 303


@pytest.mark.parametrize("change", [set_password, deactivate])
def test_a_password_that_was_right_a_moment_ago_is_wrong(
    send_during: SendDuring, instance: Instance, change: Change
) -> None:
    answer = send_during(change, "/login", email=ANNA, password=PASSWORD)
    assert answer.status_code == 422 and "Email or password is wrong." in answer.text
    assert "set-cookie" not in answer.headers
    assert instance.accounts.read(sqlite.one, "SELECT count(*) FROM session") == 0
    assert instance.accounts.read(sqlite.one, "SELECT count(*) FROM sign_in_failure") == 2


@pytest.mark.usefixtures("quick")
def test_who_signs_in_leaves_the_session_of_before(stranger: TestClient, anna: TestClient) -> None:
    before = anna.cookies[SESSION_COOKIE]
    anna.post("/login", data={"email": ANNA, "password": PASSWORD})
    assert anna.cookies[SESSION_COOKIE] != before
    stranger.cookies.set(SESSION_COOKIE, before)
    assert stranger.get("/account", follow_redirects=False).status_code == 303


@pytest.mark.usefixtures("quick")
def test_cookies_are_for_this_host_for_https_and_not_for_scripts(stranger: TestClient) -> None:
    answer = stranger.post("/login", data={"email": ANNA, "password": PASSWORD}, follow_redirects=False)
    session, device = answer.headers.get_list("set-cookie")
    assert session.startswith("__Host-masaku=") and device.startswith("__Host-masaku-device=")
    for cookie in (session, device):
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= attributes
        assert not any(part.startswith("domain") for part in attributes)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
        "de",
    ],
)
def test_nobody_is_sent_to_another_site(address: str) -> None:
    assert local_address(address) == "/"


def test_who_had_to_sign_in_first_gets_where_they_wanted(stranger: TestClient) -> None:
    answer = stranger.get("/login", params={"next": "/de/clients?q=a&status=all"})
    assert 'name="next" value="/de/clients?q=a&amp;status=all"' in answer.text
    assert 'value="/"' in stranger.get("/login", params={"next": "//evil.example"}).text
