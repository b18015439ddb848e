"""The outermost layer: how a request travelled, which site sent it, who it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.accounts import store as accounts
from app.settings import Settings
from app.web.door import SESSION_COOKIE, Door
from tests.conftest import CAST, PASSWORD
from tests.house import House, encoded, open_house

PROXY, OTHER_PROXY, VISITOR, STRANGER = "10.1.2.3", "10.9.9.9", "198.51.100.7", "203.0.113.9"


@pytest.fixture(scope="module")
def behind_proxy(
    furnished: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    source, places = furnished
    data = tmp_path_factory.mktemp("proxy") / "data"
    shutil.copytree(source, data)
    yield from open_house(data, places, trusted_proxies=("10.0.0.0/8", "::1"))


@pytest.mark.parametrize(
    ("scheme", "client", "forwarded", "served"),
    [
        ("https", STRANGER, None, True),
        ("http", "127.0.0.1", None, True),
        ("http", "127.8.8.8", None, True),
        ("http", "::1", None, True),
        ("http", "127.0.0.1", "https", True),
        ("http", "127.0.0.1", "http", False),
        ("http", "127.0.0.1", "https, http", False),
        ("http", STRANGER, None, False),
        ("http", STRANGER, "https", False),
        ("http", "not an address", None, False),
    ],
)
def test_plain_http_is_answered_on_this_machine_only(
    house: House, scheme: str, client: str, forwarded: str | None, served: bool
) -> None:
    answer = house.get(
        "anna", "/de/clients", scheme=scheme, client=client, headers={"x-forwarded-proto": forwarded}
    )
    assert answer.status == (200 if served else 403)
    if not served:
        assert "MASAKU_TRUSTED_PROXIES" in answer.text, "the reason, and what to do"
        assert "Bergmann" not in answer.text


@pytest.mark.parametrize(
    ("client", "forwarded", "served"),
    [(PROXY, "https", True), (PROXY, "http", False), (PROXY, None, False), (STRANGER, "https", False)],
)
def test_a_trusted_proxy_is_believed_about_the_way(
    behind_proxy: House, client: str, forwarded: str | None, served: bool
) -> None:
    answer = behind_proxy.get(
        "anna", "/", scheme="http", client=client, headers={"x-forwarded-proto": forwarded}
    )
    assert answer.status == (303 if served else 403)


def test_health_needs_neither_transport_nor_person_and_tells_nothing(house: House) -> None:
    answer = house.get("stranger", "/health", scheme="http", client=STRANGER)
    assert (answer.status, answer.body) == (200, b'{"status":"ok"}')


@pytest.mark.parametrize(
    ("client", "forwarded", "address"),
    [
        (STRANGER, VISITOR, STRANGER),
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{STRANGER}, {VISITOR}", VISITOR),
        (PROXY, f"{STRANGER}, {VISITOR}, {OTHER_PROXY}", VISITOR),
        (PROXY, "", PROXY),
        (PROXY, f"{OTHER_PROXY}", PROXY),
        ("::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_visitors_address_is_the_first_that_no_proxy_of_ours_has(
    tmp_path: Path, client: str, forwarded: str, address: str
) -> None:
    """What a visitor writes into X-Forwarded-For himself stands further left, and counts for nothing."""
    settings = Settings(data=tmp_path, trusted_proxies=("10.0.0.0/8", "::1"))
    door = Door(None, settings, lambda token: None)  # type: ignore[arg-type]
    scope = {"client": (client, 1), "scheme": "https"}
    assert door._origin_of(scope, {b"x-forwarded-for": forwarded})[0] == address  # type: ignore[arg-type]


SENT_BY = [
    ("same-origin", None, True),
    ("same-origin", "https://evil.example", True),
    ("same-site", "https://masaku.test", False),
    ("cross-site", None, False),
    ("none", None, False),
    ("", None, False),
    ("Same-Origin", None, False),
    (None, "https://masaku.test", True),
    (None, "https://evil.example", False),
    (None, "https://masaku.test.evil.example", False),
    (None, "https://evil.example/masaku.test", False),
    (None, "https://masaku.test@evil.example", False),
    (None, "https://evil.example#masaku.test", False),
    (None, "https://masaku.test:8443", False),
    (None, "null", False),
    (None, "http://[", False),
    (None, "masaku.test", False),
    (None, "", False),
    (None, None, False),
]


@pytest.mark.parametrize(("site", "origin", "taken"), SENT_BY)
def test_only_our_own_pages_can_send_a_form(
    house: House, site: str | None, origin: str | None, taken: bool
) -> None:
    given = {"sec-fetch-site": site, "origin": origin}
    answer = house.ask("anna", "POST", "/de/clients/checks/name", form={"name": "x"}, headers=given)
    assert answer.status == (200 if taken else 403)


@pytest.mark.parametrize(("site", "origin", "taken"), [row for row in SENT_BY if not row[2]])
def test_no_route_that_changes_something_takes_a_foreign_form(
    house: House, site: str | None, origin: str | None, taken: bool
) -> None:
    """Enumerated, so that a new route is held to it; sign-in too (or one could be signed in as somebody else)."""
    house.session("anna")
    before = house.state()
    for route in house.routes():
        if route.method not in ("GET", "HEAD"):
            given = {"sec-fetch-site": site, "origin": origin}
            answer = house.ask(
                "anna", route.method, house.address(route), form={"status": "archived"}, headers=given
            )
            assert (str(route), answer.status) == (str(route), 403)
    assert house.state() == before


def test_signing_in_from_another_site_is_refused(house: House) -> None:
    form = {"email": CAST["anna"][1], "password": PASSWORD}
    answer = house.ask("stranger", "POST", "/login", form=form, headers={"sec-fetch-site": "cross-site"})
    assert answer.status == 403 and not answer.header("set-cookie")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/json", "multipart/form-data; boundary=x", "text/xml"]
)
def test_a_foreign_form_is_refused_whatever_it_calls_itself(house: House, kind: str) -> None:
    given = {"sec-fetch-site": "cross-site", "content-type": kind}
    assert (
        house.ask("anna", "POST", "/de/clients/1/status", body=b"status=archived", headers=given).status
        == 403
    )


@pytest.mark.parametrize("header", ["x-http-method-override", "x-method-override", "x-http-method"])
def test_a_method_cannot_be_smuggled_in(house: House, header: str) -> None:
    house.session("anna")
    before = house.state()
    house.get("anna", "/de/clients/1/status?_method=POST&status=archived", headers={header: "POST"})
    house.ask(
        "anna", "POST", "/de/clients/checks/name", form={"_method": "DELETE"}, headers={header: "DELETE"}
    )
    assert house.state() == before


def test_a_preflight_allows_nobody_anything(house: House) -> None:
    asked = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    for path in ("/de/clients", "/login", "/xx/clients"):
        answer = house.ask("stranger", "OPTIONS", path, headers=asked)
        assert [name for name, _ in answer.headers if name.startswith("access-control-")] == []
        assert answer.body == b""


@pytest.mark.parametrize(
    "cookie",
    [
        "x",
        f"{SESSION_COOKIE}=",
        f"{SESSION_COOKIE}",
        f"{SESSION_COOKIE}=" + "A" * 43,
        f"{SESSION_COOKIE}=" + "A" * 8000,
        f"{SESSION_COOKIE}=\xff\xfe\x00",
        f"{SESSION_COOKIE}=' OR 1=1 --",
        "; ; =;;",
        f"{SESSION_COOKIE.lower()}=x; masaku=y",
    ],
)
def test_a_broken_cookie_is_nobody(house: House, cookie: str) -> None:
    answer = house.get("stranger", "/de/clients", headers={"cookie": cookie})
    assert answer.status == 303 and answer.header("location").startswith("/login")


def test_a_changed_session_is_nobody(house: House) -> None:
    token = house.session("anna")
    for changed in (token[:-1], token + "A", token.swapcase(), token[::-1]):
        cookie = {"cookie": f"{SESSION_COOKIE}={changed}"}
        assert house.get("stranger", "/de/clients", headers=cookie).status == 303
    first = {"cookie": f"theme=dark; {SESSION_COOKIE}={token}; other=1"}
    assert house.get("stranger", "/de/clients", headers=first).status == 200


@pytest.mark.parametrize("host", ["evil.example", "masaku.test:99", "", "a" * 5000])
def test_the_host_header_finds_its_way_into_no_answer(house: House, host: str) -> None:
    for who, path in (("anna", "/de/clients"), ("stranger", "/de/clients?q=x"), ("anna", "/")):
        answer = house.get(who, path, headers={"host": host})
        assert answer.status in (200, 303)
        assert host == "" or host[:12] not in answer.text + answer.header("location")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x-region", "at"),
        ("region", "at"),
        ("x-forwarded-host", "at.masaku.test"),
        ("host", "at.masaku.test"),
    ],
)
def test_only_the_path_chooses_the_region(house: House, name: str, value: str) -> None:
    assert house.get("clara", "/de/clients", headers={name: value}).status == 404
    assert house.get("clara", "/de/clients?region=at", headers={"cookie": None}).status == 303
    answer = house.get("anna", "/de/clients?region=at", headers={name: value})
    assert answer.status == 200 and "Grazer" not in answer.text


@pytest.mark.parametrize("header", ["x-user", "x-forwarded-user", "remote-user", "x-actor", "authorization"])
def test_nobody_can_say_who_they_are_in_a_header(house: House, header: str) -> None:
    assert house.get("stranger", "/de/clients", headers={header: "anna@masaku.example"}).status == 303


@pytest.mark.parametrize(
    "next_page",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "/\t/evil.example", "http:evil.example", "%2f%2fevil.example", "/%0d%0aSet-Cookie: a=b", "/\n//evil.example",
     "evil.example"],
)  # fmt: skip
def test_after_signing_in_nobody_is_sent_elsewhere(house: House, next_page: str) -> None:
    answer = house.get("stranger", f"/login?next={encoded(next_page)}")
    assert answer.status == 200
    value = answer.text.split('name="next" value="')[1].split('"')[0]
    assert (
        value.startswith("/")
        and not value.startswith(("//", "/\\"))
        and "\n" not in value
        and "\t" not in value
    )


def test_a_disabled_account_is_nobody_at_once(fresh_house: House) -> None:
    assert fresh_house.get("anna", "/de/clients").status == 200
    staff = fresh_house.instance.accounts.read(accounts.find_by_email, CAST["anna"][1])
    fresh_house.instance.accounts.write_now(
        accounts.set_active, staff.id, False, actor="test", at="2026-11-23T10:00:00Z"
    )
    assert fresh_house.get("anna", "/de/clients").status == 303
