"""Persons of a CRM join their organisation, by the number it has there."""

from __future__ import annotations

import pytest

from app.clients.model import ContactPerson
from app.imports.model import Counts
from app.instance import Instance
from tests.imports.desk import Desk

FIRMS = {
    "hubspot": "Record ID,Company name,Company owner\n77,Huber OHG,Nina\n78,Bergmann GmbH,Nina\n",
    "salesforce": "Account Name,Account ID,Billing City\nHuber OHG,77,Graz\nBergmann GmbH,78,Ulm\n",
    "pipedrive": "Organization - ID,Organization - Name,Organization - People\n77,Huber OHG,1\n78,Bergmann GmbH,1\n",
}
PERSONS = {
    "hubspot": (
        "Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs\n"
        "77,Sabine,Ober,sabine@huber.example,0711 2041140,78;77\n"
    ),
    "salesforce": (
        "Contact ID,AccountId,First Name,Last Name,Email,Phone\n"
        "77,78,Sabine,Ober,sabine@huber.example,0711 2041140\n"
    ),
    "pipedrive": (
        "Person - ID,Person - Name,Person - Email - Work,Person - Phone - Work,Person - Organization,"
        "Person - Organization ID\n77,Sabine Ober,sabine@huber.example,0711 2041140,Bergmann GmbH,78\n"
    ),
}
SABINE = ("Sabine Ober", "sabine@huber.example", "+49 711 2041140")


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


def told(people: list[ContactPerson]) -> list[tuple[str, str, str]]:
    return [(each.name, each.email, each.phone) for each in people]


@pytest.mark.parametrize("source", FIRMS)
def test_persons_of_a_second_file_join_the_organisations_of_the_first(desk: Desk, source: str) -> None:
    assert desk.run(FIRMS[source]) == Counts(2, created=2)
    assert desk.stage(PERSONS[source]).job.source == source
    result = desk.check(PERSONS[source])
    assert (result["new"], result["ways"]["skip"]["updated"]) == (0, 1)
    [shown] = result["ways"]["skip"]["shown"]["updated"]
    assert shown["changes"] == [{"field": "contact_name", "old": "", "new": ", ".join(SABINE)}]
    assert desk.run(PERSONS[source]) == Counts(1, updated=1)
    assert told(desk.people(desk.named("Bergmann GmbH"))) == [SABINE]
    assert desk.named("Bergmann GmbH").contact_name == "Sabine Ober"
    assert desk.people(desk.named("Huber OHG")) == [], "contact 77 is not organisation 77"


@pytest.mark.parametrize("source", FIRMS)
def test_a_person_is_joined_once(desk: Desk, source: str) -> None:
    desk.run(FIRMS[source])
    desk.run(PERSONS[source])
    assert desk.run(PERSONS[source], "update") == Counts(1, unchanged=1)
    assert len(desk.people(desk.named("Bergmann GmbH"))) == 1
    assert len(desk.all()) == 2


def test_organisations_and_persons_in_one_file(desk: Desk) -> None:
    text = (
        "Nazwa;Numer klienta;ID organizacji;Osoba kontaktowa;E-mail\n"
        "Huber OHG;1;;;info@huber.example\n"
        ";;1;Sabine Ober;sabine@huber.example\n"
        ";;1;Tom Ober;tom@huber.example\n"
    )
    assert desk.run(text) == Counts(3, created=1, updated=2)
    assert [each.name for each in desk.people(desk.named("Huber OHG"))] == ["Sabine Ober", "Tom Ober"]


def test_persons_of_an_organisation_that_came_with_them_do_not_keep_it_from_being_undone(desk: Desk) -> None:
    desk.run(
        "Nazwa;Numer klienta;ID organizacji;Osoba kontaktowa\nHuber OHG;1;;\n;;1;Sabine Ober\n;;1;Tom Ober\n"
    )
    assert desk.outlook().created == 1
    desk.undo()
    assert desk.all() == []


def test_two_people_who_read_the_same_mailbox_are_two(desk: Desk) -> None:
    desk.run(FIRMS["hubspot"])
    head = "Record ID,First Name,Last Name,Email,Associated Company IDs,Contact owner\n"
    desk.run(head + "1,Sabine,Ober,info@huber.example,77,\n2,Tom,Ober,info@huber.example,77,\n")
    assert [each.name for each in desk.people(desk.named("Huber OHG"))] == ["Sabine Ober", "Tom Ober"]


def test_what_is_filled_in_and_what_is_updated_of_a_person(desk: Desk) -> None:
    desk.run(FIRMS["hubspot"])
    head = "Record ID,First Name,Last Name,Email,Phone Number,Associated Company IDs\n"
    desk.run(head + "1,Sabine,Ober,alt@huber.example,,77\n")
    new = head + "1,Sabine,Ober,neu@huber.example,+49 711 2041140,77\n"
    assert desk.run(new, "skip") == Counts(1, unchanged=1)
    assert desk.run(new, "fill") == Counts(1, updated=1)
    assert told(desk.people(desk.named("Huber OHG"))) == [
        ("Sabine Ober", "alt@huber.example", "+49 711 2041140")
    ]
    assert desk.run(new, "update") == Counts(1, updated=1)
    assert told(desk.people(desk.named("Huber OHG"))) == [
        ("Sabine Ober", "neu@huber.example", "+49 711 2041140")
    ]


def test_a_person_of_an_organisation_that_is_not_here_becomes_a_client_with_a_warning(desk: Desk) -> None:
    result = desk.check(PERSONS["hubspot"])
    assert (result["new"], result["doubtful"]) == (1, 1)
    [shown] = result["shown"]["new"]
    assert shown["reasons"][0]["field"] == "organization_id"
    assert desk.run(PERSONS["hubspot"]) == Counts(1, created=1)
    assert desk.named("Sabine Ober").kind == "person"


def test_notes_of_pipedrive_join_the_notes_of_the_organisation(desk: Desk) -> None:
    desk.run(FIRMS["pipedrive"])
    head = "ID,Content,Organization,Organization ID,Contact person,Contact person ID,Deal ID\n"
    text = head + "9,Wants a discount,Huber OHG,77,,,\n10,Called twice,Huber OHG,77,Tom Ober,5,\n"
    assert desk.run(text) == Counts(2, updated=2)
    assert desk.named("Huber OHG").notes == "Wants a discount\nTom Ober: Called twice"
    assert desk.run(text) == Counts(2, unchanged=2)
