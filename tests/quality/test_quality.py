"""What is incomplete or stale is found, counted, shown and mended with one click."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from litestar.testing import TestClient

from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.history import store as history
from app.instance import Instance
from app.quality.store import SHOWN, findings
from app.regions import Region

ANNA = Actor("staff:1", "Anna Krüger")
LONG_AGO, LATELY = "2024-05-01T09:00:00Z", "2026-11-01T09:00:00Z"
WHOLE = Client(
    "Ganz GmbH", email="a@ganz.example", phone="+49 711 2041140", vat_id="DE136695976", street="Weg 1",
    postal_code="70192", city="Stuttgart", country="DE",
)  # fmt: skip


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


def add(region: Region, client: Client, at: str = LATELY) -> int:
    return region.write_now(clients.add, region.keys, client, ANNA, at).id


def counts(region: Region) -> dict[str, int]:
    return {each.check.key: each.count for each in region.read(findings, date(2026, 11, 23), UTC)}


def test_each_check_finds_its_clients_and_links_to_them(region: Region, anna: TestClient) -> None:
    add(region, WHOLE)
    add(region, Client("Ohne Post GmbH", phone="+49 711 1", vat_id="DE136695976"))
    add(region, Client("Stumm", kind="person"))
    add(region, Client("Weg", kind="person", status="archived"))
    add(region, Client("Alt", kind="person", email="x@alt.example", street="A 1", postal_code="10115", city="Berlin",
                       country="DE"), LONG_AGO)  # fmt: skip
    assert counts(region) == {"incomplete": 2, "no_email": 2, "unreachable": 1, "stale": 1}
    for finding in region.read(findings, date(2026, 11, 23), UTC):
        page = anna.get(f"/de/clients{finding.query}").text
        assert f"of {finding.count}</span>" in page or f" of {finding.count}" in page
        assert all(one.client.name in page for one in finding.concerned)


def test_what_is_missing_stands_beside_and_the_remedy_begins_there(region: Region, anna: TestClient) -> None:
    number = add(
        region, Client("Ohne Straße GmbH", vat_id="DE136695976", postal_code="1", city="X", country="DE")
    )
    page = anna.get("/de/quality").text
    assert "Street and number are missing." in page
    assert f'href="/de/clients/{number}/edit#f-street"' in page


def test_a_confirmed_client_is_not_asked_about_for_a_year(region: Region, anna: TestClient) -> None:
    number = add(region, WHOLE, LONG_AGO)
    answer = anna.post(f"/de/clients/{number}/confirmation", data={"from": "quality"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/de/quality")
    assert counts(region)["stale"] == 0
    [latest, _] = region.read(history.of_client, region.keys, number)
    assert (latest.object, latest.new, latest.actor.name) == ("confirmation", "2026-11-23", "Anna Krüger")
    assert "Confirmed as still right" in anna.get(f"/de/clients/{number}/history").text


def test_many_are_counted_and_some_are_shown(region: Region) -> None:
    for number in range(SHOWN + 3):
        add(region, Client(f"Person {number}", kind="person"))
    [incomplete, *_] = region.read(findings, date(2026, 11, 23), UTC)
    assert (incomplete.count, len(incomplete.concerned)) == (SHOWN + 3, SHOWN)


def test_a_region_in_order_says_so(region: Region, anna: TestClient) -> None:
    add(region, WHOLE)
    assert "Nothing to mend" in anna.get("/de/quality").text


def test_a_viewer_looks_and_does_not_confirm(region: Region, arrive) -> None:
    number = add(region, Client("Person", kind="person"))
    bartek = arrive("bartek")
    page = bartek.get("/de/quality")
    assert page.status_code == 200 and "/edit" not in page.text and "/confirmation" not in page.text
    assert bartek.post(f"/de/clients/{number}/confirmation").status_code == 403
