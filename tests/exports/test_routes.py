"""An export in the browser: from the list to the file, and who may have it."""

from __future__ import annotations

import csv
import io
import re
import time

from httpx import Response
from litestar.testing import TestClient

from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.exports import store
from app.instance import Instance
from app.sqlite import Connection
from tests.conftest import NOW
from tests.house import ANNA, BERGMANN


def add(instance: Instance, *some: Client, region: str = "de") -> list[int]:
    found = instance.regions.find(region)
    return [found.write_now(clients.add, found.keys, each, ANNA, stamp(NOW)).id for each in some]


def asked(browser: TestClient, **form: str) -> Response:
    given = {"format": "csv", "purpose": "Weihnachtskarten", **form}
    return browser.post("/de/exports", data=given, follow_redirects=False)


def exported(browser: TestClient, **form: str) -> str:
    """The address of the export, once it is done."""
    answer = asked(browser, **form)
    assert answer.status_code == 303, answer.text
    address = str(answer.headers["location"])
    deadline = time.monotonic() + 60
    while "hx-sse:connect" in browser.get(address).text:
        assert time.monotonic() < deadline, "the export does not come to an end"
        time.sleep(0.1)
    return address


def rows(answer: Response) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def log(db: Connection) -> list[tuple[str, str, str]]:
    found = db.execute("SELECT actor_id, client_ids, detail FROM access WHERE act = 'export' ORDER BY id")
    return [tuple(row) for row in found]


def test_what_the_list_shows_becomes_a_file(anna: TestClient, instance: Instance) -> None:
    add(
        instance,
        BERGMANN,
        Client("Huber OHG", country="AT", status="archived"),
        Client("Alm KG", country="AT"),
    )
    page = anna.get("/de/exports/new?country=AT&status=all&sort=-name").text
    assert "Export 2 clients" in page and "Austria" in page
    address = exported(anna, query="?country=AT&status=all&sort=-name")
    assert "Exported 2 of 2 clients." in anna.get(address).text
    answer = anna.get(f"{address}/file")
    assert [row["Name"] for row in rows(answer)] == ["Huber OHG", "Alm KG"]
    assert answer.headers["content-disposition"].startswith(
        'attachment; filename="DE-clients-2026-11-23-1.csv"'
    )
    assert answer.headers["cache-control"] == "private, no-store"


def test_archived_clients_stay_out_until_somebody_asks_for_them(anna: TestClient, instance: Instance) -> None:
    add(instance, Client("Huber OHG", status="archived"), BERGMANN)
    names = [row["Name"] for row in rows(anna.get(f"{exported(anna)}/file"))]
    assert names == ["Bergmann & Söhne GmbH"]


def test_chosen_clients_come_in_the_order_they_were_chosen_in(anna: TestClient, instance: Instance) -> None:
    one, _, three = add(instance, Client("Alm KG"), Client("Bach AG"), Client("Chor eV"))
    assert "Export 2 clients" in anna.get(f"/de/exports/new?id={three}&id={one}").text
    address = exported(anna, ids=f"{three},{one},{three},999")
    assert [row["Name"] for row in rows(anna.get(f"{address}/file"))] == ["Chor eV", "Alm KG"]


def test_what_is_chosen_for_many_can_be_exported_too(anna: TestClient, instance: Instance) -> None:
    one, *_ = add(
        instance, Client("Alm KG", country="AT"), Client("Bach AG", country="DE"), Client("Chor eV")
    )
    assert "Export 1 client" in anna.get("/de/exports/new?query=%3Fcountry%3DAT").text
    assert "Export 1 client" in anna.get(f"/de/exports/new?id={one}&query=%3F").text
    assert "Export 3 clients" in anna.get("/de/exports/new?query=").text


def test_who_exported_whom_and_what_for_is_logged(anna: TestClient, instance: Instance) -> None:
    one, two = add(instance, BERGMANN, Client("Alm KG"))
    exported(anna, purpose="  Weihnachts\tkarten ")
    region = instance.regions.find("de")
    assert region.read(log) == [("staff:1", f"[{two}, {one}]", "export:1")]
    row = region.read(lambda db: db.execute("SELECT * FROM export").fetchone())
    assert (row["staff_name"], row["purpose"], row["rows"], row["total"], row["format"]) == (
        "Anna Krüger", "Weihnachts karten", 2, 2, "csv",
    )  # fmt: skip
    page = anna.get("/de/exports").text
    assert "Weihnachts karten" in page and "Anna Krüger" in page


def test_an_empty_list_becomes_an_empty_file(anna: TestClient) -> None:
    address = exported(anna)
    assert "Exported 0 of 0 clients." in anna.get(address).text
    assert anna.get(f"{address}/file").content.count(b"\r\n") == 1


def test_all_problems_are_told_and_nothing_typed_is_lost(anna: TestClient) -> None:
    answer = asked(anna, format="exe", purpose="", delimiter="x", query="?country=AT")
    assert answer.status_code == 422
    assert "“exe” is none of the choices." in answer.text and "“x” is none of the choices." in answer.text
    assert "Please say what the data are for" in answer.text
    assert 'value="?country=AT"' in answer.text


def test_a_form_sent_twice_exports_once(anna: TestClient, instance: Instance) -> None:
    found = re.search(r'name="submission" value="([^"]+)"', anna.get("/de/exports/new").text)
    assert found is not None
    first = exported(anna, submission=found[1])
    assert asked(anna, submission=found[1]).headers["location"] == first
    assert (
        instance.regions.find("de").read(lambda db: len(db.execute("SELECT 1 FROM export").fetchall())) == 1
    )


def test_a_form_sent_again_after_its_file_was_erased_exports_once_more(
    anna: TestClient, instance: Instance
) -> None:
    number = "6a4b1d7e-0000-4000-8000-000000000001"
    anna.post(f"{exported(anna, submission=number)}/removal")
    assert anna.get(f"{exported(anna, submission=number)}/file").status_code == 200


def test_a_reader_exports_nothing(bartek: TestClient) -> None:
    assert asked(bartek).status_code == 403
    assert bartek.get("/de/exports").status_code == 403


def test_another_persons_export_does_not_exist(
    anna: TestClient, clara: TestClient, instance: Instance
) -> None:
    address = exported(anna)
    for path in (address, f"{address}/file", address.replace("/de/", "/at/")):
        assert clara.get(path).status_code == 404
    region = instance.regions.find("de")
    region.write_now(lambda db: db.execute("UPDATE export SET staff_id = 'staff:99'"))
    for path in (address, f"{address}/file", f"{address}/events", f"{address}/progress"):
        assert anna.get(path).status_code == 404
    assert anna.post(f"{address}/removal").status_code == 404


def test_a_file_can_be_erased_at_once_and_its_record_stays(anna: TestClient, instance: Instance) -> None:
    address = exported(anna)
    assert anna.post(f"{address}/removal", follow_redirects=False).status_code == 303
    assert anna.get(f"{address}/file").status_code == 404
    assert "this record stays" in anna.get(address).text
    assert list((instance.settings.data / "exports" / "de").iterdir()) == []


def test_a_character_that_does_not_fit_is_told_and_no_file_is_left(
    anna: TestClient, instance: Instance
) -> None:
    add(instance, Client("Źródło GmbH"))
    page = anna.get(exported(anna, encoding="cp1252")).text
    assert "“Ź” (in “Źródło GmbH”) does not exist in Windows-1252" in page
    assert list((instance.settings.data / "exports" / "de").iterdir()) == []
    address = exported(anna, encoding="cp1250", delimiter=",")
    answer = anna.get(f"{address}/file")
    assert answer.headers["content-type"] == "text/csv; charset=cp1250"
    assert "Źródło GmbH," in answer.content.decode("cp1250")


def test_the_list_and_the_card_lead_to_the_export(anna: TestClient, instance: Instance) -> None:
    [one] = add(instance, BERGMANN)
    assert 'href="/de/exports/new?country=DE"' in anna.get("/de/clients?country=DE").text
    assert re.search(rf'href="/de/exports/new\?ids={one}"', anna.get(f"/de/clients/{one}").text)


def test_an_editor_sees_their_own_exports_and_a_manager_everybodys(
    anna: TestClient, instance: Instance
) -> None:
    exported(anna, purpose="Weihnachtskarten")
    region = instance.regions.find("de")
    region.write_now(lambda db: db.execute("UPDATE export SET staff_id = 'staff:99', staff_name = 'Nina'"))
    page = anna.get("/de/exports").text
    assert "Weihnachtskarten" in page and "Nina" in page and "/de/exports/1" not in page
    assert region.read(store.listed, staff_id="staff:1", before=9, limit=9) == []
