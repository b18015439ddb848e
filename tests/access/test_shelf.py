"""Pages kept for whoever asks again: the same bytes, and not for a moment longer than they are true or allowed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.accounts import sessions
from app.accounts import store as accounts
from app.accounts.model import Wanted
from app.regions.maintenance import marker
from tests.house import House, fresh_house, furnished, house

__all__ = ["fresh_house", "furnished", "house"]

PAGES = [
    "/de/clients",
    "/de/clients?q=huber",
    "/de/clients/1",
    "/de/clients/1/timeline",
    "/de/clients/1/history",
]


def served(house: House, path: str, who: str = "anna", **given: Any) -> tuple[int, int]:
    """(status, how many requests the application itself had to answer)"""
    inner, asked = house.app._app.app, 0  # type: ignore[attr-defined]

    async def counted(*call: Any) -> None:
        nonlocal asked
        asked += 1
        await inner(*call)

    house.app._app.app = counted  # type: ignore[attr-defined]
    try:
        return house.get(who, path, **given).status, asked
    finally:
        house.app._app.app = inner  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("encoding", ["", "br"])
def test_who_asks_again_gets_the_same_bytes_and_headers(house: House, path: str, encoding: str) -> None:
    given = {"accept-encoding": encoding}
    first = house.get("anna", path, headers=given)
    assert served(house, path, headers=given) == (200, 0)
    again = house.get("anna", path, headers=given)
    assert (again.body, sorted(again.headers)) == (first.body, sorted(first.headers))
    assert again.header("content-encoding") == encoding


def test_a_part_is_not_given_for_the_page(house: House) -> None:
    house.get("anna", "/de/clients", partial=True)
    assert "<html" in house.get("anna", "/de/clients").text
    assert "<html" not in house.get("anna", "/de/clients", partial=True).text


@pytest.mark.parametrize("path", PAGES)
def test_each_look_is_in_the_access_log(fresh_house: House, path: str) -> None:
    for _ in range(3):
        assert fresh_house.get("bartek", path).status == 200
    fresh_house.written()
    looks = fresh_house.region().read(
        lambda db: db.execute("SELECT client_ids, times FROM access").fetchall()
    )
    assert sum(row["times"] for row in looks) == 3
    assert all(json.loads(row["client_ids"]) for row in looks)


def test_a_change_is_seen_at_once(fresh_house: House) -> None:
    fresh_house.get("anna", "/de/clients/1")
    assert fresh_house.post("anna", "/de/clients/1/status", status="problematic").status == 303
    assert served(fresh_house, "/de/clients/1") == (200, 1)


def test_nobody_gets_what_another_person_was_given(house: House) -> None:
    house.get("anna", "/de/clients/1")
    assert served(house, "/de/clients/1", "bartek") == (200, 1)
    assert served(house, "/de/clients/1", "clara") == (404, 1)
    assert served(house, "/de/clients/1", "stranger")[1] == 1


def test_who_loses_the_role_loses_the_page(fresh_house: House) -> None:
    fresh_house.get("bartek", "/de/clients/1")
    assert served(fresh_house, "/de/clients/1", "bartek") == (200, 0)
    file = fresh_house.instance.accounts
    bartek = next(each for each in file.read(accounts.list_all) if each.email.startswith("bartek"))
    wanted = Wanted(bartek.name, bartek.email, bartek.locale, bartek.admin, ())
    file.write_now(accounts.change, bartek.id, wanted, state=bartek.wanted.state, actor="admin", at="")
    assert fresh_house.get("bartek", "/de/clients/1").status == 404


def test_an_ended_session_gets_nothing(fresh_house: House) -> None:
    fresh_house.get("anna", "/de/clients/1")
    token = fresh_house.session("anna")
    fresh_house.instance.accounts.write_now(sessions.end, sessions.hash_token(token))
    assert fresh_house.get("anna", "/de/clients/1").status != 200


def test_a_region_that_is_being_restored_gives_nothing(fresh_house: House) -> None:
    fresh_house.get("anna", "/de/clients/1")
    marker(fresh_house.instance.settings.data, "de").write_text("restore")
    fresh_house.looked()
    assert fresh_house.get("anna", "/de/clients/1").status == 503


def test_only_so_much_is_kept(fresh_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(fresh_house.get("anna", "/de/clients").body)
    monkeypatch.setattr("app.access.shelf._MOST_BYTES", 3 * size)
    for path in ("/de/clients?sort=-name", "/de/clients?sort=name", "/de/clients?sort=city"):
        fresh_house.get("anna", path)
    assert served(fresh_house, "/de/clients?sort=city")[1] == 0
    assert served(fresh_house, "/de/clients")[1] == 1
