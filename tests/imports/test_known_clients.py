"""Rows whose client is here already: skipped, filled in, updated or created, as was chosen."""

from __future__ import annotations

import pytest

from app.clients.model import Client
from app.history import store as history
from app.imports.model import Counts, OnDuplicate
from app.imports.progress import Progress
from app.instance import Instance
from app.jobs.messages import Json
from app.undo import store as undo
from tests.imports.desk import Desk

HEAD = "Nazwa;NIP;E-mail;Telefon;Ulica;Kod pocztowy;Miasto;Kraj;Uwagi;Status\n"
BERGMANN = Client(
    "Bergmann GmbH", vat_id="DE136695976", email="info@bergmann.example", street="Allee 1", postal_code="70192",
    city="Stuttgart", country="DE", notes="Zahlt pünktlich.",
)  # fmt: skip


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


@pytest.fixture
def bergmann(desk: Desk) -> Client:
    fields = {name: getattr(BERGMANN, name) for name in ("vat_id", "email", "street", "postal_code", "city")}
    return desk.add(BERGMANN.name, country="DE", notes=BERGMANN.notes, **fields)


def row(**cells: str) -> str:
    names = (
        "name",
        "vat_id",
        "email",
        "phone",
        "street",
        "postal_code",
        "city",
        "country",
        "notes",
        "status",
    )
    return HEAD + ";".join(cells.get(name, "") for name in names) + "\n"


def changes(result: Json, way: OnDuplicate) -> list[tuple[str, str, str]]:
    return [
        (change["field"], change["old"], change["new"])
        for shown in result["ways"][way]["shown"]["updated"]
        for change in shown["changes"]
    ]


def counts(result: Json, way: OnDuplicate) -> tuple[int, int, int, int]:
    found = result["ways"][way]
    return found["created"], found["updated"], found["unchanged"], found["skipped"]


MOVED = row(
    name="Bergmann und Söhne GmbH", vat_id="DE136695976", phone="0711 2041140", street="Ring 9", postal_code="70192",
    city="Stuttgart", country="Niemcy",
)  # fmt: skip


def test_a_check_says_for_each_way_what_would_become_of_the_row(desk: Desk, bergmann: Client) -> None:
    result = desk.check(MOVED)
    assert counts(result, "skip") == (0, 0, 0, 1)
    assert counts(result, "create") == (1, 0, 0, 0)
    assert counts(result, "fill") == (0, 1, 0, 0)
    assert changes(result, "update") == [
        ("name", "Bergmann GmbH", "Bergmann und Söhne GmbH"),
        ("phone", "", "+49 711 2041140"),
        ("street", "Allee 1", "Ring 9"),
    ]
    assert desk.find(bergmann.id) == bergmann, "a check writes nothing"


def test_filling_leaves_what_is_there(desk: Desk, bergmann: Client) -> None:
    text = row(name="Anders", vat_id="DE136695976", email="neu@bergmann.example", phone="0711 2041140")
    assert desk.run(text, "fill") == Counts(1, updated=1)
    now = desk.find(bergmann.id)
    assert (now.name, now.email, now.phone) == (bergmann.name, bergmann.email, "+49 711 2041140")
    assert now.version == bergmann.version + 1


def test_a_street_is_never_filled_in_beside_another_city(desk: Desk) -> None:
    known = desk.add("Huber OHG", vat_id="DE136695976", city="Wien", country="AT")
    text = row(name="Huber OHG", vat_id="DE136695976", street="Ring 9", city="Berlin", phone="+49 30 123456")
    desk.run(text, "fill")
    now = desk.find(known.id)
    assert (now.street, now.city, now.phone) == ("", "Wien", "+49 30 123456")


def test_updating_writes_each_field_into_the_history_with_import_and_row(
    desk: Desk, bergmann: Client
) -> None:
    assert desk.run(MOVED, "update") == Counts(1, updated=1)
    entries = desk.region.read(history.of_client, desk.region.keys, bergmann.id)
    written = {entry.field: (entry.old, entry.new, entry.actor.source) for entry in entries[:3]}
    source = "Import 1, row 2"
    assert written == {
        "name": ("Bergmann GmbH", "Bergmann und Söhne GmbH", source),
        "phone": ("", "+49 711 2041140", source),
        "street": ("Allee 1", "Ring 9", source),
    }


def test_an_empty_cell_erases_nothing_and_notes_are_added_to(desk: Desk, bergmann: Client) -> None:
    desk.run(row(name="Bergmann GmbH", vat_id="DE136695976", notes="Neuer Einkäufer."), "update")
    now = desk.find(bergmann.id)
    assert (now.email, now.street) == (bergmann.email, bergmann.street)
    assert now.notes == "Zahlt pünktlich.\nNeuer Einkäufer."
    again = desk.run(row(name="Bergmann GmbH", vat_id="DE136695976", notes="Neuer Einkäufer."), "update")
    assert again == Counts(1, unchanged=1)


def test_no_file_brings_an_archived_client_back(desk: Desk, bergmann: Client) -> None:
    desk.change(bergmann, status="archived")
    text = row(name="Bergmann GmbH", vat_id="DE136695976", status="aktiv", phone="0711 2041140")
    assert desk.run(text, "update") == Counts(1, updated=1)
    assert desk.find(bergmann.id).status == "archived"


def test_defaults_concern_new_clients_only(desk: Desk) -> None:
    known = desk.add("Wien OG", kind="sole_trader", email="a@wien.example", country="AT", postal_code="1010")
    text = "Nazwa;E-mail;Telefon\nWien OG;a@wien.example;01 5330\n"
    assert desk.run(text, "update", defaults={"country": "DE", "kind": "company"}) == Counts(1, updated=1)
    now = desk.find(known.id)
    assert (now.country, now.kind) == ("AT", "sole_trader")
    assert now.phone == "+43 1 5330", "a national number is one of the client's own country"


def test_what_is_equal_is_left_unchanged(desk: Desk, bergmann: Client) -> None:
    text = row(name="Bergmann GmbH", vat_id="DE 136 695 976", city="Stuttgart")
    assert counts(desk.check(text), "update") == (0, 0, 1, 0)
    assert desk.run(text, "update") == Counts(1, unchanged=1)
    assert desk.find(bergmann.id) == bergmann
    assert desk.last().operation_id == 0, "there is nothing to undo"
    assert desk.region.read(undo.listed, before=2**63 - 1, limit=1) == []


class TestPossibleDuplicates:
    """What is not beyond doubt is never written over."""

    def test_another_vat_id_under_the_same_name_and_postal_code(self, desk: Desk, bergmann: Client) -> None:
        text = row(name="Bergmann GmbH", vat_id="DE811907980", postal_code="70192", street="Ring 9")
        result = desk.check(text)
        assert counts(result, "update") == counts(result, "fill") == (0, 0, 0, 1)
        assert desk.run(text, "update") == Counts(1, skipped=1)
        assert desk.find(bergmann.id) == bergmann

    def test_two_clients_with_the_same_vat_id(self, desk: Desk, bergmann: Client) -> None:
        desk.add("Bergmann Filiale", vat_id=bergmann.vat_id)
        assert desk.run(row(name="Bergmann Werk", vat_id="DE136695976", city="Ulm"), "update").skipped == 1

    def test_unless_the_name_tells_which(self, desk: Desk, bergmann: Client) -> None:
        desk.add("Bergmann Filiale", vat_id=bergmann.vat_id, postal_code="89073")
        text = row(name="Bergmann Filiale", vat_id="DE136695976", postal_code="89073", city="Ulm")
        assert desk.run(text, "update") == Counts(1, updated=1)
        assert desk.named("Bergmann Filiale").city == "Ulm"

    def test_a_second_row_for_the_same_client(self, desk: Desk, bergmann: Client) -> None:
        text = (
            row(name="Bergmann GmbH", vat_id="DE136695976", city="Ulm")
            + "Bergmann GmbH;DE136695976;;;;;Bonn;;;\n"
        )
        assert desk.run(text, "update") == Counts(2, updated=1, skipped=1)
        assert desk.find(bergmann.id).city == "Ulm"

    def test_the_same_new_client_twice_in_the_file(self, desk: Desk) -> None:
        text = row(name="Neu", vat_id="DE136695976") + "Neu GmbH;DE136695976;;;;;;;;\n"
        assert desk.run(text, "update") == Counts(2, created=1, skipped=1)


class TestKnownBy:
    def test_only_by_what_was_chosen(self, desk: Desk, bergmann: Client) -> None:
        text = row(name="Bergmann GmbH", postal_code="70192", city="Ulm")
        assert counts(desk.check(text), "update") == (0, 1, 0, 0)
        assert desk.check(text, known_by=frozenset({"vat_id"}))["new"] == 1

    def test_the_numbers_of_a_program_that_is_known(self, desk: Desk) -> None:
        head = "Account Name,Account ID,Billing Street,Billing City\n"
        assert desk.run(head + "Alt AG,001A,Weg 1,Ulm\n") == Counts(1, created=1)
        renamed = head + "Neu AG,001A,Weg 2,Bonn\n"
        assert desk.run(renamed, "update") == Counts(1, updated=1)
        assert desk.named("Neu AG").city == "Bonn"

    def test_numbers_of_unknown_tables_only_where_somebody_says_so(self, desk: Desk) -> None:
        desk.run("Nazwa;Numer klienta\nAlt;1\n")
        other = "Nazwa;Numer klienta\nGanz jemand anders;1\n"
        assert desk.check(other)["new"] == 1
        assert counts(desk.check(other, known_by=frozenset({"external_id"})), "update") == (0, 1, 0, 0)


def test_what_changed_while_the_file_was_read_is_not_lost(desk: Desk, bergmann: Client) -> None:
    """The rows are compared with what stands there when they are written."""
    staged = desk.stage(MOVED, "fill")
    desk.change(bergmann, phone="+49 711 999999")
    desk.run_staged(staged)
    assert desk.find(bergmann.id).phone == "+49 711 999999"


def test_whom_somebody_adds_while_the_file_is_read_is_not_added_twice(desk: Desk) -> None:
    def be_faster(progress: Progress) -> None:
        if progress.phase == "waiting":
            desk.add("Nordwind Reederei GmbH", vat_id="DE129273398")

    table = "Firma;USt-IdNr.\nNordwind Reederei GmbH;DE129273398\nKontor Süd OHG;\n"
    counted = desk.run_staged(desk.stage(table), be_faster)
    assert (counted.rows, counted.created, counted.skipped) == (2, 1, 1)
    assert sorted(each.name for each in desk.all()) == ["Kontor Süd OHG", "Nordwind Reederei GmbH"]
