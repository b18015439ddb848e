"""An import in the browser, from the file to the clients."""

from __future__ import annotations

import uuid

import pytest
from litestar.testing import TestClient

from app.clients import store as clients
from app.clock import stamp
from app.imports import store
from app.imports.model import NOTHING_CHOSEN, Counts
from app.imports.staging import Folder, folders
from app.instance import Instance
from app.jobs.workers import Workers
from tests.conftest import NOW, Arrive
from tests.imports.journey import POLISH, checked, chosen, figures, imported, text_of, upload, uploaded


def test_a_polish_file_becomes_clients(anna: TestClient) -> None:
    address = uploaded(anna, POLISH)
    page = anna.get(address).text
    assert "Windows-1250" in page and "semicolon" in page and "7 of 7 columns assigned" in page
    page = checked(anna, address)
    assert figures(page) == [3, 0, 0, 0, 2]
    assert "Import 3 rows" in page
    page = imported(anna, address, on_duplicate="skip")
    assert figures(page) == [3, 0, 0, 0, 2]
    assert "Źródło Smaku" in anna.get("/de/clients").text


AT = stamp(NOW)
TABLE = "Nazwa;Miasto\nHuber OHG;Graz\nNeu GmbH;Ulm\n"


def test_an_import_is_its_owners_and_its_regions(arrive: Arrive, instance: Instance) -> None:
    anna, clara = arrive("anna"), arrive("clara")
    address = uploaded(anna, TABLE)
    checked(anna, address)
    of_austria = address.replace("/de/", "/at/")
    for step in ("", "/mapping", "/refused", "/progress", "/events"):
        assert anna.get(of_austria + step).status_code == 404
        assert clara.get(address + step).status_code == 404
    for step in ("/check", "/run", "/format", "/removal", "/undo"):
        assert clara.post(address + step).status_code == 404
    assert instance.regions.find("at").read(clients.count) == 0


def test_confirmed_twice_it_runs_once(anna: TestClient, instance: Instance) -> None:
    address = uploaded(anna, TABLE)
    checked(anna, address)
    imported(anna, address)
    imported(anna, address)
    assert instance.regions.find("de").read(clients.count) == 2


def test_a_form_sent_twice_uploads_once(anna: TestClient) -> None:
    query = f"?submission={uuid.uuid4()}"
    first, second = (upload(anna, TABLE, query=query).headers["location"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "field", ["id", "version", "uuid", "changed_at", "region", "'; DROP TABLE client; --"]
)
def test_no_column_becomes_what_is_no_field(anna: TestClient, field: str) -> None:
    address = uploaded(anna, TABLE)
    answer = anna.post(f"{address}/check", data={"column-0": "name", "column-1": field})
    assert answer.status_code == 422 and "none of the choices" in text_of(answer)


def test_a_file_without_rows_goes_no_further(anna: TestClient) -> None:
    answer = upload(anna, "\n ;;;\n")
    assert answer.status_code == 422 and "All rows of the file are empty" in answer.text
    address = uploaded(anna, "Nazwa;Email\n")
    answer = anna.post(f"{address}/check", data=chosen(anna.get(f"{address}/mapping").text))
    assert answer.status_code == 422 and "no row below the header" in answer.text


def test_what_was_given_up_leaves_nothing(anna: TestClient, instance: Instance) -> None:
    address = uploaded(anna, TABLE)
    checked(anna, address)
    anna.post(f"{address}/removal")
    assert anna.post(f"{address}/run", follow_redirects=False).headers["location"] == address
    assert "given up" in anna.get(address).text
    assert instance.regions.find("de").read(clients.count) == 0
    assert not [*folders(instance.settings.data, "de")]


def test_nothing_is_written_over_unless_somebody_says_so(anna: TestClient, instance: Instance) -> None:
    known = "Nazwa;E-mail;Miasto\nHuber OHG;a@huber.example;Graz\n"
    for table, way in (
        (known, {}),
        (known.replace("Graz", "Wien"), {}),
        (known.replace("Graz", "Wien"), None),
    ):
        address = uploaded(anna, table)
        checked(anna, address)
        imported(anna, address, **({"on_duplicate": "update"} if way is None else way))
        region = instance.regions.find("de")
        [city] = region.read(lambda db: [row[0] for row in db.execute("SELECT city FROM client")])
        assert city == ("Wien" if way is None else "Graz")


def test_by_nothing_nobody_is_known(anna: TestClient) -> None:
    address = uploaded(anna, TABLE)
    answer = anna.post(f"{address}/check", data={"column-0": "name", "known-by": "1"})
    assert answer.status_code == 422 and "at least one" in text_of(answer)


def test_the_preview_says_what_each_way_would_write(anna: TestClient) -> None:
    known = "Nazwa;E-mail;Miasto;Telefon\nHuber OHG;a@huber.example;Graz;\n"
    address = uploaded(anna, known)
    checked(anna, address)
    imported(anna, address)
    address = uploaded(anna, known.replace("Graz;", "Wien;+43 1 5330") + "Neu GmbH;;;\n")
    checked(anna, address)
    said = {}
    for way in ("skip", "fill", "update", "create"):
        page = anna.get(f"{address}?on_duplicate={way}&tab=updated").text
        said[way] = (figures(page), "<del>Graz</del>" in page, "+43 1 5330" in page)
    assert said == {
        "skip": ([1, 0, 0, 1, 0], False, False),
        "fill": ([1, 1, 0, 0, 0], False, True),
        "update": ([1, 1, 0, 0, 0], True, True),
        "create": ([1, 0, 0, 1, 0], False, False),
    }


def test_what_broke_off_says_once_that_nothing_was_written(anna: TestClient, instance: Instance) -> None:
    address = uploaded(anna, TABLE)
    checked(anna, address)
    instance.regions.find("de").note_now(store.begin, 1, NOTHING_CHOSEN, AT)
    page = anna.get(address).text
    assert "ended from outside" in page and page.count("Nothing was written") == 1


def test_an_import_that_ends_while_somebody_looks_is_shown_as_it_has_ended(
    anna: TestClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at its row and the one at its process."""
    address, region = uploaded(anna, TABLE), instance.regions.find("de")
    checked(anna, address)
    region.note_now(store.begin, 1, NOTHING_CHOSEN, AT)

    def ends(self: Workers, folder: Folder) -> bool:
        if region.read(store.running):
            region.note_now(store.finish, folder.uuid, Counts(2, created=2), AT)
        return False

    monkeypatch.setattr(Workers, "attend", ends)
    page = anna.get(address).text
    assert "Import 1 finished" in page and "ended from outside" not in page
