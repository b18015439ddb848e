"""Nothing changes because another site wants it to."""

from __future__ import annotations

import re

import pytest
from litestar.testing import TestClient

from app.instance import Instance
from app.main import create_app
from tests.accounts.conftest import Account
from tests.house import inside

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
    {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Origin": "https://masaku.test.evil.example"},
    {"Origin": "https://masaku.test", "Sec-Fetch-Site": "cross-site"}, {},
]  # fmt: skip


def changing_routes(instance: Instance) -> list[tuple[str, str]]:
    """(method, address) of every route that may change something."""
    door = create_app(instance)
    return [
        (method, re.sub(r"\{\w+:(\w+)\}", lambda kind: "1" if kind[1] == "int" else "de", route.path))
        for route in inside(door).routes
        for method in getattr(route, "methods", ())
        if method not in ("GET", "HEAD", "OPTIONS")
    ]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_every_change_from_elsewhere_is_refused(
    anna: TestClient, instance: Instance, headers: dict[str, str]
) -> None:
    del anna.headers["Sec-Fetch-Site"]
    routes = changing_routes(instance)
    assert len(routes) > 20
    for method, address in routes:
        answer = anna.request(method, address, headers=headers)
        assert (answer.status_code, "another site" in answer.text) == (403, True), address


def test_a_browser_that_says_only_its_origin_is_let_in(anna: TestClient) -> None:
    del anna.headers["Sec-Fetch-Site"]
    headers = {"Origin": "https://masaku.test"}
    answer = anna.post("/preferences", data={"theme": "dark"}, headers=headers, follow_redirects=False)
    assert answer.status_code == 303


def test_nobody_is_signed_in_by_another_site(stranger: TestClient) -> None:
    form = {"email": "anna@masaku.example", "password": "whatever"}
    answer = stranger.post("/login", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and "set-cookie" not in answer.headers


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "multipart/form-data"])
def test_a_body_that_is_no_form_changes_nothing(anna: TestClient, account: Account, kind: str) -> None:
    anna.post("/preferences", content=b'{"theme": "dark"}', headers={"Content-Type": kind})
    anna.post(
        "/preferences",
        content=b'{"theme": "dark"}',
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert account("anna").theme == ""


@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
def test_a_get_stays_a_get(anna: TestClient, header: str) -> None:
    assert anna.get("/logout", headers={header: "POST"}, params={"_method": "POST"}).status_code == 405
    assert anna.get("/account").status_code == 200


def test_no_other_site_may_read_with_somebodys_cookies(anna: TestClient) -> None:
    headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
    for answer in (anna.options("/preferences", headers=headers), anna.get("/account", headers=headers)):
        assert not [name for name in answer.headers if name.startswith("access-control")]
