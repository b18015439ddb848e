"""Who may be meant while somebody types."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.clients import contacts
from app.clients import store as clients
from app.clients.model import Client, ContactPerson
from app.duplicates.lookup import MOST, similar_clients
from app.regions import Region
from app.sqlite import Connection
from tests.conftest import Browser
from tests.duplicates.conftest import ANNA, AT, BERGMANN
from tests.house import House


def found(region: Region, own_id: int = 0, **typed: str) -> list[int]:
    client = Client(**{"name": "", **typed})  # type: ignore[arg-type]
    return [each.id for each in region.read(similar_clients, client, own_id)]


@pytest.mark.parametrize(
    "name",
    [
        "Bergmann & Söhne Maschinenbau",
        "bergmann soehne",
        "Maschinenbau Bergmann",
        "Bergmnan & Söhne Maschinenbau",
        "Bergmann & Söhne Machinenbau",
        "BERGMANN UND SOHNE MASCHINENBAU G.M.B.H.",
    ],
)
def test_a_name_is_recognised_however_it_is_typed(region: Region, name: str) -> None:
    assert sorted(found(region, name=name)) == [1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"vat_id": "DE136695976"}, [1, 2]),
        ({"email": "INFO@bergmann-maschinenbau.example"}, [1, 2, 3]),
        ({"phone": "+49 711 20411-10"}, [1, 3]),
        ({"website": "https://www.bergmann-maschinenbau.example/"}, [1, 2, 3]),
        ({"name": "Elektro Schulze"}, []),
        ({"city": "Stuttgart", "street": "Heilbronner Straße 128", "postal_code": "70192"}, []),
        ({"name": "!?"}, []),
        ({}, []),
    ],
)
def test_so_is_everything_a_client_has_for_itself(
    region: Region, typed: dict[str, str], expected: list[int]
) -> None:
    assert sorted(found(region, **typed)) == expected


def test_the_likeliest_comes_first_with_its_reasons(region: Region) -> None:
    typed = replace(BERGMANN, street="", vat_id="DE136695976")
    first = region.read(similar_clients, typed)[0]
    assert first.id == 1 and first.score == 100
    assert [str(reason.message) for reason in first.reasons][:2] == ["same name", "same VAT ID"]


def test_what_is_not_typed_yet_speaks_against_nobody(region: Region) -> None:
    typed = Client("B", vat_id="DE136695976", city="Kiel")
    assert all(reason.points > 0 for each in region.read(similar_clients, typed) for reason in each.reasons)


def test_a_client_is_known_by_its_contact_persons_too(region: Region) -> None:
    person = ContactPerson("Tom Ober", email="tom@elsewhere.example", phone="+49 30 1234567")
    region.write_now(contacts.add, region.keys, 4, person, ANNA, AT)
    assert found(region, email="tom@elsewhere.example") == [4]
    assert found(region, phone="+49 30 1234567") == [4]


def test_nobody_is_similar_to_oneself(region: Region) -> None:
    assert 1 not in found(region, own_id=1, name=BERGMANN.name)


def test_only_a_few_are_shown(region: Region) -> None:
    for number in range(MOST + 3):
        region.write_now(clients.add, region.keys, replace(BERGMANN, name=f"Bergmann {number}"), ANNA, AT)
    assert len(found(region, vat_id="DE136695976")) == MOST


def test_no_look_up_reads_the_table(region: Region) -> None:
    statements: list[str] = []

    def traced(db: Connection) -> list[str]:
        db.set_trace_callback(statements.append)
        try:
            similar_clients(db, BERGMANN, 4)
        finally:
            db.set_trace_callback(None)
        return [
            row["detail"]
            for statement in statements
            if statement.startswith("SELECT")
            for row in db.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]

    plan = region.read(traced)
    assert len(statements) > 8
    assert any(step.startswith("SEARCH client USING") for step in plan)
    scanned = {step.split()[1] for step in plan if step.startswith("SCAN")}
    assert scanned.isdisjoint({"client", "client_text", "contact", "duplicate_decision"})


def test_the_panel_shows_them_to_those_who_may_edit(region: Region, anna: Browser, bartek: Browser) -> None:
    answer = anna.post("/de/clients/similar", data={"name": "Bergmann Soehne"})
    assert "Bergmann &amp; Söhne Maschinenbau GmbH" in answer.text and "Huber" not in answer.text
    assert "Not a duplicate" not in answer.text  # the client being typed has no number yet
    assert bartek.post("/de/clients/similar", data={"name": "Bergmann"}).status_code == 403


def test_who_was_shown_is_in_the_access_log(fresh_house: House) -> None:
    fresh_house.post("anna", "/de/clients/similar", email="office@huber.example")
    fresh_house.written()
    rows = fresh_house.region().read(
        lambda db: db.execute("SELECT act, client_ids, detail FROM access").fetchall()
    )
    assert ("search", "[2]", "similar") in [tuple(row) for row in rows]
