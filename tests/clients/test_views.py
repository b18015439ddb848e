"""Saved views: one's own, shared with the region, and made into groups."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from app.errors import Refused
from app.instance import Instance
from app.lists import views
from app.regions import Region
from app.sqlite import Connection
from tests.clients.test_first_day import add

SOUTH = {"view": "Süden", "query": "?country=DE&sort=city"}


@pytest.fixture
def de(instance: Instance) -> Region:
    return instance.regions.find("de")


def save(browser: TestClient, name: str, query: str) -> str:
    answer = browser.post("/de/clients/views", data={"view": name, "query": query}, follow_redirects=False)
    return str(answer.headers.get("location", answer.status_code))


def stored(db: Connection) -> list[str]:
    return [row["query"] for row in db.execute("SELECT query FROM saved_view ORDER BY id")]


def test_a_view_of_ones_own_is_seen_by_nobody_else(anna: TestClient, bartek: TestClient) -> None:
    bartek.post("/de/clients/views", data=SOUTH)
    assert "Süden" in bartek.get("/de/clients").text
    assert "Süden" not in anna.get("/de/clients").text
    assert anna.post("/de/views/1/removal").status_code == 404
    assert "Süden" in bartek.get("/de/clients").text


def test_a_manager_shares_a_view_and_its_maker_stays_visible(anna: TestClient, bartek: TestClient) -> None:
    assert bartek.post("/de/clients/views/shared", data=SOUTH).status_code == 403
    answer = anna.post("/de/clients/views/shared", data=SOUTH, follow_redirects=False)
    assert answer.headers["location"] == "/de/clients?country=DE&sort=city"
    page = bartek.get("/de/clients").text
    assert "Süden" in page and "shared by Anna Krüger" in page
    assert "Remove “Süden”" not in bartek.get("/de/clients/options/view").text
    assert bartek.post("/de/views/1/removal").status_code == 403
    assert anna.post("/de/views/1/removal", follow_redirects=False).status_code == 303
    assert "Süden" not in bartek.get("/de/clients").text


def test_a_view_becomes_a_dynamic_group(anna: TestClient) -> None:
    add(anna)
    menu = anna.get("/de/clients/options/view?country=DE").text
    assert 'formaction="/de/groups"' in menu and 'name="kind" value="dynamic"' in menu
    assert 'formaction="/de/groups"' not in anna.get("/de/clients/options/view?sort=city").text
    answer = anna.post("/de/groups", data=SOUTH | {"kind": "dynamic"}, follow_redirects=False)
    assert answer.headers["location"] == "/de/groups/1"
    assert "Maschinenbau" in anna.get("/de/clients?group=S%C3%BCden").text


def test_a_view_of_the_same_name_is_replaced(anna: TestClient, bartek: TestClient, de: Region) -> None:
    save(anna, "Süden", "?q=stuttgart")
    save(bartek, "Süden", "?q=ulm")
    save(anna, "Süden", "?q=münchen")
    assert de.read(stored) == ["?q=ulm", "?q=m%C3%BCnchen"]


def test_no_view_is_kept_that_the_menu_would_not_show(de: Region) -> None:
    def keep(db: Connection, name: str, staff: int, shared: bool = False) -> None:
        views.add(db, "clients", staff, name, "?q=a", "2026-11-23T09:30:00Z", shared=shared)

    def add_many(db: Connection) -> None:
        for number in range(views.MOST):
            keep(db, f"Eigene {number}", 1)
            keep(db, f"Geteilte {number}", 2, shared=True)

    de.write_now(add_many)
    assert len(de.read(views.list_views, "clients", 1)) == 2 * views.MOST
    for staff, shared in ((1, False), (3, True)):
        with pytest.raises(Refused, match="100 views"):
            de.write_now(keep, "Noch eine", staff, shared)
    de.write_now(keep, "Eigene 7", 1)
    de.write_now(keep, "Geteilte 7", 2, shared=True)
    de.write_now(keep, "Noch eine", 3)
    assert len(de.read(stored)) == 2 * views.MOST + 1


@pytest.mark.parametrize("name", ["", " "])
def test_a_view_needs_a_name(anna: TestClient, de: Region, name: str) -> None:
    answer = anna.post("/de/clients/views", data={"view": name, "query": "?q=a"})
    assert "A view needs a name." in answer.text
    assert de.read(stored) == []


def test_a_view_keeps_what_the_list_knows_and_no_place_in_it(anna: TestClient, de: Region) -> None:
    save(anna, "A", "?q=a&after=xyz&street=b&sort=street&status=archived&evil=<script>")
    assert de.read(stored) == ["?q=a&status=archived"]


def test_what_is_too_long_to_keep_is_refused_with_a_reason(anna: TestClient, de: Region) -> None:
    query = "&".join(f"{name}={'ü' * 190}" for name in ("q", "name", "vat_id", "country"))
    answer = anna.post("/de/clients/views", data={"view": "A", "query": f"?{query}"})
    assert "too long to be saved" in answer.text
    assert de.read(stored) == []


@pytest.mark.parametrize(
    ("name", "query"), [("invoices", "?status=overdue&sort=due"), ("orders", "?priority=urgent")]
)
def test_every_list_has_its_own_views_and_columns(anna: TestClient, name: str, query: str) -> None:
    answer = anna.post(f"/de/{name}/views", data={"view": "Eilig", "query": query}, follow_redirects=False)
    assert answer.headers["location"] == f"/de/{name}{query}"
    assert "Eilig" in anna.get(f"/de/{name}").text
    assert "Eilig" not in anna.get("/de/clients").text
    assert "Remove “Eilig”" in anna.get(f"/de/{name}/options/view").text
    assert 'value="gross"' in anna.get(f"/de/{name}/options/columns").text
    assert 'name="client"' in anna.get(f"/de/{name}/options/filter").text
    assert anna.get(f"/de/{name}/options/anything").status_code == 404
    gone = anna.post("/de/views/1/removal", follow_redirects=False)
    assert gone.headers["location"] == f"/de/{name}"
    assert "Eilig" not in anna.get(f"/de/{name}").text


def test_a_chip_stands_for_what_is_filtered_and_says_days_in_the_readers_way(anna: TestClient) -> None:
    page = anna.get("/de/clients?changed_from=2026-10-01&changed_to=abc&status=foo").text
    assert page.count('class="chip"') == 1
    assert "Changed since: <b>01/10/2026</b>" in page
    anna.post("/preferences", data={"locale": "de"})
    assert "<b>01.10.2026</b>" in anna.get("/de/clients?changed_from=2026-10-01").text
