"""A table as bad as they come: each row that cannot be taken gets its reason, all others are imported."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from app.imports.model import Counts
from app.instance import Instance
from tests.imports.desk import Desk

# A banner, a heading twice, one without a name; then one trouble a line.
TABLE = """Lista klientów;;;;;;;
;;;;;;;
Nazwa;NIP;E-mail;Telefon;Kod pocztowy;Kraj;;Nazwa
Float Sp. z o.o.;5252248481.0;a@float.example;48221234567.0;00-238;Polska;;
Wykładnik S.A.;;b@exp.example;4.91E+11;00-238;Polska;;
Kilka Adresów;;jan@kilka.example, ewa@kilka.example;22 833 11 22 / 601 222 333;00-238;Poland;;
Deutsch GmbH;DE136695976;c@de.example;;1067;Deutschland;;
Englisch Ltd;;d@en.example;;70192;Germany;;
Za Krótki;DE1366;e@short.example;;70192;DE;;
Dwa Razy;;x@@y.example;;70192;DE;;
Nieznany Kraj;;f@kraj.example;;70192;Deutchland;;
;;g@bezimienny.example;;70192;DE;;
Za Dużo;;;;;;;;;;;
"Niezamknięty;;h@cudzy.example;;70192;DE;;
Ostatni;;i@ostatni.example;;70192;DE;;
"""
REFUSED = {5: "phone", 9: "vat_id", 10: "email", 11: "country", 12: "name", 14: "row"}


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


def test_every_row_gets_its_reason_and_the_rest_is_imported(desk: Desk) -> None:
    shown = desk.check(TABLE)["shown"]
    assert {row["line"]: row["reasons"][0]["field"] for row in shown["errors"]} == REFUSED
    counts = desk.run(TABLE)
    assert counts == Counts(12, created=6, refused=6)
    clients = {each.name: each for each in desk.all()}
    assert clients.keys() == {
        "Float Sp. z o.o.", "Kilka Adresów", "Deutsch GmbH", "Englisch Ltd", "Za Dużo", "Ostatni"
    }  # fmt: skip
    assert clients["Float Sp. z o.o."].vat_id == "PL5252248481"
    assert clients["Deutsch GmbH"].postal_code == "01067", "Excel took the zero"
    assert clients["Kilka Adresów"].email == "jan@kilka.example"
    assert clients["Kilka Adresów"].notes == "E-mail: ewa@kilka.example\nTel.: 601 222 333"
    assert {clients[name].country for name in ("Deutsch GmbH", "Englisch Ltd")} == {"DE"}
    assert {clients[name].country for name in ("Float Sp. z o.o.", "Kilka Adresów")} == {"PL"}


def test_refused_rows_come_back_in_their_own_columns_and_can_be_corrected_and_imported(desk: Desk) -> None:
    staged = desk.stage(TABLE)
    desk.run_staged(staged)
    refused = staged.folder.refused.read_text("utf-8-sig")
    rows = [*csv.reader(io.StringIO(refused), delimiter=";")]
    assert rows[0] == ["Nazwa", "NIP", "E-mail", "Telefon", "Kod pocztowy", "Kraj", "Column 7", "Nazwa",
                       "Line in the file", "Refused because"]  # fmt: skip
    assert {int(row[-2]) for row in rows[1:]} == REFUSED.keys()
    corrected = refused.replace("DE1366", "DE811907980").replace("4.91E+11", "22 833 11 22")
    assert desk.run(corrected).created == 3, "the quotation mark is written as one"


def test_the_reason_stands_under_its_heading_in_a_row_with_too_few_cells(desk: Desk) -> None:
    staged = desk.stage("Nazwa;NIP;Miasto;Kraj\nKrótki Sp. z o.o.;5252248481\nPełny;;Łódź;PL\n")
    desk.run_staged(staged)
    head, row = csv.reader(io.StringIO(staged.folder.refused.read_text("utf-8-sig")), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert (told["Miasto"], told["Line in the file"]) == ("", "2")
    assert told["Refused because"].startswith("This row has 2 cells, the header has 4.")


@pytest.mark.parametrize("text", ["=1+1", "+48 22 833 11 22", "-5", "@SUM(A1)"])
def test_what_a_spreadsheet_would_compute_stays_a_text(desk: Desk, text: str) -> None:
    desk.run(f"Nazwa;Uwagi\nHuber OHG;{text}\n")
    assert desk.named("Huber OHG").notes == text


def test_headings_that_stand_twice_are_two_columns(desk: Desk) -> None:
    desk.run("Nazwa;E-mail;E-mail\nHuber OHG;a@huber.example;b@huber.example\n")
    client = desk.named("Huber OHG")
    assert (client.email, client.notes) == ("a@huber.example", "E-mail: b@huber.example")


@pytest.mark.parametrize("field", ["id", "version", "uuid", "added_at", "changed_at", "region"])
def test_what_is_no_field_is_never_written(desk: Desk, field: str) -> None:
    known: dict[str, Any] = {"mapping": {0: "name", 1: field}}
    desk.run("Nazwa;X\nHuber OHG;999\n", **known)
    client = desk.named("Huber OHG")
    assert client.version == 1 and str(getattr(client, field, "")) != "999"
