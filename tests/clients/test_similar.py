"""Clients that look like the one being typed: found before it is saved, with the reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app.clients import contacts
from app.clients import store as clients
from app.clients.model import Client, ContactPerson
from app.clients.similar import MOST, SimilarClient, similar_clients
from app.instance import Instance
from app.regions import Region
from tests.clients.test_first_day import SOEHNE, add
from tests.house import ANNA, AT

BERGMANN = Client(
    "Bergmann & Söhne GmbH", vat_id="DE136695976", email="info@bergmann.example", phone="+49 711 2041140",
    website="https://www.bergmann.example", city="Stuttgart",
)  # fmt: skip
REASONS = [
    ({"vat_id": "DE 136-695-976"}, "same VAT ID", 98),
    ({"email": "INFO@Bergmann.example", "website": ""}, "same email address", 90),
    ({"name": "BERGMANN + SOEHNE GMBH"}, "same name", 85),
    ({"phone": "+49 711 2041140 ext. 7"}, "same phone number", 75),
    ({"website": "http://bergmann.example/shop"}, "same internet domain", 50),
]


@pytest.fixture
def de(instance: Instance) -> Region:
    region = instance.regions.find("de")
    region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    return region


def found(region: Region, client: Client, own_id: int = 0) -> list[SimilarClient]:
    return region.read(similar_clients, client, own_id)


@pytest.mark.parametrize(("typed", "reason", "score"), REASONS, ids=lambda value: str(value)[:20])
def test_each_equality_is_a_reason_of_its_own_weight(
    de: Region, typed: dict[str, str], reason: str, score: int
) -> None:
    [similar] = found(de, replace(Client("Neu"), **typed))  # type: ignore[arg-type]
    assert reason in similar.reasons and similar.score >= score
    assert (similar.id, similar.name, similar.city, similar.status) == (
        1,
        BERGMANN.name,
        "Stuttgart",
        "active",
    )


def test_several_reasons_weigh_more_and_are_all_told(de: Region) -> None:
    [similar] = found(de, BERGMANN)
    assert similar.reasons == tuple(reason for _, reason, _ in REASONS)
    assert similar.score == 99


def test_nobody_is_similar_to_an_empty_form(de: Region) -> None:
    de.write_now(clients.add, de.keys, Client("Ohne alles", kind="person"), ANNA, AT)
    assert found(de, Client("")) == []
    assert found(de, Client("Ganz anders", vat_id="DE1", email="a@b.example", phone="+49 30 1")) == []


def test_a_client_is_not_similar_to_itself(de: Region) -> None:
    assert found(de, BERGMANN, 1) == []


def test_a_shared_mailbox_at_a_provider_is_no_reason(de: Region) -> None:
    for name in ("Eins", "Zwei"):
        de.write_now(clients.add, de.keys, Client(name, kind="person", email=f"{name}@gmail.com"), ANNA, AT)
    assert found(de, Client("Drei", email="drei@gmail.com")) == []


def test_contact_persons_count_too(de: Region) -> None:
    tom = ContactPerson("Tom", email="tom@zweigwerk.example", phone="+49 30 5550100")
    de.write_now(contacts.add, de.keys, 1, tom, ANNA, AT)
    assert [each.reasons for each in found(de, Client("Neu", email="TOM@zweigwerk.example"))] == [
        ("same email address",)
    ]
    assert [each.id for each in found(de, Client("Neu", phone="+49 30 5550100"))] == [1]


def test_archived_clients_are_found_as_well(de: Region) -> None:
    client = de.read(clients.find, 1)
    de.write_now(clients.change, de.keys, replace(client, status="archived"), ANNA, AT, version=1)
    assert [each.status for each in found(de, BERGMANN)] == ["archived"]


def test_the_likeliest_come_first_and_few_are_shown(de: Region) -> None:
    for number in range(30):
        filial = Client(f"Filiale {number}", kind="person", website="https://bergmann.example")
        de.write_now(clients.add, de.keys, filial, ANNA, AT)
    similar = found(de, BERGMANN)
    assert len(similar) == MOST and similar[0].id == 1
    assert [each.score for each in similar] == sorted((each.score for each in similar), reverse=True)


def test_oneself_takes_nobody_elses_place(de: Region) -> None:
    """Also where many share the domain, the one of the other number is not crowded out by the form's own client."""
    for number in range(25):
        de.write_now(
            clients.add,
            de.keys,
            Client(f"F{number}", kind="person", website="https://bergmann.example"),
            ANNA,
            AT,
        )
    assert len(found(de, BERGMANN, 1)) == MOST


def test_the_panel_shows_who_is_similar_and_why(anna: TestClient) -> None:
    add(anna)
    answer = anna.post("/de/clients/similar", data={"name": "Neu", "vat_id": "DE136695976", "country": "DE"})
    assert answer.status_code == 200
    for text in (
        "Bergmann &amp; Söhne Maschinenbau GmbH",
        "98 %",
        "same VAT ID",
        "1 similar client",
        "/de/clients/1",
    ):
        assert text in answer.text
    assert "<html" not in answer.text


def test_the_panel_says_when_nobody_is(anna: TestClient) -> None:
    add(anna)
    own = anna.post("/de/clients/similar", data=SOEHNE | {"client_id": "1"})
    other = anna.post("/de/clients/similar", data={"name": "Huber OHG"})
    for answer in (own, other):
        assert "Nobody like this in the region so far." in answer.text


@pytest.mark.parametrize(
    "form", [{}, {"client_id": "x"}, {"client_id": "-1"}, {"name": "\0"}, {"vat_id": "x" * 5000}]
)
def test_half_a_form_is_no_failure(anna: TestClient, form: dict[str, str]) -> None:
    assert anna.post("/de/clients/similar", data=form).status_code == 200
