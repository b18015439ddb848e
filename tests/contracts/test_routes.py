"""Every route, asked by everybody: what a role may do is in one table, and nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.accounts.rights import INSTANCE_RIGHTS, REGION_RIGHTS, may
from app.web.user import User
from tests.house import FIRST_NUMBER_IN_AT, Answer, House, RouteOf

ROLES = {"anna": {"de": "manager"}, "bartek": {"de": "viewer"}, "clara": {"at": "manager"}, "adam": {}}
WAYS = pytest.mark.parametrize("partial", [False, True], ids=["page", "part"])


def user(name: str) -> User:
    return User(
        id=0, email="", name=name, admin=name == "adam", locale="en", theme="", density="", version=1,
        roles=ROLES[name], grants=frozenset(), session=b"", confirmed_at="",
    )  # fmt: skip


def expected(name: str, route: RouteOf) -> int:
    """0: the route itself answers, whatever it says."""
    assert route.right is not None
    if route.right == "public":
        return 0
    if name == "stranger":
        return 401
    if may(user(name), route.right, "de"):
        return 0
    return 403 if route.is_of_a_region and user(name).role("de") else 404


def asked(
    house: House, name: str, routes: list[RouteOf], *, partial: bool
) -> Iterator[tuple[RouteOf, Answer]]:
    for route in routes:
        form = {} if route.method == "POST" else None
        yield route, house.ask(name, route.method, house.address(route), form=form, partial=partial)


def test_every_route_names_a_right_of_the_table(house: House) -> None:
    known = {*REGION_RIGHTS, *INSTANCE_RIGHTS}
    assert [str(route) for route in house.routes() if route.right not in known] == []
    assert [
        str(each) for each in house.routes() if each.is_of_a_region and each.right in INSTANCE_RIGHTS
    ] == []


def test_only_these_routes_are_public(house: House) -> None:
    public = {str(route) for route in house.routes() if route.right == "public"}
    assert public == {
        "GET /health", "GET /static/{path}", "GET /login", "POST /login", "POST /logout", "GET /invitation/{token}",
        "POST /invitation/{token}",
    }  # fmt: skip


@WAYS
@pytest.mark.parametrize("name", ["stranger", "bartek", "clara", "adam"])
def test_nobody_gets_more_than_their_right(house: House, name: str, partial: bool) -> None:
    """Another region's staff and an admin without a role do not even learn that a region exists."""
    refused = [route for route in house.routes() if expected(name, route)]
    if name != "stranger":
        house.session(name)
    before = house.state()
    wrong = []
    for route, answer in asked(house, name, refused, partial=partial):
        status = expected(name, route)
        if status == 401 and not partial:
            right = answer.status == 303 and answer.header("location").startswith("/login")
        elif status == 401:
            right = answer.status == 401 and answer.header("hx-redirect").startswith("/login")
        else:
            right = answer.status == status
        if not right or "Bergmann" in answer.text:
            wrong.append(f"{route}: {answer.status} instead of {status}")
    assert not wrong, "\n".join(wrong)
    assert house.state() == before


@WAYS
@pytest.mark.parametrize("name", ["anna", "bartek", "clara", "adam"])
def test_everybody_gets_what_their_right_allows(fresh_house: House, name: str, partial: bool) -> None:
    """Reads first; an empty form is refused with its problems (422) or does what it says (303), nothing breaks."""
    allowed = [route for route in fresh_house.routes() if not expected(name, route)]
    allowed.sort(key=lambda route: (route.path == "/logout", route.method, route.path.startswith("/admin")))
    fine = {"GET": (200, 303), "POST": (200, 303, 400, 403, 409, 422, 503)}
    wrong = [
        f"{route}: {answer.status}"
        for route, answer in asked(fresh_house, name, allowed, partial=partial)
        if answer.status not in fine[route.method]
        or (route.path != "/logout" and answer.header("location").startswith("/login"))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["clara", "adam"])
def test_a_foreign_region_looks_like_one_that_does_not_exist(house: House, name: str) -> None:
    for route in house.routes():
        if route.is_of_a_region:
            form = {} if route.method == "POST" else None
            foreign = house.ask(name, route.method, house.address(route), form=form)
            unknown = house.ask(name, route.method, house.address(route, region="xx"), form=form)
            assert (foreign.status, foreign.headers, foreign.body) == (
                unknown.status,
                unknown.headers,
                unknown.body,
            )


NUMBERS = ("client_id", "contact_id", "note_id", "document_id")


@pytest.mark.parametrize("number", [*NUMBERS, "tag_id", "group_id", "product_id", "order_id"])
def test_a_number_of_another_region_is_found_nowhere_here(house: House, number: str) -> None:
    foreign = {number: str(FIRST_NUMBER_IN_AT + 1), "text_document_id": str(FIRST_NUMBER_IN_AT + 2)}
    assert house.get("clara", "/at/clients/1001").status == 200
    assert house.session("anna")
    before = house.state()
    _not_found(house, number, foreign)
    assert house.state() == before


@pytest.mark.parametrize("number", NUMBERS[1:])
def test_what_belongs_to_one_client_is_not_found_under_another(house: House, number: str) -> None:
    """Client 2 has contacts 3 and 4, note 2, documents 3 and 4."""
    others = {"contact_id": "4", "note_id": "2", "document_id": "3", "text_document_id": "4"}
    assert house.get("anna", house.address("/de/clients/2/notes/2")).status == 200
    before = house.state()
    _not_found(house, number, {key: others[key] for key in (number, "text_document_id")})
    assert house.state() == before


def test_an_entry_of_another_clients_history_cannot_be_restored(house: House) -> None:
    answer = house.post("anna", "/de/clients/2/history/2/restoration")
    assert answer.status == 404


def _not_found(house: House, number: str, other: dict[str, str]) -> None:
    routes = [route for route in house.routes() if route.is_of_a_region and f"{{{number}}}" in route.path]
    assert routes
    wrong = []
    for route in routes:
        form = (
            {"name": "Neu", "version": "1", "body": "x", "status": "archived"}
            if route.method == "POST"
            else None
        )
        answer = house.ask("anna", route.method, house.address(route, **other), form=form)
        if answer.status != 404 or "Grazer" in answer.text:
            wrong.append(f"{route}: {answer.status}")
    assert not wrong, "\n".join(wrong)


@WAYS
def test_looking_changes_nothing_but_the_access_log(fresh_house: House, partial: bool) -> None:
    gets = [route for route in fresh_house.routes() if route.method == "GET"]
    for name in ("anna", "adam"):
        fresh_house.session(name)
    before = fresh_house.state()
    for name in ("anna", "adam", "stranger"):
        for _ in asked(fresh_house, name, gets, partial=partial):
            pass
    fresh_house.written()
    assert fresh_house.state() == before


def test_every_look_at_a_client_is_in_the_access_log(fresh_house: House) -> None:
    """Who has seen my data, and when? Each page, part and file about a client leaves its row."""
    looks = [each for each in fresh_house.routes() if each.method == "GET" and "{client_id}" in each.path]
    assert len(looks) > 10
    missing = []
    for route in looks:
        fresh_house.instance.clock.advance(seconds=1)  # type: ignore[attr-defined]
        at = fresh_house.instance.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
        assert (
            fresh_house.get(
                "bartek" if "see" in str(route.right) else "anna", fresh_house.address(route)
            ).status
            == 200
        )
        fresh_house.written()
        rows = fresh_house.region().read(
            lambda db, at=at: db.execute("SELECT client_ids FROM access WHERE at = ?", (at,)).fetchall()
        )
        if "[1]" not in [row[0] for row in rows]:
            missing.append(str(route))
    assert not missing, "\n".join(missing)
