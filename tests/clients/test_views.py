"""Saved views: one's own, shared with the region, and made into groups."""

from __future__ import annotations

from litestar.testing import TestClient

from tests.clients.test_first_day import add

SOUTH = {"view": "Süden", "query": "?country=DE&sort=city"}


def test_a_view_of_ones_own_is_seen_by_nobody_else(anna: TestClient, bartek: TestClient) -> None:
    bartek.post("/de/clients/views", data=SOUTH)
    assert "Süden" in bartek.get("/de/clients").text
    assert "Süden" not in anna.get("/de/clients").text
    assert anna.post("/de/clients/views/1/removal").status_code == 403
    assert "Süden" in bartek.get("/de/clients").text


def test_a_manager_shares_a_view_and_its_maker_stays_visible(anna: TestClient, bartek: TestClient) -> None:
    assert bartek.post("/de/clients/views/shared", data=SOUTH).status_code == 403
    answer = anna.post("/de/clients/views/shared", data=SOUTH, follow_redirects=False)
    assert answer.headers["location"] == "/de/clients?country=DE&sort=city"
    page = bartek.get("/de/clients").text
    assert "Süden" in page and "shared by Anna Krüger" in page
    assert "Remove “Süden”" not in bartek.get("/de/clients/options/view").text
    assert bartek.post("/de/clients/views/1/removal").status_code == 403
    assert anna.post("/de/clients/views/1/removal", follow_redirects=False).status_code == 303
    assert "Süden" not in bartek.get("/de/clients").text


def test_a_view_becomes_a_dynamic_group(anna: TestClient) -> None:
    add(anna)
    menu = anna.get("/de/clients/options/view?country=DE").text
    assert 'formaction="/de/groups"' in menu and 'name="kind" value="dynamic"' in menu
    assert 'formaction="/de/groups"' not in anna.get("/de/clients/options/view?sort=city").text
    answer = anna.post("/de/groups", data=SOUTH | {"kind": "dynamic"}, follow_redirects=False)
    assert answer.headers["location"] == "/de/groups/1"
    assert "Maschinenbau" in anna.get("/de/clients?group=S%C3%BCden").text
