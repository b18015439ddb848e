"""Rows that only look like a client of the region: shown with the reasons, created unless one leaves them out."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from app.clients.model import Client
from app.imports.model import Counts
from app.instance import Instance
from tests.imports.desk import Desk
from tests.imports.journey import checked, figures, imported, text_of, uploaded

HEAD = "Nazwa;E-mail;Telefon;Ulica;Kod pocztowy;Miasto;Kraj\n"
MISTYPED = "Bergman und Soehne;;;Allee 1;70192;Stuttgart;Niemcy\n"
STRANGER = "Ganz Neu KG;;;Hafen 3;20095;Hamburg;Niemcy\n"
SAME = "Bergmann & Söhne GmbH;;;Allee 1;70192;Stuttgart;Niemcy\n"
TABLE = HEAD + MISTYPED + STRANGER + SAME


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


@pytest.fixture
def bergmann(desk: Desk) -> Client:
    return desk.add(
        "Bergmann & Söhne GmbH", street="Allee 1", postal_code="70192", city="Stuttgart", country="DE"
    )


def test_a_check_names_the_client_the_score_and_why(desk: Desk, bergmann: Client) -> None:
    result = desk.check(TABLE)
    assert (result["new"], result["alike"], result["known"]) == (2, 1, 1)
    [row] = result["shown"]["alike"]
    assert (row["line"], row["alike"]["id"]) == (2, bergmann.id) and row["alike"]["score"] >= 60
    assert {reason.kind for reason in row["alike"]["reasons"]} == {"alike_name", "same_address"}
    assert [row["name"] for row in result["shown"]["new"]] == ["Ganz Neu KG"]


def test_it_is_created_unless_one_leaves_it_out(desk: Desk, bergmann: Client) -> None:
    assert desk.run(TABLE, leaves_alike_out=True) == Counts(3, created=1, skipped=2, alike=1)
    assert {each.name for each in desk.all()} == {bergmann.name, "Ganz Neu KG"}
    assert desk.run(TABLE) == Counts(3, created=1, skipped=2), "nobody asked for a comparison"
    assert "Bergman und Soehne" in {each.name for each in desk.all()}


def test_an_archived_row_is_not_held_against_an_archived_client(desk: Desk, bergmann: Client) -> None:
    desk.change(bergmann, status="archived")
    line = MISTYPED.rstrip() + ";{}\n"
    text = HEAD.rstrip() + ";Status\n" + line
    assert desk.check(text.format("archiviert"))["alike"] == 0
    assert desk.check(text.format("aktiv"))["alike"] == 1


def test_the_preview_shows_it_and_the_result_leads_to_the_duplicates(
    anna: TestClient, desk: Desk, bergmann: Client
) -> None:
    address = uploaded(anna, TABLE)
    page = checked(anna, address)
    assert figures(page) == [1, 0, 0, 2, 0]
    assert "Leave 1 row out that looks like a client here" in page and "Import 2 rows" in page
    words = text_of(anna.get(f"{address}?tab=duplicates"))
    assert "Bergman und Soehne" in words and "same address" in words and "is created" in words
    assert f'href="/de/clients/{bergmann.id}"' in anna.get(f"{address}?tab=duplicates").text
    query = "on_duplicate=skip&leave-alike-out=1"
    assert "Import 1 row<" in anna.get(f"{address}?{query}").text
    words = text_of(anna.get(f"{address}?{query}&tab=duplicates"))
    assert "is created" not in words and "is left out" in words
    done = imported(anna, address, on_duplicate="skip")
    assert figures(done)[:4] == [2, 0, 0, 1]
    assert "1 row looked like a client that was here." in done and 'href="/de/duplicates"' in done


def test_left_out_in_the_browser_it_is_counted_as_skipped(anna: TestClient, bergmann: Client) -> None:
    address = uploaded(anna, TABLE)
    checked(anna, address)
    form = {"on_duplicate": "skip", "leave-alike-out": "1"}
    done = imported(anna, address, **form)
    assert figures(done)[:4] == [1, 0, 0, 2] and "They were left out." in done
    assert "Bergman und" not in anna.get("/de/clients").text
