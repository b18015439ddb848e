"""Contact persons with what they do and how they are reached: from a column of positions, and from our own exports."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.actor import Actor
from app.clients import contacts, search
from app.clients.model import Client, ContactPerson
from app.exports import store as exports
from app.groups import groups, tags
from app.groups.carried import GROUP, TAG, names_of
from app.history import store as history
from app.imports.model import Counts
from app.instance import Instance
from tests.exports.rows import written
from tests.house import BERGMANN
from tests.imports.desk import ANNA, Desk

HEAD = "Firma;USt-IdNr.;Ansprechpartner;Funktion\n"
IDA = "Anker GmbH;DE136695976;Ida Ober;Einkauf, Leitung\n"


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


def people(desk: Desk, client: Client) -> list[ContactPerson]:
    return [replace(each, id=0, client_id=0) for each in desk.people(client)]


def test_the_position_of_a_contact_person_is_kept_found_and_in_the_history(desk: Desk) -> None:
    result = desk.check(HEAD + IDA + "Berg AG;;;Chef\n")
    fine, odd = (each["reasons"] for each in result["shown"]["new"])
    assert fine == [] and [each["field"] for each in odd] == ["position"]
    assert desk.run(HEAD + IDA + "Berg AG;;;Chef\n") == Counts(2, created=2)
    client = desk.named("Anker GmbH")
    assert people(desk, client) == [ContactPerson("Ida Ober", "Einkauf, Leitung", main=True)]
    entries = desk.region.read(history.of_client, desk.region.keys, client.id)
    [entry] = [each for each in entries if each.field == "position"]
    assert (entry.old, entry.new, entry.actor.source) == ("", "Einkauf, Leitung", "Import 1, row 2")
    assert entry.object == f"contact:{desk.people(client)[0].id}"
    found = (
        f"SELECT rowid FROM client_search WHERE client_search MATCH '{search.text_query('Leitung').match}'"
    )
    assert [row[0] for row in desk.region.read(lambda db: db.execute(found).fetchall())] == [client.id]
    desk.undo()
    assert desk.all() == []


def test_a_known_client_gets_the_position_and_loses_it_again_when_undone(desk: Desk) -> None:
    client = desk.add("Anker GmbH", vat_id="DE136695976", contact_name="Ida Ober")
    [shown] = desk.check(HEAD + IDA)["ways"]["fill"]["shown"]["updated"]
    assert shown["changes"] == [{"field": "contacts", "old": "Ida Ober", "new": "Ida Ober, Einkauf, Leitung"}]
    assert desk.run(HEAD + IDA, "fill") == Counts(1, updated=1)
    assert people(desk, client) == [ContactPerson("Ida Ober", "Einkauf, Leitung", main=True)]
    assert desk.run(HEAD + IDA, "update") == Counts(1, unchanged=1)
    desk.run(HEAD + IDA.replace("Ida Ober", "Emil Zech"), "update")
    assert people(desk, client)[0] == ContactPerson("Emil Zech", "Einkauf, Leitung", main=True)
    desk.undo()
    assert people(desk, client) == [ContactPerson("Ida Ober", "Einkauf, Leitung", main=True)]


def test_what_was_exported_is_the_same_in_another_region(desk: Desk) -> None:
    known = desk.add(**vars(replace(BERGMANN, contact_name="")))
    for person in (
        ContactPerson("Ida Ober", "Einkauf, Leitung", "ida@bergmann.example", "+49 711 2041141", main=True),
        ContactPerson("Tom Wirt"),
        ContactPerson("Eva Kurz", "Technik"),
        ContactPerson("Jan Lang", phone="+49 711 2041142 ext. 12"),
    ):
        desk.region.write_now(contacts.add, desk.region.keys, known.id, person, ANNA, desk.at)
    desk.region.write_now(tags.attach, desk.region.keys, known.id, ["VIP", "Messe"], Actor("a", "b"), desk.at)
    for name, query in (("Stamm", ""), ("Beirat", ""), ("Berg", "?country=AT")):
        desk.region.write_now(groups.add, name, "dynamic" if query else "static", query, ANNA, desk.at)
    desk.region.write_now(groups.attach, desk.region.keys, known.id, ["Stamm", "Beirat"], ANNA, desk.at)
    nobody = desk.add("Berg AG", country="DE")
    rows = desk.region.read(lambda db: [*exports.rows_of(db, [known.id, nobody.id])])
    other = Desk(desk.instance, "at")
    assert other.run(written("csv", rows, "de").decode("utf-8-sig")) == Counts(2, created=2)
    for client in (known, nobody):
        there, here = desk.find(client.id), other.named(client.name)
        assert replace(here, id=there.id, uuid=there.uuid, version=there.version) == there
        assert people(other, here) == people(desk, there)
        for of in (TAG, GROUP):
            assert other.region.read(names_of, of, here.id) == desk.region.read(names_of, of, there.id)
    other.undo()
    assert other.all() == []


def test_a_row_puts_a_client_into_static_groups_only(desk: Desk) -> None:
    desk.region.write_now(groups.add, "Alle", "dynamic", "?country=DE", ANNA, desk.at)
    client = desk.add("Anker GmbH", vat_id="DE136695976")
    text = "Firma;USt-IdNr.;In Gruppen\nAnker GmbH;DE136695976;Stamm, alle\n"
    [shown] = desk.check(text)["ways"]["update"]["shown"]["updated"]
    assert shown["changes"] == [{"field": "in_groups", "old": "", "new": "Stamm"}]
    assert [each["value"] for each in shown["reasons"]] == ["alle"]
    assert desk.run(text, "update") == Counts(1, updated=1)
    assert desk.region.read(names_of, GROUP, client.id) == ["Stamm"]
    assert desk.run(text, "update") == Counts(1, unchanged=1)
    desk.run(text.replace("Stamm", "Beirat"), "update")
    desk.undo()
    assert desk.region.read(names_of, GROUP, client.id) == ["Stamm"]
